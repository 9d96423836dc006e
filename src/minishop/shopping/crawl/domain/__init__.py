"""Decisions about feeds: how they are read, when they are fetched, what a failure means."""
