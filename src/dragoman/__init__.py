"""Dragoman: news about states in, cited records out."""

__version__ = "0.1.0"
