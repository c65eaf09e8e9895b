"""Start the web pages on this machine: Streamlit in its own process, bound to the loopback address."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import webbrowser
from http.client import HTTPConnection, HTTPException

from finder.explain.messages import say
from finder.explain.serving import PAGES_AT
from finder.paths import shipped
from finder.serving.hosts import allowed_hosts

ADDRESS = "127.0.0.1"
_START_SECONDS = 60
_PAUSE = 0.2


def launch(port: int, headless: bool) -> int:
    """Run the pages until they are stopped, with the settings beside ``app.py``. Returns Streamlit's exit code."""
    app = shipped("app.py")
    command = [sys.executable, "-m", "streamlit", "run", str(app), f"--server.address={ADDRESS}", f"--server.port={port}"]
    command.append("--server.headless=true")  # behind our door Streamlit opens no browser, so we do
    command += [f"--server.allowedHosts={host}" for host in allowed_hosts(os.environ)]
    address = f"http://{ADDRESS}:{port}"
    print(say(PAGES_AT, address=address), flush=True)
    # Streamlit reads .streamlit/config.toml in its working folder
    if headless and os.name == "posix":
        os.chdir(app.parent)
        os.execv(command[0], command)  # one process, which gets the signals of systemd or of a container itself
    with subprocess.Popen(command, cwd=app.parent) as server:
        try:
            if not headless and _is_up(server, port):
                webbrowser.open(address)
            return server.wait()
        except KeyboardInterrupt:
            return server.wait()


def _is_up(server: subprocess.Popen[bytes], port: int) -> bool:
    """Wait until the server answers; whether it does."""
    until = time.monotonic() + _START_SECONDS
    while time.monotonic() < until and server.poll() is None:
        asking = HTTPConnection(ADDRESS, port, timeout=2)  # unlike urllib, it knows no proxy of the environment
        try:
            asking.request("GET", "/_stcore/health")
            if asking.getresponse().read() == b"ok":
                return True
        except (OSError, HTTPException):
            pass
        finally:
            asking.close()
        time.sleep(_PAUSE)
    return False
