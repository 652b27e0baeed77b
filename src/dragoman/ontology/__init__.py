"""Ontologies of one's own: a YAML file of event types and marked examples in, a trained head out.

The head stands on the frozen encoder of the reader: two linear layers over the states that the
reader's own pass gives. Nothing here knows the reader; it takes and gives arrays and spans.
"""

from dragoman.ontology.find import head_path, open_codebook
from dragoman.ontology.head import Head, load_head, save_head
from dragoman.ontology.read import Example, Lesson, Mark, read_examples, read_lesson
from dragoman.ontology.training import Score, States, score, train

__all__ = [
    "Example",
    "Head",
    "Lesson",
    "Mark",
    "Score",
    "States",
    "head_path",
    "load_head",
    "open_codebook",
    "read_examples",
    "read_lesson",
    "save_head",
    "score",
    "train",
]
