"""Read a file on a web server, whole or a span of its bytes; what to try again, and what to say if it fails.

Uses the standard library alone. Its opener takes the proxy of ``HTTPS_PROXY``, ``HTTP_PROXY`` and ``NO_PROXY``, follows redirects with the
same headers, and verifies certificates. Only https and http are opened. A redirect from https to http is refused.
"""

from __future__ import annotations

import http.client
import re
import ssl
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any, NamedTuple, TypeVar
from urllib.parse import urlsplit

from finder.domain.errors import SourceError
from finder.intake.texts import shortened

CHUNK = 1 << 18
TIMEOUT_SECONDS = 30.0
TRIES = 5
TELLING = 1 << 18
"""Bytes of a file that tell how fast a server sends."""
AGAIN = (408, 429, 500, 502, 503, 504)
"""Answers that mean: try later."""
LONGEST_WAIT = 30.0
_SPAN = re.compile(r"bytes (\d+)-(\d+)/(\d+)")
_T = TypeVar("_T")
_AGENT = "partd-finder (a drug plan comparison run by its user; reads public use files)"


class Interrupted(Exception):
    """The server stopped early, did not answer in time, or asked us to wait (``wait`` seconds)."""

    def __init__(self, why: str, wait: float = 0.0) -> None:
        self.wait = wait
        super().__init__(why)


class Changed(Exception):
    """The file on the server has changed since we began to read it."""


class RemoteFile(NamedTuple):
    """A file on a server, as first described.

    ``length``: None if the server doesn't say.
    ``ranges``: whether the server sends spans.
    ``etag``, ``modified``: empty if the server gives none.
    """

    url: str
    length: int | None
    ranges: bool
    etag: str
    modified: str

    @property
    def validator(self) -> str:
        """What If-Range may name: a strong ETag, else nothing. Some servers answer a date there with the whole file, so we compare dates
        ourselves."""
        return self.etag if not self.etag.startswith("W/") else ""

    def is_that_of(self, answer: Any, length: int) -> bool:
        """Whether an answer is of this file: its whole length, date of change and ETag are the same where the server says them."""
        headers = answer.headers
        same = all(headers.get(name, said) == said for name, said in (("ETag", self.etag), ("Last-Modified", self.modified)) if said)
        return same and length == self.length


