"""Decisions about partners: which state follows which event."""
