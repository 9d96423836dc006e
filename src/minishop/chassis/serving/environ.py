"""The WSGI environment of an ASGI request, as the framework's synchronous handler reads it."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote_to_bytes

_FIXED = {
    "GATEWAY_INTERFACE": "CGI/1.1",
    "SERVER_SOFTWARE": "Minishop",
    "SCRIPT_NAME": "",
    "wsgi.errors": sys.stderr,
    "wsgi.version": (1, 0),
    "wsgi.multithread": True,
    "wsgi.multiprocess": False,
    "wsgi.run_once": False,
    "wsgi.input_terminated": True,
}
_BARE = {"CONTENT_TYPE", "CONTENT_LENGTH"}


def environ_of(scope: Mapping[str, Any], body: object, size: int) -> dict[str, Any]:
    """``body`` is read, and ``size`` bytes long, whatever the header says of its transfer."""
    server, client = scope["server"] or ("", ""), scope["client"] or ("", "")
    environ: dict[str, Any] = {
        **_FIXED,
        "REQUEST_METHOD": scope["method"],
        "PATH_INFO": unquote_to_bytes(scope["raw_path"].partition(b"?")[0]).decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "SERVER_NAME": str(server[0]),
        "SERVER_PORT": str(server[1]),
        "REMOTE_ADDR": str(client[0]),
        "REMOTE_PORT": str(client[1]),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.input": body,
    }
    _add_headers(environ, scope["headers"])
    environ.pop("HTTP_TRANSFER_ENCODING", None)
    if size or "CONTENT_LENGTH" in environ:
        environ["CONTENT_LENGTH"] = str(size)
    return environ


def _add_headers(environ: dict[str, Any], headers: list[tuple[bytes, bytes]]) -> None:
    for raw_name, raw_value in headers:
        # ``X_Forwarded_For`` would read as ``X-Forwarded-For``, which only a proxy may say.
        if b"_" in raw_name:
            continue
        name, value = raw_name.decode("latin-1").upper().replace("-", "_"), raw_value.decode("latin-1")
        key = name if name in _BARE else f"HTTP_{name}"
        if key in environ:
            value = f"{environ[key]}{'; ' if key == 'HTTP_COOKIE' else ','}{value}"
        environ[key] = value
