"""Every error that Dragoman raises: one tree, to be caught as wide or as narrow as one likes.

    DragomanError
    ├── InputError                 this item cannot be read; the next one can
    │   ├── FetchError             a URL did not give a page (refused, slow, large, not allowed)
    │   ├── FormatError            bytes or JSON in no shape that we know
    │   ├── NotNewsError           nothing in it reads as a story
    │   ├── LanguageError          a language that the reader has not learned
    │   └── DefectError            reading it met an unexpected exception: a defect of ours
    ├── UsageError                 the call's own words are wrong
    └── PartError                  a part of the installation is missing or damaged (model, ledger)

A message says what failed, on which item, and what to do.
"""

from __future__ import annotations


class DragomanError(Exception):
    """The root of the tree; `exit_code` is what the command line ends with."""

    exit_code = 1


class InputError(DragomanError):
    """An item that cannot be read. `item` names it: a path, a URL, `path:line`, `stdin`."""

    def __init__(self, item: str, reason: str) -> None:
        super().__init__(f"{item}: {reason}")
        self.item = item
        self.reason = reason

    def __reduce__(self) -> tuple[type[InputError], tuple[str, str]]:
        """Cross a process boundary whole: the default would call the class with the message."""
        return type(self), (self.item, self.reason)


class FetchError(InputError):
    """A URL that did not give a page."""


class FormatError(InputError):
    """Bytes, markup or JSON in no shape that intake knows."""


class NotNewsError(InputError):
    """Input in which no story text was found."""


class LanguageError(InputError):
    """A story in a language that the reader has not learned."""


class DefectError(InputError):
    """An item whose reading met an unexpected exception; it is the error's `__cause__`."""


class UsageError(DragomanError):
    """A call with wrong arguments."""

    exit_code = 2


class PartError(DragomanError):
    """A missing or damaged part: the model's weights, a data file, a ledger."""

    exit_code = 3


class EvidenceError(DragomanError):
    """A span whose text is not what the document holds there: a defect, never stored."""
