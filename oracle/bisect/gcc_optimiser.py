"""gcc's guilty pass, the function it ran on, and the one change it made there."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from oracle.bisect.attribution import Attribution, Stage
from oracle.bisect.behaviour import COMPILE_SECONDS
from oracle.bisect.case import cut
from oracle.bisect.functions import minimise
from oracle.bisect.optimiser import Outcome, PassWalk
from oracle.compilers.gcc_passes import GccPasses, debug_counters, disabling, indispensable, pass_list
from oracle.compilers.pass_control import PassExecution

_DUMPED_FUNCTION = re.compile(r"^;; Function .* \(([^,\s]+), funcdef_no=", re.MULTILINE)
_PLACE = re.compile(r'\[[^\[\]\n]*?:(\d+):\d+(?: discrim \d+)?\]|"[^"\n]*":(\d+):\d+')
_NOISE = re.compile(r'\[[^\[\]\n]*?:\d+:\d+(?: discrim \d+)?\] ?| "[^"\n]*":\d+:\d+(?: discrim \d+)?| 0x[0-9a-f]{6,}')
_PREDECESSORS = 8
_MOST_INSTANCES = 1 << 20
_IN_FIXED_PASSES = {
    "-fstack-reuse=none": "rtl-expand, which gives variables of different scopes one place on the stack,",
    "-fno-tree-ter": "rtl-expand, which puts expressions together again,",
    "-fno-tree-coalesce-vars": "rtl-expand, which gives variables in SSA form one register,",
    "-fno-ira-share-spill-slots": "rtl-ira, which gives spilled registers one place on the stack,",
}
"""Options that change what passes do that gcc cannot do without."""
_WRAPPING = "-fwrapv"


def attribution_of_gcc(walk: PassWalk, passes: GccPasses) -> Attribution:
    """Bisect over gcc's passes, then over the functions and the changes of the one that is guilty."""
    if walk.with_first(0) is not Outcome.GOOD:
        extended = _without_what_this_program_needs(walk, passes)
        if extended is None:
            return walk.no_pass(_why_no_pass(walk, passes))
        passes = extended
        walk.control = passes
    low, high = walk.flip()
    found = walk.attribution(Stage.GCC_PASS, low, high)
    alone = _alone_guilty(walk, passes, low, high) if high - low > 1 else None
    if alone is not None:
        note = f"gcc fails without some of passes {low + 1}..{high}; of those, {alone.pass_name} makes the difference"
        remarks = (*walk.control.remarks, note)
        found = replace(found, pass_name=alone.pass_name, pass_index=alone.index, notes=remarks)
    return _GuiltyPass(walk, passes, found.pass_name or "", high).refined(found)


def _alone_guilty(walk: PassWalk, passes: GccPasses, low: int, high: int) -> PassExecution | None:
    """The one pass of low+1..high without which the program is right, with the others of them and no later one."""
    candidates = passes.executions[low:high]
    right = [
        one
        for one in candidates
        if walk.outcome(f"{walk.name(high)} but {one.pass_name}", *disabling([one.pass_name]), count=high)
        is Outcome.GOOD
    ]
    return right[0] if len(right) == 1 else None


def _why_no_pass(walk: PassWalk, passes: GccPasses) -> str:
    fixed = "the passes that cannot be switched off (" + " ".join(passes.fixed) + ")"
    if walk.outcome("-O0", "-O0") is not Outcome.GOOD:
        return f"wrong with -O0 and with every pass switched off that can be: gcc's front end, or one of {fixed}"
    if right := _options_in_fixed_passes(walk, 0):
        return "wrong with every pass switched off that can be, but " + "; ".join(map(_told, right)) + " is wrong"
    return f"right with -O0, wrong with every pass switched off that can be: gcc's folding, or one of {fixed}"


def _options_in_fixed_passes(walk: PassWalk, count: int) -> list[str]:
    """The options for indispensable passes that make the program right with the first `count` of the others."""
    return [
        option
        for option in _IN_FIXED_PASSES
        if walk.outcome(f"{option}, {walk.name(count)}", option, count=count) is Outcome.GOOD
    ]


def _told(option: str) -> str:
    return f"right with {option}: {_IN_FIXED_PASSES[option]}"


def _without_what_this_program_needs(walk: PassWalk, passes: GccPasses) -> GccPasses | None:
    """The control without the passes that only this program shows to be indispensable.

    None when the program is wrong in the same way without any pass: no pass that can be switched off is guilty.
    """
    case = walk.case
    names = [execution.pass_name for execution in passes.executions]

    def works(off: Sequence[str]) -> bool:
        return case.behaviour(case.subject, *disabling(off)) in (case.expected, walk.actual)

    if works(names):
        return None
    fixed = indispensable(names, works)
    if len(fixed) == len(names):
        return None
    extended = pass_list(passes.order, [*passes.fixed, *fixed])
    walk.control = extended
    return extended if walk.with_first(0) is Outcome.GOOD else None


