"""Documents in, readings out: the learned reader, its runtime and nothing else.

The only door to onnxruntime. Weights are loaded by `Reader.load`, never at import.
"""

from dragoman.reader.reader import Reader
from dragoman.reader.relate import Pair, likeliest

__all__ = ["Pair", "Reader", "likeliest"]
