"""What stands between the server and the pages: bodies, threads, answers (docs/decisions/0016-what-nothing-freezes.md).

``limits``, ``intake`` and ``pools`` know no protocol: they read a body from any source of pieces and run any piece of work. ``door`` is where
ASGI meets them; a door for another interface would stand beside it.
"""
