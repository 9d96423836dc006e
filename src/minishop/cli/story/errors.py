"""How a story goes wrong."""

from __future__ import annotations


class Unexpected(Exception):
    """A page was not what the story needs; the message says which and what it said instead."""


class Unreachable(Exception):
    """A service did not answer, or answered that it is broken: a person would reload."""
