"""A picture in, SVG out: one file that asks for nothing, in the reader's light or dark."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dragoman.safe import h
from dragoman.views.picture import Box, Path, Picture, Words

# Light and dark of each look; the faces' own hues.
COLOURS: Mapping[str, tuple[str, str]] = {
    "paper": ("#fbfaf7", "#171614"),
    "grid": ("#e2ddd3", "#383530"),
    "axis": ("#1d1c1a", "#e9e5dc"),
    "cooperation": ("#0d6b62", "#5cc4b4"),
    "conflict": ("#ad2f24", "#f08a7b"),
    "few-cooperation": ("#8fbcb6", "#2f6a61"),
    "few-conflict": ("#dba39d", "#8a4a41"),
    "whisker": ("#1d1c1a", "#e9e5dc"),
    "balance": ("#5a4a91", "#b3a4ea"),
    "read": ("#c9c3b6", "#57524a"),
    "title": ("#1d1c1a", "#e9e5dc"),
    "text": ("#1d1c1a", "#e9e5dc"),
    "soft": ("#6a665f", "#a19b90"),
    "number": ("#6a665f", "#a19b90"),
}
SIZES = {"title": 22, "text": 15, "soft": 13, "number": 12}
LINES = {"grid": 1.0, "axis": 1.2, "whisker": 1.0, "balance": 2.0}


def svg(picture: Picture, *, name: str = "index", styled: bool = True) -> str:
    """Write a picture as SVG.

    `name` begins its ids: two pictures on one page have two names. Without `styled` the page has
    its style (`STYLE`) already.
    """
    body = "".join(_shapes(picture))
    style = f"<style>{STYLE}</style>" if styled else ""
    box = f"0 {picture.top} {picture.width} {picture.height - picture.top}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="picture" viewBox="{box}" role="img" '
        f'aria-labelledby="{name}-title {name}-words">'
        f'<title id="{name}-title">{h(picture.title)}</title>'
        f'<desc id="{name}-words">{h(picture.words)}</desc>'
        f"{style}{body}</svg>\n"
    )


def _style() -> str:
    light = "".join(f"--{look}:{a};" for look, (a, _) in COLOURS.items())
    dark = "".join(f"--{look}:{b};" for look, (_, b) in COLOURS.items())
    rules = [
        f".picture{{{light}font-family:Inter,'Segoe UI','Helvetica Neue',Arial,sans-serif}}",
        f"@media (prefers-color-scheme:dark){{.picture{{{dark}}}}}",
        ".picture polyline{fill:none;stroke-linejoin:round}",
    ]
    for look in COLOURS:
        if look in SIZES:
            weight = "font-weight:600;" if look == "title" else ""
            rules.append(
                f".picture .{look}{{fill:var(--{look});font-size:{SIZES[look]}px;{weight}}}"
            )
        elif look in LINES:
            rules.append(f".picture .{look}{{stroke:var(--{look});stroke-width:{LINES[look]}}}")
        else:
            rules.append(f".picture .{look}{{fill:var(--{look})}}")
    return "".join(rules)


def _shapes(picture: Picture) -> Iterator[str]:
    for shape in picture.shapes:
        match shape:
            case Box(look, x, y, width, height, words):
                told = f"<title>{h(words)}</title>" if words else ""
                yield (
                    f'<rect class="{look}" x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" '
                    f'height="{height:.1f}">{told}</rect>'
                )
            case Path(look, points):
                line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
                yield f'<polyline class="{look}" points="{line}"/>'
            case Words(look, x, y, text, anchor):
                yield (
                    f'<text class="{look}" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">'
                    f"{h(text)}</text>"
                )


STYLE = _style()
