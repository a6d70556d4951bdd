"""Reduction: the smallest program that still diverges, for the same reason, and is still defined."""

from oracle.reduce.reduce import NotReducible, Reduced, reduce

__all__ = ["NotReducible", "Reduced", "reduce"]
