"""nginx as ``deploy/nginx`` sets it up, on ports of loopback, with a certificate made for the moment."""

from __future__ import annotations

import os
import re
import shutil
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPResponse, HTTPSConnection
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.serving.conftest import PUBLIC, ROOT, asked, free_port

PLACES = (os.environ.get("FINDER_NGINX"), shutil.which("nginx"), "/usr/sbin/nginx", f"{sys.prefix}/nginx/usr/sbin/nginx")
MAIN = """daemon off; worker_processes 1; error_log {folder}/error.log warn; pid {folder}/pid;
events {{ worker_connections 1024; }}
http {{
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/passed; fastcgi_temp_path {folder}/fast; uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  include {folder}/site.conf;
}}
"""


class Proxy(NamedTuple):
    """Its ports with and without TLS, and its folder."""

    tls: int
    plain: int
    folder: Path

    def ask(self, path: str, method: str = "GET", **headers: str) -> HTTPResponse:
        """The answer to a request over TLS under the public name."""
        trusting = ssl.create_default_context(cafile=str(self.folder / "fullchain.pem"))
        connection = HTTPSConnection("127.0.0.1", self.tls, timeout=20, context=trusting)
        connection._create_connection = lambda *_: connection_to(self.tls)  # type: ignore[attr-defined]
        connection.host = PUBLIC  # the name in the handshake; the way there is loopback
        return asked(connection, path, method, {"Host": f"{PUBLIC}:{self.tls}", **headers})

    def ask_plainly(self, path: str, host: str = PUBLIC) -> HTTPResponse:
        return asked(HTTPConnection("127.0.0.1", self.plain, timeout=20), path, "GET", {"Host": host})


def connection_to(port: int) -> object:
    import socket

    return socket.create_connection(("127.0.0.1", port), timeout=20)


def nginx() -> str:
    """The program; skipped where there is none, or no way to make a certificate."""
    found = next((place for place in PLACES if place and Path(place).exists()), None)
    if found is None:
        pytest.skip("nginx is not here and cannot be had (scripts/nginx)")
    if shutil.which("openssl") is None:
        pytest.skip("openssl makes the certificate, and it is not here")
    return found


def site(folder: Path, tls: int, plain: int, processes: Sequence[int]) -> str:
    """The site of ``deploy/nginx`` with the ports and files of a test; nothing else of it is changed."""
    text = (ROOT / "deploy/nginx/partd-finder.conf").read_text("utf-8")
    text = text.replace("listen 443 ", f"listen 127.0.0.1:{tls} ").replace("listen 80", f"listen 127.0.0.1:{plain}")
    text = re.sub(
        r"( +server 127\.0\.0\.1:\d+ max_fails=0;\n)+", "".join(f"  server 127.0.0.1:{port} max_fails=0;\n" for port in processes), text
    )
    text = text.replace("/etc/ssl/partd-finder", str(folder)).replace("/var/log/nginx", str(folder))
    return text.replace("snippets/partd-finder-headers.conf", str(ROOT / "deploy/nginx/partd-finder-headers.conf"))


@contextmanager
def proxied(folder: Path, processes: Sequence[int]) -> Iterator[Proxy]:
    """nginx before the processes on those ports, until the block ends."""
    program, proxy = nginx(), Proxy(free_port(), free_port(), folder)
    make = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
    make += ["-subj", f"/CN={PUBLIC}", "-addext", f"subjectAltName=DNS:{PUBLIC}"]
    make += ["-keyout", str(folder / "privkey.pem"), "-out", str(folder / "fullchain.pem")]
    subprocess.run(make, check=True, capture_output=True)
    (folder / "site.conf").write_text(site(folder, proxy.tls, proxy.plain, processes), "utf-8")
    (folder / "nginx.conf").write_text(MAIN.format(folder=folder), "utf-8")
    command = [program, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log")]
    tried = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
    assert tried.returncode == 0, tried.stderr
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(proxy, process)
        yield proxy
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait_for(proxy: Proxy, process: subprocess.Popen[bytes]) -> None:
    for _ in range(100):
        assert process.poll() is None, (proxy.folder / "error.log").read_text()
        try:
            proxy.ask_plainly("/")
            return
        except OSError:
            time.sleep(0.05)
    pytest.fail("nginx did not start")