@dataclass(frozen=True, slots=True)
class _GuiltyPass:
    """The pass called `name`, looked at with all passes past the first `index` switched off."""

    walk: PassWalk
    passes: GccPasses
    name: str
    index: int

    def refined(self, found: Attribution) -> Attribution:
        found = self._with_fixed_passes(self._with_repetition(found))
        functions = self._functions()
        narrowed: tuple[str, ...] = ()
        if functions:
            guilty, narrowed = self._guilty_functions(functions)
            found = replace(
                found,
                pass_unit=", ".join(guilty),
                function=_source_name(guilty[0]) if len(guilty) == 1 else None,
                culprits=(tuple(_source_name(name) for name in guilty),),
                commands=(*found.commands, self.walk.command(*narrowed, count=self.index)),
            )
            if len(guilty) == 1:
                found = self._with_dumps(found, guilty[0])
        return self._with_instance(found, narrowed)

    def _with_fixed_passes(self, found: Attribution) -> Attribution:
        """`found` with the passes that cannot be switched off and may be wrong, this one only showing it."""
        right = _options_in_fixed_passes(self.walk, self.index)
        notes = [f"{_told(option)} may be wrong; {self.name} then only shows it" for option in right]
        if self.walk.outcome(f"{_WRAPPING}, {self.walk.name(self.index)}", _WRAPPING, count=self.index) is Outcome.GOOD:
            earlier = f"an earlier pass may have made it overflow, and {self.name} then only relies on its not doing so"
            notes.append(f"right with {_WRAPPING}: signed arithmetic is involved; {earlier}")
            right.append(_WRAPPING)
        commands = [self.walk.command(option, count=self.index) for option in right]
        return replace(found, notes=(*found.notes, *notes), commands=(*found.commands, *commands))

    def _with_repetition(self, found: Attribution) -> Attribution:
        """Whether the program is right when only this pass is switched off."""
        alone = disabling([self.name])
        if self.walk.outcome(f"without {self.name} alone", *alone) is Outcome.GOOD:
            note = f"switching off {self.name} alone makes the program right"
        else:
            note = f"switching off {self.name} alone is not enough: a later pass does the same, or worse"
        return replace(found, notes=(*found.notes, note), commands=(*found.commands, self.walk.command(*alone)))

    # ------------------------------------------------------------------ functions

    def _functions(self) -> list[str]:
        """Assembler names of the functions that the pass ran on; empty for passes over the whole program."""
        if self.name.startswith("ipa-"):
            return []
        return list(dict.fromkeys(_DUMPED_FUNCTION.findall(self._dumps([self.name])[self.name])))

    def _guilty_functions(self, functions: Sequence[str]) -> tuple[list[str], tuple[str, ...]]:
        """The smallest set on which the pass must run for the divergence, and the options that leave out the others."""

        def narrowing(chosen: frozenset[int]) -> tuple[str, ...]:
            others = [name for index, name in enumerate(functions) if index not in chosen]
            return disabling([self.name], others) if others else ()

        def shows(chosen: frozenset[int]) -> bool:
            names = ",".join(functions[index] for index in sorted(chosen))
            return self.walk.outcome(f"{self.name} on {names}", *narrowing(chosen), count=self.index) is Outcome.BAD

        chosen = minimise(range(len(functions)), shows)
        return [functions[index] for index in chosen], narrowing(frozenset(chosen))

    # ------------------------------------------------------------------ instances

    def _with_instance(self, found: Attribution, narrowed: tuple[str, ...]) -> Attribution:
        """The one change of the pass that is wrong, where gcc counts such changes (`-fdbg-cnt`)."""
        case = self.walk.case
        counters = debug_counters(case.subject, case.source, case.shop.path(".o"), COMPILE_SECONDS)

        def right_with(limits: dict[str, int]) -> bool:
            words = ",".join(f"{name}:{limit}" for name, limit in limits.items())
            label = words if len(limits) == 1 else f"{len(limits)} debug counters at 0"
            return self.walk.outcome(label, *narrowed, f"-fdbg-cnt={words}", count=self.index) is Outcome.GOOD

        counter = _only_counter(counters, lambda names: right_with(dict.fromkeys(names, 0)))
        if counter is None:
            # gcc does not stand all counters at 0 together: those that are called like the pass are tried alone.
            related = [name for name in counters if _words(name) & _words(self.name)]
            counter = next((name for name in related if right_with({name: 0})), None)
        if counter is None:
            return replace(found, probes=tuple(self.walk.probes))
        limit = 1
        while limit < _MOST_INSTANCES and right_with({counter: limit}):
            limit *= 2
        low, high = limit // 2, limit
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if right_with({counter: middle}) else (low, middle)
        options = (*narrowed, f"-fdbg-cnt={counter}:{high - 1}")
        return replace(
            found,
            pass_instance=f"{counter}:{high}",
            probes=tuple(self.walk.probes),
            commands=(*found.commands, self.walk.command(*options, count=self.index)),
            notes=(*found.notes, f"change number {high} of gcc's debug counter {counter} is the wrong one"),
        )

    # ------------------------------------------------------------------ evidence

    def _dumps(self, names: Sequence[str]) -> dict[str, str]:
        """What gcc dumps behind each of these passes; empty where it dumps nothing."""
        case = self.walk.case
        paths: dict[str, Path] = {name: case.shop.path(".dump") for name in names}
        flags = [f"-fdump-{name}-lineno={path}" for name, path in paths.items()]
        flags = ["-w", "-g", "-S", *self.passes.options(self.index), *flags]
        case.subject.compile([case.source], case.shop.path(".s"), flags=flags, timeout=COMPILE_SECONDS)
        return {name: path.read_text(errors="replace") if path.exists() else "" for name, path in paths.items()}

    def _with_dumps(self, found: Attribution, function: str) -> Attribution:
        """The function behind the pass before and behind this one, compared."""
        kind = self.name.split("-")[0] + "-"
        at = list(self.passes.order).index(self.name)
        earlier = [name for name in self.passes.order[:at] if name.startswith(kind)][-_PREDECESSORS:]
        texts = self._dumps([*earlier, self.name])
        bodies = {name: _body(text, function) for name, text in texts.items()}
        after = bodies[self.name]
        previous = next((name for name in reversed(earlier) if bodies[name]), None)
        if previous is None or not after:
            return found
        rows, lines = _difference(bodies[previous], after, previous, self.name)
        dumping = (f"-fdump-{previous}-lineno=before", f"-fdump-{self.name}-lineno=after")
        return replace(
            found,
            evidence=cut("\n".join(rows)),
            candidate_lines=lines,
            line=lines[0] if len(lines) == 1 else None,
            commands=(*found.commands, self.walk.command("-g", *dumping, count=self.index)),
        )


