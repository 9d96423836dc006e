"""Benchmarks: what a thing costs in CPU of all processes, beside a baseline measured in the same run. ``./minishop bench``."""
