"""The value-tracking generator as a source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from fuzz.generate.features import Selection, UnknownFeatureError
from fuzz.generate.generator import GENERATOR_VERSION, generate
from fuzz.sources import NoProgramError, Program, SourceError


@dataclass(frozen=True, slots=True)
class OwnSource:
    """Programs of about `lines` lines whose output is known."""

    lines: int = 100
    selection: Selection = field(default_factory=Selection)

    def program(self, seed: int) -> Program:
        try:
            made = generate(seed, self.lines, self.selection)
        except Exception as error:  # a bug of the generator must not end a campaign of millions of seeds
            raise NoProgramError(f"the generator fails: {type(error).__name__} {error}".strip()) from error
        return Program(made.text.encode(), seed, made.expected_output)

    def configuration(self) -> dict[str, object]:
        words = str(self.selection)
        source = f"own --features {words}" if words else "own"
        return {"source": source, "generator": GENERATOR_VERSION, "lines": self.lines}

    @property
    def size(self) -> int | None:
        return None


def own_source(lines: int, options: Sequence[str] = ()) -> OwnSource:
    """The generator with `--features LIST`, or without. Raises SourceError for other options and unknown features."""
    if not options:
        return OwnSource(lines)
    match list(options):
        case ["--features", words]:
            pass
        case [word] if word.startswith("--features="):
            words = word.removeprefix("--features=")
        case _:
            raise SourceError(f"own {' '.join(options)}: the generator knows --features LIST alone")
    try:
        return OwnSource(lines, Selection.parse(words))
    except UnknownFeatureError as unknown:
        raise SourceError(f"no feature '{unknown}'; 'fuzz generate --list-features' lists them") from None
