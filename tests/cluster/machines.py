"""A scheduler and two workers on loopback, as the guide starts them, and what the workers answer in a test."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from finder.cluster.address import Scheduler, TlsFiles, scheduler_at
from finder.domain.errors import ClusterError

ROOT = Path(__file__).parents[2]
_SECONDS = 20.0
SECRET = b"atorvastatin of a person in 01604"


def digest_slowly(part: bytes) -> bytes:
    """Answers a part; not in so short a time that a worker could not be killed meanwhile."""
    if part == SECRET:
        raise KeyError(part)
    if part == b"refused":
        raise ClusterError("This part was refused.")
    time.sleep(0.03)
    return sha256(part).digest()


class Machines(NamedTuple):
    scheduler: Scheduler
    of_scheduler: subprocess.Popen[bytes]
    workers: list[subprocess.Popen[bytes]]
    logs: Path

    def kill(self, worker: int) -> None:
        self.workers[worker].send_signal(signal.SIGKILL)
        self.workers[worker].wait()


@contextmanager
def machines(folder: Path) -> Iterator[Machines]:
    """With TLS where openssl is at hand to make certificates."""
    tls = certificates(folder) if shutil.which("openssl") else None
    ends = ["--no-dashboard", "--dashboard-address", "127.0.0.1:0", *_options(tls)]
    started = [_start(folder, "scheduler", "--protocol", "tls" if tls else "tcp", "--port", "0", "--scheduler-file", "at.json", *ends)]
    try:
        address = _address(folder / "at.json")
        for number in (1, 2):
            started.append(_start(folder, "worker", address, "--no-nanny", "--nthreads", "1", "--name", str(number), *ends))
        yield Machines(scheduler_at(address, tls), started[0], started[1:], folder)
    finally:
        for process in started:
            process.kill()
            process.wait()


def certificates(folder: Path) -> TlsFiles:
    """An authority for this test alone; its own certificate serves every end."""
    made = TlsFiles(folder / "cert.pem", folder / "cert.pem", folder / "key.pem")
    request = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=test"]
    files = ["-keyout", str(made.key), "-out", str(made.certificate)]
    subprocess.run(["openssl", *request, *files], check=True, capture_output=True)
    return made


def _options(tls: TlsFiles | None) -> list[str]:
    return ["--tls-ca-file", str(tls.authority), "--tls-cert", str(tls.certificate), "--tls-key", str(tls.key)] if tls else []


def _start(folder: Path, what: str, *options: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "dask", what, "--host", "127.0.0.1", *options]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with (folder / f"{what}.log").open("ab") as log:
        return subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log)


def _address(path: Path) -> str:
    end = time.monotonic() + _SECONDS
    while not path.exists() or not path.read_text():
        assert time.monotonic() < end, "the scheduler did not start"
        time.sleep(0.05)
    return str(json.loads(path.read_text())["address"])
