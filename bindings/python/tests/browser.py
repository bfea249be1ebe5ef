"""A person with a browser, as far as the sandbox's identity provider and the agent can tell."""

from __future__ import annotations

import http.client
import re
import threading
from typing import Any, Callable, Optional
from urllib.parse import parse_qs, urlencode, urlsplit

TRIAL = "trial@example.com"


def request(
    method: str, url: str, headers: dict[str, str], form: Optional[dict[str, str]] = None
) -> tuple[int, Optional[str], str]:
    """Status, where it leads, and the page. A browser keeps the fragment to itself."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=60)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    body = None if form is None else urlencode(form)
    if form is not None:
        headers = {"Content-Type": "application/x-www-form-urlencoded", **headers}
    try:
        connection.request(method, target, body, headers)
        answer = connection.getresponse()
        return answer.status, answer.getheader("Location"), answer.read().decode()
    finally:
        connection.close()


def parameter(url: str, name: str) -> str:
    (value,) = parse_qs(urlsplit(url).query)[name]
    return value


def listener(url: str) -> tuple[str, int]:
    """Where the page leads back to."""
    parts = urlsplit(parameter(url, "redirect_uri"))
    assert parts.hostname is not None
    assert parts.port is not None
    return parts.hostname, parts.port


def sign_in(url: str, email: str = TRIAL, button: str = "sign-in") -> str:
    """Fills the provider's form in and goes where that leads; the page that is shown in the end."""
    status, _, page = request("GET", url, {})
    assert (status, '<form method="post">' in page) == (200, True), page
    _, back, _ = request("POST", url, {}, {"email": email, "answer": button})
    assert back is not None
    _, _, page = request("GET", back, {"Sec-Fetch-Dest": "document"})
    here, _, fragment = back.partition("#")
    if not fragment:
        return page
    nonce = re.search(r'data-nonce="(\w+)"', page)
    assert nonce is not None, page
    origin = {"Origin": f"http://{urlsplit(back).netloc}"}
    return request("POST", here, origin, {"nonce": nonce[1], "fragment": fragment})[2]


class Browser:
    """To be passed as `show`: does what it is told on a thread of its own."""

    def __init__(self, browse: Callable[[str], Any] = sign_in) -> None:
        self.browse = browse
        self.url = ""
        self.page: Any = None
        self.error: Optional[BaseException] = None
        self.shown = threading.Event()
        self.thread = threading.Thread(target=self._run)

    def __call__(self, url: str) -> bool:
        self.url = url
        self.thread.start()
        self.shown.set()
        return True

    def _run(self) -> None:
        try:
            self.page = self.browse(self.url)
        except BaseException as error:  # noqa: BLE001 -- It is raised by `done`.
            self.error = error

    def done(self) -> Any:
        """The last page."""
        assert self.shown.wait(60)
        self.thread.join()
        if self.error is not None:
            raise self.error
        return self.page
