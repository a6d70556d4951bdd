"""Small plots as inline SVG: no script, no library, readable in light and dark."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor, log10

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

_WIDTH, _HEIGHT = 900.0, 240.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 64.0, 12.0, 10.0, 30.0
_TICKS = 5


@dataclass(frozen=True, slots=True)
class Series:
    """One line of a plot: (seconds, value), by time."""

    name: str
    points: Sequence[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class _Shape:
    name: str
    kind: str
    path: str


def area_plot(series: Sequence[Series], unit: str) -> Markup:
    """Series stacked on each other; all have the same times."""
    below = [0.0] * len(series[0].points)
    stacked = []
    for one in series:
        above = [base + value for base, (_, value) in zip(below, one.points, strict=True)]
        stacked.append((one, below, above))
        below = above
    right, top = _extent([time for time, _ in series[0].points], below)
    shapes = []
    for one, low, high in stacked:
        times = [time for time, _ in one.points]
        outline = [*zip(times, high, strict=True), *reversed(list(zip(times, low, strict=True)))]
        shapes.append(_Shape(one.name, _kind(one.name), _path(outline, right, top) + "Z"))
    return _svg(shapes, right, top, unit, filled=True)


def line_plot(series: Sequence[Series], unit: str) -> Markup:
    """Series as lines over each other."""
    right, top = _extent([t for one in series for t, _ in one.points], [v for one in series for _, v in one.points])
    shapes = [_Shape(one.name, _kind(one.name), _path(one.points, right, top)) for one in series]
    return _svg(shapes, right, top, unit, filled=False)


def _kind(name: str) -> str:
    """The CSS class: letters and hyphens."""
    return "plot-" + "".join(c if c.isalnum() else "-" for c in name)


def _extent(times: Sequence[float], values: Sequence[float]) -> tuple[float, float]:
    return max(times, default=0.0) or 1.0, max(values, default=0.0) or 1.0


def _path(points: Sequence[tuple[float, float]], right: float, top: float) -> str:
    return "M" + "L".join(f"{_x(time, right):.1f} {_y(value, top):.1f}" for time, value in points)


def _x(time: float, right: float) -> float:
    return _LEFT + time / right * (_WIDTH - _LEFT - _RIGHT)


def _y(value: float, top: float) -> float:
    return _HEIGHT - _BOTTOM - value / top * (_HEIGHT - _TOP - _BOTTOM)


def _ticks(end: float) -> list[float]:
    """Round numbers from 0 to `end`, about five of them."""
    raw = end / _TICKS
    unit = 10.0 ** floor(log10(raw))
    step = next(factor * unit for factor in (1, 2, 5, 10) if factor * unit >= raw * 0.999)
    return [number * step for number in range(int(end / step + 1e-9) + 1)]


def _time_unit(right: float) -> tuple[float, str]:
    """Seconds per unit, and its name."""
    return next(
        ((size, name) for size, name in ((86400.0, "d"), (3600.0, "h"), (60.0, "min")) if right >= 3 * size), (1.0, "s")
    )


def _svg(shapes: Sequence[_Shape], right: float, top: float, unit: str, *, filled: bool) -> Markup:
    size, name = _time_unit(right)
    environment = Environment(loader=PackageLoader("fuzz.report"), autoescape=True, undefined=StrictUndefined)
    text = environment.get_template("plot.svg").render(
        shapes=shapes,
        filled=filled,
        unit=unit,
        time_unit=name,
        width=_WIDTH,
        height=_HEIGHT,
        left=_LEFT,
        right=_WIDTH - _RIGHT,
        bottom=_HEIGHT - _BOTTOM,
        across=[(_x(tick * size, right), f"{tick:g}") for tick in _ticks(right / size)],
        up=[(_y(tick, top), f"{tick:g}") for tick in _ticks(top)],
    )
    return Markup(text)  # the template escapes what it is given
