"""Attribution of any compiler with a gcc-like command line: the pass where it has some, the function, the line."""

from __future__ import annotations

from oracle.bisect.attribution import Attribution, Stage
from oracle.bisect.case import Case, NotAttributable
from oracle.bisect.optimiser import optimiser_attribution


def attribution_of_any_compiler(case: Case) -> Attribution:
    """What can be said of a compiler whose stages are not open to us. Raises NotAttributable when it agrees."""
    actual = case.behaviour(case.subject)
    if actual == case.expected:
        raise NotAttributable("the subject's program behaves as the reference's does")
    if actual.failure is not None:
        from oracle.bisect.failures import attribution_of_failure

        return attribution_of_failure(case)
    found = optimiser_attribution(case, actual)
    if found is None:
        commands = (case.reference_command(), case.command(case.subject))
        return case.with_function_and_line(Attribution(Stage.UNKNOWN, commands=commands, notes=_level(case)))
    if found.pass_name is None or found.function is None:
        return case.with_function_and_line(found)
    if found.line is not None or not case.find_line:
        return found
    return case.with_traced_line(found)


def _level(case: Case) -> tuple[str, ...]:
    """Whether the subject is right when it is told not to optimise."""
    if not any(word.startswith("-O") and word != "-O0" for word in case.subject.command):
        return ()
    if case.behaviour(case.subject, "-O0") == case.expected:
        return ("right with -O0: an optimisation is wrong, or the code generator at this level",)
    return ("wrong with -O0 too: no optimisation is needed to show it",)
