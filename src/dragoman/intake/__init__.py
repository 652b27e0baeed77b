"""Articles from files, folders, standard input and URLs, in the forms that news comes in."""

from dragoman.intake.limits import Limits
from dragoman.intake.read import article_from_text, articles

__all__ = ["Limits", "article_from_text", "articles"]
