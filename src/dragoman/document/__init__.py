"""Documents from articles: the story's text, paragraphs, sentences, date and language."""

from dragoman.document.make import make

__all__ = ["make"]
