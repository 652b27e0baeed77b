"""The picture of an index: points in, shapes out (`svg` and `png` write them).

Cooperation stands above the line, conflict below it, the balance goes through both; intervals are
whiskers. Below stand the number of happenings of each period and how many documents it rests on.
Nothing hangs on colour alone: up is cooperation, down is conflict, and both are written.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10
from typing import Literal

from dragoman.views.index import Index, Point

WIDTH, HEIGHT = 960, 496
_LEFT, _RIGHT, _TOP, _BASE = 64, 24, 92, 356
_STRIP, _STRIP_HEIGHT = 412, 36
_NARROWEST_WITH_WHISKERS = 5.0
_NARROWEST_WITH_NUMBER = 15.0
_CHARACTER = 7.0  # pixels of a digit at 12 px

Look = Literal[
    "paper", "grid", "axis", "cooperation", "conflict", "few-cooperation", "few-conflict",
    "whisker", "balance", "read", "title", "text", "soft", "number",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Box:
    """A filled rectangle, pixels from the upper left corner; `words` is what it says when asked."""

    look: Look
    x: float
    y: float
    width: float
    height: float
    words: str = ""


@dataclass(frozen=True, slots=True)
class Path:
    """A line through points."""

    look: Look
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Words:
    """A line of text; `anchor` says which part of it stands at `x`; `y` is its baseline."""

    look: Look
    x: float
    y: float
    text: str
    anchor: Literal["start", "middle", "end"] = "start"


Shape = Box | Path | Words


@dataclass(frozen=True, slots=True)
class Picture:
    """Shapes on a sheet, and a sentence that says what they show; above `top` it is empty."""

    width: int
    height: int
    title: str
    words: str
    shapes: tuple[Shape, ...]
    top: int = 0


def draw(index: Index, *, width: int = WIDTH, headed: bool = True) -> Picture:
    """Draw an index, `width` pixels wide; without its heading for a page that has one."""
    title = heading(index)
    shapes = tuple(_shapes(index, width, title if headed else None))
    top = 0 if headed else _TOP - 28
    return Picture(width, HEIGHT, title, _summary(index), shapes, top)


def heading(index: Index) -> str:
    """Return what an index is of: `China and Cuba, by month`."""
    if index.other is None:
        sides = f"{index.one.name} and everyone else"
        sides = f"{index.one.name} toward everyone else" if index.directed else sides
    else:
        word = "toward" if index.directed else "and"
        sides = f"{index.one.name} {word} {index.other.name}"
    return f"{sides}, by {index.by}"


def _summary(index: Index) -> str:
    happenings = sum(point.happenings for point in index.points)
    documents = sum(point.documents for point in index.points)
    return (
        f"Points of cooperation and conflict for each document that mentions them: {happenings} "
        f"happenings, {documents} documents"
    )


def _shapes(index: Index, width: int, title: str | None) -> Iterator[Shape]:
    if title is not None:
        yield Box("paper", 0, 0, width, HEIGHT)
        yield Words("title", _LEFT, 36, title)
        yield Words("soft", _LEFT, 58, _summary(index))
    points = index.points
    if not points:
        yield Words("text", width / 2, HEIGHT / 2, "No document mentions them.", "middle")
        return
    right = width - _RIGHT
    scale = _Scale(points, right)
    yield from scale.grid()
    step = (right - _LEFT) / len(points)
    bar = max(0.8, min(44.0, step * 0.62))
    for number, point in enumerate(points):
        yield from _bars(point, _LEFT + (number + 0.5) * step, bar, scale)
    yield from _balance(points, step, scale)
    yield Path("axis", ((_LEFT, scale.at(0)), (right, scale.at(0))))
    yield from _below(points, step, bar)


class _Scale:
    """Where a value stands, between the highest bar and the lowest."""

    def __init__(self, points: Sequence[Point], right: float) -> None:
        self._right = right
        up = max((p.cooperation or 0.0 for p in points), default=0.0)
        down = max((p.conflict or 0.0 for p in points), default=0.0)
        # Whiskers of a few happenings may be very long: they are cut at twice the highest bar.
        most = 1.6 * max(up, down)
        high = [p.cooperation_interval[1] for p in points if p.cooperation_interval]
        low = [p.conflict_interval[1] for p in points if p.conflict_interval]
        up = max([up, *(min(most, value) for value in high)])
        down = max([down, *(min(most, value) for value in low)])
        self.step = _nice((up + down) / 5 or 1.0)
        self.top = max(1, ceil(up / self.step - 1e-9)) * self.step
        self.bottom = -max(1, ceil(down / self.step - 1e-9)) * self.step

    def at(self, value: float) -> float:
        kept = min(self.top, max(self.bottom, value))
        return _TOP + (self.top - kept) / (self.top - self.bottom) * (_BASE - _TOP)

    def grid(self) -> Iterator[Shape]:
        count = round((self.top - self.bottom) / self.step)
        for number in range(count + 1):
            value = self.top - number * self.step
            y = self.at(value)
            yield Path("grid", ((_LEFT, y), (self._right, y)))
            yield Words("number", _LEFT - 8, y + 4, f"{abs(value):g}", "end")
        yield Words("soft", _LEFT, _TOP - 10, "cooperation, upward")
        yield Words("soft", self._right, _TOP - 10, "conflict, downward", "end")


def _nice(step: float) -> float:
    size = 10.0 ** floor(log10(step))
    return next(size * factor for factor in (1, 2, 5, 10) if size * factor >= step)


def _bars(point: Point, x: float, width: float, scale: _Scale) -> Iterator[Shape]:
    if point.cooperation is None or point.conflict is None:
        return
    words = (
        f"{point.period}: cooperation {point.cooperation:g}, conflict {point.conflict:g}, "
        f"{point.happenings} happenings, {point.documents} documents"
    )
    zero = scale.at(0)
    for look, value, interval in (
        ("cooperation", point.cooperation, point.cooperation_interval),
        ("conflict", point.conflict, point.conflict_interval),
    ):
        sign = 1 if look == "cooperation" else -1
        if not value or interval is None:
            continue
        y = scale.at(sign * value)
        kind: Look = f"few-{look}" if point.few else look  # type: ignore[assignment]
        yield Box(kind, x - width / 2, min(y, zero), width, abs(y - zero), words)
        if width >= _NARROWEST_WITH_WHISKERS:
            ends = [scale.at(sign * end) for end in interval]
            yield Path("whisker", ((x, ends[0]), (x, ends[1])))
            for end in ends:
                yield Path("whisker", ((x - 3, end), (x + 3, end)))


def _balance(points: Sequence[Point], step: float, scale: _Scale) -> Iterator[Shape]:
    """Draw the balance, broken where nothing was read."""
    line: list[tuple[float, float]] = []
    for number, point in enumerate(points):
        if point.balance is None:
            if len(line) > 1:
                yield Path("balance", tuple(line))
            line = []
        else:
            line.append((_LEFT + (number + 0.5) * step, scale.at(point.balance)))
    if len(line) > 1:
        yield Path("balance", tuple(line))


def _below(points: Sequence[Point], step: float, width: float) -> Iterator[Shape]:
    """Draw the periods' names, the numbers of happenings, and the documents that mention both."""
    longest = max(len(point.period) for point in points) * _CHARACTER + 12
    every = max(1, ceil(longest / step))
    most = max(1, *(point.documents for point in points))
    yield Words("soft", _LEFT, HEIGHT - 26, "line: balance; pale: fewer than 5 happenings;")
    told = f"grey: documents that mention them, at most {most}"
    yield Words("soft", _LEFT, HEIGHT - 8, told)
    for number, point in enumerate(points):
        x = _LEFT + (number + 0.5) * step
        if number % every == 0:
            yield Words("number", x, _BASE + 20, point.period, "middle")
        if step >= _NARROWEST_WITH_NUMBER and point.happenings:
            yield Words("number", x, _BASE + 38, str(point.happenings), "middle")
        height = _STRIP_HEIGHT * point.documents / most
        if height:
            words = f"{point.period}: {point.documents} of {point.read} documents"
            y = _STRIP + _STRIP_HEIGHT - height
            yield Box("read", x - width / 2, y, width, height, words)
    if step >= _NARROWEST_WITH_NUMBER:
        yield Words("soft", _LEFT - 8, _BASE + 38, "count", "end")
