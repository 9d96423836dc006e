"""``python -m tests.chaos.walking SEED DONE [once]``, run at the hub of a running system: lets ``deeds`` loose on its paid orders."""

from __future__ import annotations

import sys

import django

if __name__ == "__main__":
    django.setup()
    from tests.chaos.deeds import main

    main(*sys.argv[1:])
