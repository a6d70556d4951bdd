"""Which stage of minicc, and which LLVM pass execution, first makes the program wrong."""

from __future__ import annotations

import difflib
import re
from dataclasses import replace

from minicc.source import SourceText
from oracle.bisect import ir_text, promises
from oracle.bisect.attribution import Attribution, Stage
from oracle.bisect.behaviour import shell_command, with_options
from oracle.bisect.boundaries import Flip, Walk, options_of_minicc
from oracle.bisect.case import Case, NotAttributable, cut
from oracle.bisect.code_generation import CodeGenerator, ExecutedIR
from oracle.bisect.declared_types import misplaced_types
from oracle.bisect.failures import attribution_of_failure
from oracle.bisect.functions import minimise
from oracle.bisect.single_instructions import TakenApart, smallest_group
from oracle.bisect.well_typed import violation
from oracle.compilers.clang_passes import function_of


class StagesOfMinicc:
    """The attribution of one divergence of minicc."""

    def __init__(self, case: Case) -> None:
        self.case = case

    def attribution(self) -> Attribution:
        walk = Walk(self.case.source, self.case.subject, self.case.expected, self.case.shop, self.case.link_flags)
        flip = walk.first_flip()
        if flip is None:
            return self._good_boundaries(walk)
        found = self._of_flip(walk, flip)
        return replace(found, probes=tuple(walk.probes), notes=(*walk.notes, *found.notes))

    def _good_boundaries(self, walk: Walk) -> Attribution:
        actual = self.case.shop.behaviour(self.case.subject, [self.case.source], ["-w", *self.case.link_flags])
        if actual == self.case.expected:
            raise NotAttributable("the subject's program behaves as the reference's does")
        return Attribution(
            Stage.LINK if actual.failure is not None else Stage.UNKNOWN,
            last_good="Bo",
            probes=tuple(walk.probes),
            commands=(self.case.reference_command(),),
            notes=("every boundary behaves well; only the ordinary build does not", str(actual)),
        )

    def _of_flip(self, walk: Walk, flip: Flip) -> Attribution:
        commands = [self.case.reference_command()]
        for end in (flip.last_good, flip.first_bad):
            commands += [probe.command for probe in walk.probes if probe.boundary == end]
        found = Attribution(flip.stage, last_good=flip.last_good, first_bad=flip.first_bad, commands=tuple(commands))
        if flip.execution is not None:
            found = replace(
                found,
                pass_name=flip.execution.pass_name,
                pass_index=flip.execution.index,
                pass_unit=flip.execution.unit_name,
            )
            return self._of_pass(walk, flip, found)
        found = self._with_text_evidence(walk, flip, found)
        if flip.stage is Stage.LOWER:
            found = self._of_broken_tree(found)
        if not walk.is_built(flip.first_bad):
            return attribution_of_failure(self.case, found, (f"-fboundary={flip.first_bad}",))
        found = self.case.with_function_and_line(found)
        if flip.stage is Stage.CHECK and self.case.find_line:
            found = self._with_declared_type(found)
        if flip.first_bad == "B3" and found.function is not None:
            ir = walk.text("B3", "-g")
            return replace(found, evidence=cut(ir_text.readable(ir, found.function, found.line)) if ir else "")
        if flip.first_bad == "Bo":
            generated = CodeGenerator(self.case).refined(replace(found, probes=tuple(walk.probes)))
            walk.probes[:] = generated.probes
            return generated
        return found

    def _of_broken_tree(self, found: Attribution) -> Attribution:
        """`found` with the check to blame where it gives the lowering a tree without some conversion."""
        try:
            source = SourceText(self.case.preprocessed(), str(self.case.source))
        except NotAttributable:
            return found
        broken = violation(source, options_of_minicc(self.case.subject))
        if broken is None:
            return found
        lacks = "the typed tree breaks a promise, which the printed C does not show"
        note = f"{lacks}: line {broken.line}, {broken.told}"
        return replace(found, stage=Stage.CHECK, notes=(*found.notes, note))

    def _with_declared_type(self, found: Attribution) -> Attribution:
        """`found` with the declaration of the type whose layout is wrong, when one is."""
        rows = self.case.source.read_text(encoding="utf-8", errors="replace").split("\n")
        words = set(re.findall(r"\w+", rows[found.line - 1])) if found.line and found.line <= len(rows) else set()
        # Whether the constants of an enumeration are signed, debugging information tells in several ways.
        misplaced = [one for one in misplaced_types(self.case) if one.is_record or one.name in words]
        if not misplaced:
            return found
        guilty = next((one for one in misplaced if one.name in words), misplaced[0])
        shown = f"; it shows on line {found.line}" if found.line is not None else ""
        note = f"the layout of a type is wrong where it is declared: {guilty.difference} of the reference{shown}"
        lines = [guilty.line, *(one.line for one in misplaced), *([found.line] if found.line is not None else [])]
        return replace(found, line=guilty.line, candidate_lines=tuple(dict.fromkeys(lines)), notes=(*found.notes, note))

    # ------------------------------------------------------------------ LLVM passes

    def _of_pass(self, walk: Walk, flip: Flip, found: Attribution) -> Attribution:
        assert flip.last_good is not None
        before, after = walk.text(flip.last_good), walk.text(flip.first_bad)
        if before is None or after is None:
            found = replace(found, function=function_of(flip.execution) if flip.execution else None)
            return attribution_of_failure(self.case, found)
        misread = self._of_misread_ir(walk, flip, found, after)
        if misread is not None:
            return misread
        changed = ir_text.change(before, after)
        unit = function_of(flip.execution) if flip.execution else None
        function = unit or (changed.functions[0] if len(changed.functions) == 1 else None)
        lines = self._changed_lines(walk, flip)
        found = replace(
            found,
            function=function,
            file=str(self.case.source),
            evidence=cut(changed.diff),
            candidate_lines=lines,
            line=lines[0] if len(lines) == 1 else None,
            commands=(
                *found.commands,
                walk.text_command(flip.last_good, "before.ll"),
                walk.text_command(flip.first_bad, "after.ll"),
                "diff -u before.ll after.ll",
            ),
        )
        promise = self._broken_promise()
        if promise is not None:
            relies = f"the LLVM pass {found.pass_name} relies on it"
            note = f"the lowering promises {promise!r} where it does not hold; {relies}"
            found = self._with_broken_promises(walk, promise, replace(found, stage=Stage.LOWER, notes=(note,)))
        elif len(changed.functions) > 1:
            found = replace(found, notes=(f"the pass changed {', '.join(changed.functions)}",))
        if found.line is None and self.case.find_line:
            found = self.case.with_traced_line(found)
        if found.function is None:
            found = replace(found, function=self.case.guilty().function)
        return found

    def _of_misread_ir(self, walk: Walk, flip: Flip, found: Attribution, ir: str) -> Attribution | None:
        """The code generator to blame, when it gets the IR behind the pass wrong that is right."""
        executed = ExecutedIR(self.case)
        apart = TakenApart.of(ir)
        if not executed.good(apart.text()):
            return None
        if executed.good(promises.strip(ir, "all")):
            return None  # it relied on a promise
        group = smallest_group(apart, lambda text: not executed.good(text))
        joins = [apart.joins[index] for index in group]
        named = list(dict.fromkeys(join.function for join in joins))
        detailed = TakenApart.of(walk.text(flip.first_bad, "-g") or "")
        lines = detailed.source_lines(set(group)) if len(detailed.joins) == len(apart.joins) else ()
        note = (
            f"the IR behind {flip.first_bad} is right when each instruction is translated by itself; "
            f"{found.pass_name} only brings together what the code generator gets wrong"
        )
        found = replace(
            found,
            stage=Stage.CODE_GENERATOR,
            pass_name=None,
            pass_index=None,
            pass_unit=None,
            function=named[0] if len(named) == 1 else None,
            file=str(self.case.source),
            line=lines[0] if len(lines) == 1 else None,
            candidate_lines=lines,
            commands=(*found.commands, walk.text_command(flip.first_bad, "misread.ll")),
            notes=(note, *executed.selectors(ir)),
        )
        if found.line is None and self.case.find_line:
            found = self.case.with_traced_line(found)
        return replace(
            found, evidence=cut("wrong when translated together:\n" + "\n...\n".join(apart.groups(set(group))))
        )

    def _changed_lines(self, walk: Walk, flip: Flip) -> tuple[int, ...]:
        """Source lines of the instructions that the pass execution changed, by the line tables of -g."""
        assert flip.last_good is not None
        before, after = walk.text(flip.last_good, "-g"), walk.text(flip.first_bad, "-g")
        if before is None or after is None:
            return ()
        return ir_text.change(before, after).lines

    def _broken_promise(self) -> str | None:
        """The kind of promise of the lowering without which the program is right and which does not hold, or None."""
        if self._behaves_with(promises.plugin("all")) is False:
            return None
        for kind in (*promises.REMOVERS, *promises.HEAD_REMOVERS):
            if self._behaves_with(promises.plugin(kind)) is False:
                continue
            if kind in promises.TESTABLE and self._behaves_with(promises.testing_plugin(), "-fboundary=B3") is True:
                return None
            return kind
        return None

    def _with_broken_promises(self, walk: Walk, kind: str, found: Attribution) -> Attribution:
        """The instructions whose promise must go for the program to be right, by delta debugging, and their lines."""
        plain = walk.text("B3")
        made = promises.promises(plain, kind) if plain else []
        if not made:
            return found
        broken = minimise(range(len(made)), lambda chosen: self._behaves_with(promises.plugin(kind, set(chosen))))
        detailed = promises.promises(walk.text("B3", "-g") or "", kind)
        located = [detailed[index] if len(detailed) == len(made) else made[index] for index in broken]
        lines = tuple(dict.fromkeys(one.line for one in located if one.line is not None))
        notes = tuple(f"broken promise in {one.function}: {one.instruction}" for one in located)
        functions = list(dict.fromkeys(one.function for one in located if one.function))
        return replace(
            found,
            notes=(*found.notes, *notes),
            candidate_lines=lines or found.candidate_lines,
            line=lines[0] if len(lines) == 1 else found.line,
            function=functions[0] if len(functions) == 1 else found.function,
        )

    def _behaves_with(self, plugin: str, *options: str) -> bool:
        path = self.case.shop.write(plugin, ".py")
        subject = with_options(self.case.subject, f"-fplugin={path}")
        return (
            self.case.shop.behaviour(subject, [self.case.source], [*self.case.link_flags, *options])
            == self.case.expected
        )

    # ------------------------------------------------------------------ the other stages

    def _with_text_evidence(self, walk: Walk, flip: Flip, found: Attribution) -> Attribution:
        """The difference between the C of two boundaries."""
        commands = list(found.commands)
        evidence = ""
        if flip.first_bad in ("B1", "B2") and walk.is_built(flip.first_bad):
            before = walk.text(flip.last_good or "B0")
            after = walk.text(flip.first_bad)
            if before is not None and after is not None:
                evidence = _difference_of_c(before, after, flip.last_good or "B0", flip.first_bad)
        if flip.first_bad != "Bo":
            commands.append(walk.text_command(flip.first_bad, "bad.ll" if flip.first_bad == "B3" else "bad.c"))
        else:
            commands.append(shell_command(self.case.subject, self.case.source, ["-S"], output="bad.s"))
        return replace(found, evidence=cut(evidence), commands=tuple(commands))


def _difference_of_c(before: str, after: str, name_before: str, name_after: str) -> str:
    """Unified diff of two printings of one program, after bringing both to one statement a line."""
    rows = difflib.unified_diff(_statements(before), _statements(after), name_before, name_after, n=2, lineterm="")
    return "\n".join(rows)


def _statements(text: str) -> list[str]:
    from oracle.bisect.split import tokens

    rows: list[str] = []
    current: list[str] = []
    depth = 0
    for token in tokens(text, ""):
        if token.system:
            continue
        current.append(token.text)
        depth += (token.text in ("(", "[")) - (token.text in (")", "]"))
        if depth == 0 and token.text in (";", "{", "}"):
            rows.append(" ".join(current))
            current = []
    return [*rows, " ".join(current)] if current else rows
