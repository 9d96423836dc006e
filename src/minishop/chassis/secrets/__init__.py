"""Secrets: which ones a service is told, how good they must be, and how those of others are kept (decision 0019)."""
