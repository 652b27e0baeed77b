"""A picture in, PNG out; needs Pillow (the extra `[plot]`)."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from dragoman.errors import PartError
from dragoman.views.picture import Box, Path, Picture, Words
from dragoman.views.svg import COLOURS, LINES, SIZES

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw

_SHARPNESS = 2  # pixels of the file for one of the picture: screens of our day have as many
_ANCHORS = {"start": "ls", "middle": "ms", "end": "rs"}


def png(picture: Picture) -> bytes:
    """Paint a picture, in the light colours. Raises PartError where Pillow is not there."""
    try:
        from PIL import Image, ImageDraw
    except ImportError as error:
        raise PartError("PNG needs Pillow: pip install 'dragoman[plot]'") from error
    size = (picture.width * _SHARPNESS, picture.height * _SHARPNESS)
    image = Image.new("RGB", size, COLOURS["paper"][0])
    _paint(picture, ImageDraw.Draw(image))
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def _paint(picture: Picture, pen: ImageDraw) -> None:
    from PIL import ImageFont

    for shape in picture.shapes:
        colour = COLOURS[shape.look][0]
        match shape:
            case Box(_, x, y, width, height):
                if width and height:
                    ends = [n * _SHARPNESS for n in (x, y, x + width, y + height)]
                    pen.rectangle(ends, fill=colour)
            case Path(look, points):
                line = [(x * _SHARPNESS, y * _SHARPNESS) for x, y in points]
                pen.line(line, fill=colour, width=round(LINES[look] * _SHARPNESS), joint="curve")
            case Words(look, x, y, text, anchor):
                font = ImageFont.load_default(SIZES[look] * _SHARPNESS)
                at = (x * _SHARPNESS, y * _SHARPNESS)
                pen.text(at, text, fill=colour, font=font, anchor=_ANCHORS[anchor])
