"""Words that point to danger: to oneself, to a child, from somebody. An aid that misses much, and no safety net.

Nothing here scores, labels or remembers anybody: a text goes in, yes or no comes out. docs/danger.md has the figures.
"""

from domain.danger.rules import points_to_danger

__all__ = ["points_to_danger"]
