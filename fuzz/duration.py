"""Times on the command line: '90', '90s', '30m', '8h', '2d'."""

from __future__ import annotations

import re

import click

_UNITS = {"": 1.0, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}
_WORDS = re.compile(r"(\d+(?:\.\d+)?)([smhd]?)")


class Duration(click.ParamType[float]):
    """Converts to seconds."""

    name = "time"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """See click.ParamType. A number without a unit is in seconds."""
        if isinstance(value, int | float):
            return float(value)
        found = _WORDS.fullmatch(str(value))
        seconds = float(found[1]) * _UNITS[found[2]] if found else 0.0
        if seconds <= 0:
            self.fail(f"'{value}' is no time; say '90s', '30m', '8h' or '2d'", param, ctx)
        return seconds


DURATION = Duration()


def words_for(seconds: float) -> str:
    """A time for people: '42 s', '3 min 5 s', '8 h 20 min', '2 d 4 h'."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    if whole < 86400:
        return f"{whole // 3600} h {whole % 3600 // 60} min"
    return f"{whole // 86400} d {whole % 86400 // 3600} h"
