"""A reading in, claims out: who every party is, when and where every act was."""

from dragoman.resolve.knowing import Knowing
from dragoman.resolve.story.tell import resolve

__all__ = ["Knowing", "resolve"]