class _HttpsStaysHttps(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Any:
        if urlsplit(req.full_url).scheme == "https" and urlsplit(newurl).scheme != "https":
            raise SourceError(f"{req.full_url}: expected a file over https, found a redirect to {newurl}.", "insecure")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


class Web:
    """How we ask servers.

    ``timeout``: seconds of silence that end a try.
    ``tries``: tries in a row without a byte before we give up.
    ``pause``: seconds between the first two tries; it doubles each time.
    ``speed``: bytes a second of the last whole file; None before, and if it was too small to tell.
    """

    def __init__(self, timeout: float = TIMEOUT_SECONDS, tries: int = TRIES, pause: float = 1.0) -> None:
        self.timeout, self.tries, self.pause = timeout, tries, pause
        self.speed: float | None = None
        handlers = (urllib.request.ProxyHandler(), _HttpsStaysHttps())
        self._opener = urllib.request.build_opener(*handlers)

    def describe(self, url: str) -> RemoteFile:
        """What the server says about the file. One that sends no span is asked once more: a cold one may send spans the second time.

        Raises SourceError if it doesn't send the file.
        """
        found = self.again(url, lambda: self._describe(url))
        return found if found.ranges else self.again(url, lambda: self._describe(url))

    def _describe(self, url: str) -> RemoteFile:
        with self._open(url, {"Range": "bytes=0-0"}) as answer:
            span = _SPAN.fullmatch(answer.headers.get("Content-Range", ""))
            ranges = answer.status == 206 and span is not None
            said = span[3] if ranges and span else answer.headers.get("Content-Length", "")
            length = int(said) if said.isdecimal() else None
            return RemoteFile(url, length, ranges, answer.headers.get("ETag", ""), answer.headers.get("Last-Modified", ""))

    def whole(self, url: str, most: int) -> bytes:
        """A small file. Raises SourceError if the server doesn't send it or it has more than ``most`` bytes."""
        return self.again(url, lambda: self._whole(url, most))

    def _whole(self, url: str, most: int) -> bytes:
        start = time.monotonic()
        with self._open(url, {}) as answer:
            said = answer.headers.get("Content-Length", "")
            content = _read(answer, most + 1)
        seconds = time.monotonic() - start
        self.speed = len(content) / seconds if len(content) >= TELLING and seconds else None
        if len(content) > most:
            raise SourceError(f"{url}: expected at most {most >> 20} MB, found more.", "too_large")
        if said.isdecimal() and int(said) != len(content):
            raise Interrupted(f"{len(content):,} of {int(said):,} bytes came")
        return content

    def span(self, file: RemoteFile, first: int, length: int) -> bytes:
        """``length`` bytes from ``first``. Raises Changed, or SourceError if the server doesn't send them."""
        return self.again(file.url, lambda: self._span(file, first, length))

    def _span(self, file: RemoteFile, first: int, length: int) -> bytes:
        content = b"".join(self.stream(file, first, length))
        if len(content) != length:
            raise Interrupted(f"{len(content):,} of {length:,} bytes came")
        return content

    def stream(self, file: RemoteFile, first: int, length: int) -> Iterator[bytes]:
        """The bytes from ``first`` as they come: at most ``length``, fewer if the server stops early. One try.

        Raises Interrupted or Changed.
        """
        headers = {"Range": f"bytes={first}-{first + length - 1}"}
        if file.validator:
            headers["If-Range"] = file.validator
        with self._open(file.url, headers) as answer:
            _refuse_changed(answer, file, first)
            left = length
            while left:
                chunk = _read(answer, min(CHUNK, left))
                if not chunk:
                    return
                left -= len(chunk)
                yield chunk

    def stream_whole(self, file: RemoteFile) -> Iterator[bytes]:
        """The whole file as it comes, from a server that doesn't send spans. One try. Raises Interrupted or Changed."""
        with self._open(file.url, {}) as answer:
            if file.etag and answer.headers.get("ETag", "") != file.etag:
                raise Changed(file.url)
            while chunk := _read(answer, CHUNK):
                yield chunk

    def again(self, url: str, attempt: Callable[[], _T]) -> _T:
        """The result of ``attempt``, tried again if interrupted. Raises SourceError after the last try."""
        for number in range(self.tries):
            try:
                return attempt()
            except Interrupted as interrupted:
                if number + 1 == self.tries:
                    raise gave_up(url, interrupted) from interrupted
                self.wait(number, interrupted)
        raise AssertionError("at least one try")

    def wait(self, number: int, interrupted: Interrupted) -> None:
        """Pause after try ``number`` (from 0): twice as long each time, or as long as the server asked for."""
        time.sleep(min(max(self.pause * 2**number, interrupted.wait), LONGEST_WAIT))

    def _open(self, url: str, headers: dict[str, str]) -> AbstractContextManager[Any]:
        if not is_web_address(url):
            raise SourceError(f"{shortened(url)}: expected an address that begins with https:// or http://.")
        request = urllib.request.Request(url, headers={"User-Agent": _AGENT, "Accept-Encoding": "identity", **headers})
        try:
            return self._opener.open(request, timeout=self.timeout)  # type: ignore[no-any-return]
        except ValueError as error:  # sent on to an address that is none
            raise SourceError(f"{shortened(url)}: expected a file, found an answer that can't be read.", "not_there") from error
        except urllib.error.HTTPError as error:
            with error:
                raise _refused(url, error) from error
        except urllib.error.URLError as error:
            raise _unreachable(url, error.reason) from error
        except (TimeoutError, http.client.HTTPException, OSError) as error:
            raise Interrupted(_why(error)) from error


def is_web_address(url: str) -> bool:
    """Whether an address can be asked for: https or http, a host that has a name, and nothing that no server takes."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").encode("idna")
        whole = parts.port is None or parts.port > 0
    except ValueError:
        return False
    return parts.scheme in ("https", "http") and bool(host) and whole and url.isascii() and url.isprintable() and " " not in url


def gave_up(url: str, interrupted: Interrupted) -> SourceError:
    """The error after the last try."""
    said = f"the server did not send the file ({shortened(str(interrupted))})"
    return SourceError(f"{shortened(url)}: {said}. Try again later; what has come so far is kept.", "stopped")


def _refused(url: str, error: urllib.error.HTTPError) -> Exception:
    if error.code in AGAIN:
        asked = error.headers.get("Retry-After", "") if error.headers else ""
        return Interrupted(f"it answered {error.code} {error.reason}", float(asked) if asked.isdecimal() else 0.0)
    return SourceError(f"{shortened(url)}: expected a file, found the answer {error.code} {shortened(str(error.reason))}.", "not_there")


def _unreachable(url: str, reason: object) -> Exception:
    host = urlsplit(url).hostname
    if isinstance(reason, ssl.SSLCertVerificationError):
        return SourceError(f"{host} could not prove who it is ({reason.verify_message}). Nothing was downloaded.", "insecure")
    if isinstance(reason, (TimeoutError, ConnectionResetError)):
        return Interrupted(_why(reason))
    return SourceError(
        f"We can't reach {host} ({_why(reason)}). Are you connected, and does HTTPS_PROXY name your proxy? "
        "A file that you downloaded elsewhere can be loaded with: finder catalog import PATH --year YYYY",
        "unreachable",
    )


def _why(reason: object) -> str:
    if isinstance(reason, TimeoutError):
        return "no answer in time"
    words = getattr(reason, "strerror", None) or str(reason) or type(reason).__name__
    return shortened(" ".join(str(words).split()))


def _read(answer: Any, size: int) -> bytes:
    try:
        return bytes(answer.read(size))
    except (OSError, http.client.HTTPException) as error:
        raise Interrupted(_why(error)) from error


def _refuse_changed(answer: Any, file: RemoteFile, first: int) -> None:
    """Raises Changed for another file. The same file whole, instead of a span, is to be asked for again: raises Interrupted."""
    span = _SPAN.fullmatch(answer.headers.get("Content-Range", ""))
    said = span[3] if span else answer.headers.get("Content-Length", "")
    if not said.isdecimal() or not file.is_that_of(answer, int(said)):
        raise Changed(file.url)
    if answer.status == 200:
        raise Interrupted("it sent the whole file instead of a part")
    if answer.status != 206 or span is None or int(span[1]) != first:
        raise Changed(file.url)
