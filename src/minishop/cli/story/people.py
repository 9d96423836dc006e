"""How a person uses pages. The story knows only this; it is played by plain HTTP or by a real browser."""

from __future__ import annotations

from dataclasses import dataclass
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlencode, urljoin, urlsplit

import httpx2

from minishop.cli.story.errors import Unexpected, Unreachable
from minishop.cli.story.pages import Form, Page, Value

_MOST_REDIRECTS = 12
_TIMEOUT = 20.0


@dataclass(frozen=True)
class Attachment:
    """A file that a person picks in a form."""

    name: str
    content: bytes
    kind: str

    def saved_in(self, folder: Path) -> Path:
        """The file on disk, for a browser that wants a path."""
        path = folder / self.name
        path.write_bytes(self.content)
        return path


class Person(Protocol):
    """Someone at a browser."""

    page: Page

    def open(self, url: str) -> Page:
        """Goes to an address."""

    def send(
        self, form: Form, values: dict[str, Value] | None = None, *, files: dict[str, Attachment] | None = None, button: str = ""
    ) -> Page:
        """Fills a form of the page and presses a button of it: the one whose words contain ``button``, by default the first."""

    def press_checkout_button(self) -> Page:
        """Presses the Checkout button of a shop's page and lands on the order sheet, or on the login before it."""

    def leave(self) -> None:
        """Closes the browser."""


class PlainPerson:
    """A person without a browser: real forms over plain HTTP, cookies kept by host, redirects followed."""

    def __init__(self) -> None:
        self.page = Page("about:blank", 0, "")
        self._cookies: dict[str, dict[str, str]] = {}
        # ``*.localhost`` is this machine whatever the resolver says, as in a browser.
        self._client = httpx2.Client(follow_redirects=False, trust_env=False, timeout=_TIMEOUT)

    def open(self, url: str) -> Page:
        """Goes to an address; raises Unreachable when it cannot be reached or is broken."""
        return self._go("GET", url)

    def send(
        self, form: Form, values: dict[str, Value] | None = None, *, files: dict[str, Attachment] | None = None, button: str = ""
    ) -> Page:
        """Fills and sends a form; raises Unexpected for a field or button that is not there."""
        fields = [*form.filled(values or {}), *_pressed(form, button)]
        for name in files or {}:
            form.field(name)
        if form.method == "get":
            query = urlencode(fields)
            return self._go("GET", f"{form.action.partition('?')[0]}?{query}")
        return self._go("POST", form.action, fields=fields, files=files)

    def press_checkout_button(self) -> Page:
        """Sends the form that stands behind the button for whoever has no script."""
        return self.send(self.page.form("/checkout/"))

    def leave(self) -> None:
        """Closes the connections."""
        self._client.close()

    def _go(
        self, method: str, url: str, *, fields: list[tuple[str, str]] | None = None, files: dict[str, Attachment] | None = None
    ) -> Page:
        for _ in range(_MOST_REDIRECTS):
            response = self._request(method, url, fields=fields, files=files)
            location = response.headers.get("location", "")
            if response.status_code not in (301, 302, 303, 307, 308) or not location:
                return self._arrive(url, response)
            self.page = Page(url, response.status_code, "")
            url = urljoin(url, location)
            if response.status_code not in (307, 308):
                method, fields, files = "GET", None, None
        raise Unexpected(f"too many redirects, the last to {url}")

    def _arrive(self, url: str, response: httpx2.Response) -> Page:
        if response.status_code >= 500:
            raise Unreachable(f"{url} answered {response.status_code}")
        is_text = response.headers.get("content-type", "text/html").startswith(("text/", "application/json"))
        self.page = Page(url, response.status_code, response.text if is_text else "")
        return self.page

    def _request(
        self, method: str, url: str, *, fields: list[tuple[str, str]] | None, files: dict[str, Attachment] | None
    ) -> httpx2.Response:
        parts = urlsplit(url)
        host = parts.hostname or ""
        local = host == "localhost" or host.endswith(".localhost")
        port = f":{parts.port}" if parts.port else ""
        target = parts._replace(netloc=f"127.0.0.1{port}", fragment="").geturl() if local else url
        jar = self._cookies.setdefault(host, {})
        headers = {"Host": parts.netloc, "Accept": "text/html", "Accept-Language": "ko", "User-Agent": "Minishop demo"}
        if jar:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in jar.items())
        if method == "POST":
            here = urlsplit(self.page.url)
            headers |= {"Origin": f"{here.scheme}://{here.netloc}", "Referer": self.page.url}
        try:
            response = self._client.request(method, target, headers=headers, **_body(fields, files))
        except httpx2.HTTPError as error:
            raise Unreachable(f"{url}: {error or type(error).__name__}") from None
        for line in response.headers.get_list("set-cookie"):
            _keep(jar, line)
        return response


def _pressed(form: Form, words: str) -> list[tuple[str, str]]:
    if not form.buttons and not words:
        return []
    for name, value, said in form.buttons:
        if words in said:
            return [(name, value)] if name else []
    raise Unexpected(f"the form to {form.action} has no button {words!r}, only {[said for *_, said in form.buttons]}")


def _body(fields: list[tuple[str, str]] | None, files: dict[str, Attachment] | None) -> dict[str, Any]:
    if fields is None:
        return {}
    data: dict[str, list[str]] = {}
    for name, value in fields:
        data.setdefault(name, []).append(value)
    if files:
        return {"data": data, "files": {name: (file.name, file.content, file.kind) for name, file in files.items()}}
    return {"data": data}


def _keep(jar: dict[str, str], line: str) -> None:
    for name, morsel in SimpleCookie(line).items():
        if morsel["max-age"] == "0" or not morsel.value:
            jar.pop(name, None)
        else:
            jar[name] = morsel.value
