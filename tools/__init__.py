"""Checks of house rules that no linter knows. Each runs alone, and all run in ``./minishop test``."""
