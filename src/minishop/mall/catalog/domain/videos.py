"""영상: whose players may stand in a description. The storefront's policy lets pages of these hosts be shown, and no others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

# By host, the path that every video of theirs begins with.
VIDEO_HOSTS: Final[Mapping[str, str]] = {
    "www.youtube.com": "/embed/",
    "www.youtube-nocookie.com": "/embed/",
    "player.vimeo.com": "/video/",
    "tv.naver.com": "/embed/",
}
_SAME_HOST = {
    "youtube.com": "www.youtube.com",
    "m.youtube.com": "www.youtube.com",
    "youtube-nocookie.com": "www.youtube-nocookie.com",
}
# What every player is shown with, whatever was said of it.
PLAYER: Final[Mapping[str, str]] = {
    "allowfullscreen": "",
    "loading": "lazy",
    "referrerpolicy": "strict-origin-when-cross-origin",
    "sandbox": "allow-scripts allow-same-origin allow-presentation allow-popups",
}


def video_address(address: str) -> str:
    """The address of a known player, by https; empty for any other page."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return ""
    host = _SAME_HOST.get(parts.netloc.lower(), parts.netloc.lower())
    if parts.scheme not in ("", "http", "https") or host not in VIDEO_HOSTS or not parts.path.startswith(VIDEO_HOSTS[host]):
        return ""
    return parts._replace(scheme="https", netloc=host).geturl()