def _only_counter(counters: Sequence[str], right_without: Callable[[Sequence[str]], bool]) -> str | None:
    """The counter that makes the program right when it stands at 0, found in halves; None when no single one does."""
    group = list(counters)
    if not group or not right_without(group):
        return None
    while len(group) > 1:
        middle = len(group) // 2
        half = next((part for part in (group[:middle], group[middle:]) if right_without(part)), None)
        if half is None:
            return None
        group = half
    return group[0]


def _words(name: str) -> set[str]:
    """What a name is made of, without numbers and the kind of pass."""
    return set(re.findall(r"[a-z]+", name)) - {"tree", "rtl", "ipa"}


def _source_name(assembler_name: str) -> str:
    """`f` for `f.constprop.0`: gcc's clones carry the name of what they were made from."""
    return assembler_name.split(".")[0]


def _body(dump: str, function: str) -> list[str]:
    """The part of a dump that shows one function's code."""
    parts = re.split(r"^;; Function ", dump, flags=re.MULTILINE)
    for part in reversed(parts[1:]):
        if f"({function}, " in part.split("\n", 1)[0]:
            rows = part.split("\n")[1:]
            head = re.compile(rf"\(note |.*\b{re.escape(_source_name(function))}\b[\w.]* \(.*\)$")
            start = next((index for index, row in enumerate(rows) if head.match(row)), 0)
            return [row for row in rows[start:] if row.strip()]
    return []


def _difference(
    before: list[str], after: list[str], name_before: str, name_after: str
) -> tuple[list[str], tuple[int, ...]]:
    """A unified diff without places in the source, and the source lines of what differs."""
    old, new = ([_NOISE.sub("", row) for row in rows] for rows in (before, after))
    lines: list[int] = []
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag != "equal":
            for row in (*after[k:m], *before[i:j]):
                # The last place on a row is the statement's; those before it belong to its operands.
                if places := _PLACE.findall(row):
                    line = int(places[0][0] or places[-1][1])
                    if line not in lines:
                        lines.append(line)
    return list(difflib.unified_diff(old, new, name_before, name_after, n=3, lineterm="")), tuple(lines)
