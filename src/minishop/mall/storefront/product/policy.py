"""What a page with a seller's description may show beside our own files: pictures of other hosts, known players, and styles on elements.

Which styles there are ``catalog.domain.styles`` decides; pictures of other hosts stay where they are only until they are fetched.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from csp.decorators import csp_update

from minishop.mall.catalog.domain.videos import VIDEO_HOSTS

View = TypeVar("View", bound=Callable[..., Any])
POLICY = {
    "img-src": ["https:"],
    "frame-src": [f"https://{host}" for host in VIDEO_HOSTS],
    "style-src-attr": ["'unsafe-inline'"],
}


def with_description(view: View) -> View:
    """Declares that what a view answers carries a seller's description."""
    return cast("View", csp_update(POLICY)(view))
