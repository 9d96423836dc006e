"""The commands, run by the project's own Python after the set-up."""

from __future__ import annotations

import argparse
import importlib
import os
import sys

from minishop.cli.words import Refusal, pick

_MODULES = {"up": "up", "demo": "demo", "test": "checks.run", "doctor": "doctor"}


def main(arguments: list[str]) -> int:
    """Runs one command and returns its exit code; a refusal is one sentence."""
    os.environ.setdefault("MINISHOP_MODE", "sandbox")
    command = arguments[0]
    # Each command loads only what it needs: a second start of `up` should not wait for a browser driver's import.
    module = importlib.import_module(f"minishop.cli.{_MODULES[command]}")
    parser = argparse.ArgumentParser(prog=f"minishop {command}")
    module.add_options(parser)
    try:
        return int(module.run(parser.parse_args(arguments[1:])))
    except Refusal as refusal:
        sys.stderr.write(f"minishop: {refusal}\n")
        return 1
    except KeyboardInterrupt:
        sys.stderr.write(pick("\n중단했습니다.\n", "\nStopped.\n"))
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
