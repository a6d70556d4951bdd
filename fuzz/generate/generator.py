"""From a seed to a C program and what it prints."""

from __future__ import annotations

from dataclasses import dataclass

from fuzz.generate import program as p
from fuzz.generate.context import Context
from fuzz.generate.declarations import Declarations
from fuzz.generate.dice import Dice
from fuzz.generate.expressions import Expressions
from fuzz.generate.features import TINY, Feature, Policy, Selection, draw_policy
from fuzz.generate.functions import Functions
from fuzz.generate.interpreter import Interpreter
from fuzz.generate.machine import BrokenProgramError, BudgetExceededError, Run
from fuzz.generate.printer import print_program
from fuzz.generate.repair import Repair
from fuzz.generate.reports import Reports
from fuzz.generate.sequencing import separate_side_effects
from fuzz.generate.statements import Statements

GENERATOR_VERSION = 6
"""Rises whenever the same seed gives another program: seeds of ledgers are comparable within one version."""

_BUDGET = 12_000
_RUNS = 40
_ATTEMPTS = 50
_SHORT_ATTEMPTS = 25
"""How many programs are drawn for a target under 40 lines before one is taken that is much longer."""


@dataclass(frozen=True, slots=True)
class GeneratedProgram:
    """A program, its standard output (the exit status is 0), and what it was drawn from."""

    seed: int
    text: str
    expected_output: bytes
    policy: Policy
    steps: int
    """How many statements it executes."""
    runs: int
    """How often it was interpreted until nothing was left to repair."""
    attempts: int


def generate(seed: int, target_lines: int = 100, selection: Selection | None = None) -> GeneratedProgram:
    """The program of a seed (and of the features that are asked for): the same bytes on every machine.

    Its behaviour is fully defined for gcc on x86-64 Linux; `expected_output` is exact.
    """
    for attempt in range(_ATTEMPTS):
        dice = Dice(seed * _ATTEMPTS + attempt)
        policy = draw_policy(dice, target_lines, selection)
        try:
            program = _draw(dice, policy)
            if target_lines < TINY and attempt < _SHORT_ATTEMPTS and _lines(program) > target_lines * 4 // 3:
                continue
            separate_side_effects(program, Repair(dice))
            run, runs = _settle(program, dice)
        except (BrokenProgramError, BudgetExceededError):
            continue
        output = "".join(line + "\n" for line in [*run.output, f"checksum {run.checksum:x}"])
        return GeneratedProgram(seed, print_program(program), output.encode(), policy, run.steps, runs, attempt + 1)
    raise RuntimeError(f"seed {seed} gives no program in {_ATTEMPTS} attempts: a bug of the generator")


def policy_of(seed: int, target_lines: int = 100, selection: Selection | None = None) -> Policy:
    """What the program of a seed is drawn from, at the price of a few dice: that of its first attempt.

    One program in fifty needs another attempt, and has another policy. Of those under 40 lines most do: they are made.
    """
    if target_lines < TINY:
        return generate(seed, target_lines, selection).policy
    return draw_policy(Dice(seed * _ATTEMPTS), target_lines, selection)


class Sizes:
    """How much of everything a program of so many lines has."""

    def __init__(self, lines: int) -> None:
        scale = max(lines, 20) / 100
        self.globals = max(1, round(4 * scale))
        self.functions = max(2, round(2.5 * scale))
        """One more than the greatest number of functions."""
        self.statements = (1, 2) if lines < 80 else (2, 5)
        """Least and greatest number of statements of a function, nested ones not counted."""
        self.least = 3 if lines < TINY else 6 if lines < 80 else 25
        """Least number of lines of main before its last checks."""


def _draw(dice: Dice, policy: Policy) -> p.Program:
    context = Context(dice, policy)
    context.program.infinities = policy.has(Feature.INFINITIES)
    expressions = Expressions(context)
    declarations = Declarations(context, expressions)
    statements = Statements(context, expressions, declarations)
    functions = Functions(context, expressions, declarations, statements)
    declarations.types()
    if policy.has(Feature.VARIADIC) and policy.has(Feature.STRUCT_ARGUMENTS):
        declarations.variadic_records()
    sizes = Sizes(policy.lines)
    for record in context.records:
        if dice.chance(70 if policy.lines >= 80 else 50):
            declarations.global_variable(record)
    for _ in range(dice.between(1, sizes.globals)):
        declarations.global_variable()
    wanted = dice.below(sizes.functions)
    while len(context.functions) < wanted:
        functions.family(dice.between(*sizes.statements))
    so_far = Reports(context, expressions).lines_so_far()
    functions.main(max(round(policy.lines * 0.9) - so_far, sizes.least))
    return context.program


def _lines(program: p.Program) -> int:
    """How long the program is, but for repairs. Its helpers alone take between 5 and 40 lines."""
    return print_program(program).count("\n")


def _settle(program: p.Program, dice: Dice) -> tuple[Run, int]:
    """Run and repair until one whole run needed no repair that came too late."""
    repair = Repair(dice)
    for number in range(1, _RUNS + 1):
        interpreter = Interpreter(program, repair, number, _BUDGET)
        try:
            run = interpreter.execute()
        except BudgetExceededError:
            _drop(program, interpreter.run.main_statement)
            continue
        if not run.stale:
            return run, number
    raise BudgetExceededError


def _drop(program: p.Program, at: int) -> None:
    """Take the statement of main that ran out of the budget away."""
    statement = program.main.body[at]
    if isinstance(statement, p.Declare | p.Label):
        raise BudgetExceededError
    program.main.body[at] = p.Block([])
