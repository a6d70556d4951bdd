"""Judgements as plain data: what `--json` prints, what the ledger keeps, what the pages show."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from oracle.judge import shell_commands
from oracle.ledger import Row
from oracle.verdict import Execution, Judgement, Verdict

_SHOWN_BYTES = 16 * 1024
_LARGEST_PROGRAM = 1024 * 1024


def execution_to_json(execution: Execution | None) -> dict[str, Any] | None:
    """One run as plain data; long output is cut, its size and SHA-256 are those of the whole."""
    if execution is None:
        return None
    return {
        "command": list(execution.command),
        "exit_status": execution.exit_status,
        "signal": execution.signal,
        "stopped_by": execution.stopped_by,
        "cpu_seconds": round(execution.cpu_seconds, 4),
        "wall_seconds": round(execution.wall_seconds, 4),
        **_stream("stdout", execution.stdout),
        **_stream("stderr", execution.stderr),
    }


def _stream(name: str, data: bytes) -> dict[str, Any]:
    return {
        name: data[:_SHOWN_BYTES].decode("utf-8", errors="backslashreplace"),
        f"{name}_bytes": len(data),
        f"{name}_sha256": hashlib.sha256(data).hexdigest(),
    }


def judgement_to_json(judgement: Judgement, *, with_program: bool = False) -> dict[str, Any]:
    """A judgement and its evidence as plain data; `with_program` adds the text of the program."""
    evidence = judgement.evidence
    data: dict[str, Any] = {
        "verdict": judgement.verdict.value,
        "is_divergence": judgement.verdict.is_divergence,
        "reason": judgement.reason,
        "source": str(judgement.source) if judgement.source else None,
        "rule": judgement.rule,
        "line": judgement.line,
        "bucket": judgement.reason if judgement.verdict is Verdict.COMPILER_CRASH else None,
        "program_digest": evidence.program_digest,
        "subject": list(evidence.subject_command),
        "reference": list(evidence.reference_command),
        "subject_compilation": execution_to_json(evidence.subject_compilation),
        "reference_compilation": execution_to_json(evidence.reference_compilation),
        "subject_run": execution_to_json(evidence.subject_run),
        "reference_run": execution_to_json(evidence.reference_run),
        "notes": list(evidence.notes),
        "commands": shell_commands(judgement),
    }
    if with_program and judgement.source is not None:
        data["program"] = program_text(judgement.source)
    return data


def program_text(source: Path) -> str | None:
    """The program for showing; None when it is gone or too long to show."""
    try:
        data = source.read_bytes()
    except OSError:
        return None
    return data.decode("utf-8", errors="backslashreplace") if len(data) <= _LARGEST_PROGRAM else None


def ledger_row(seed: int, judgement: Judgement, seconds: float) -> Row:
    """The row that a campaign records: full evidence, with the program, for everything but agreement."""
    agrees = judgement.verdict is Verdict.AGREE
    evidence = {} if agrees else judgement_to_json(judgement, with_program=judgement.verdict.is_divergence)
    return Row(
        seed,
        judgement.evidence.program_digest,
        judgement.verdict,
        judgement.reason,
        json.dumps(evidence),
        seconds,
    )
