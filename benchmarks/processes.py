"""Runs a command and measures it with all the processes that it starts: time, processor time, memory."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from threading import Event, Thread
from typing import NamedTuple

import psutil

ROOT = Path(__file__).parent.parent
MEBIBYTE = 2**20
_SECONDS_BETWEEN = 0.2


class Measured(NamedTuple):
    """``peak``: the most that all processes held at one moment, in MiB; a page that several of them share counts once (PSS).

    ``of_first``: seconds of processor of the command's first process alone, as last seen.
    """

    seconds: float
    of_processor: float
    of_first: float
    peak: float
    error: str


def finder(*arguments: str) -> list[str]:
    """The command ``finder`` of this checkout."""
    return [sys.executable, "-m", "finder.cli", *arguments]


def measured(command: Sequence[str], environment: dict[str, str] | None = None) -> Measured:
    """Run it to its end. Raises RuntimeError if it fails."""
    start = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, **(environment or {})}, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    memory = _Memory(process.pid)
    memory.start()
    assert process.stderr is not None
    error = process.stderr.read().decode(errors="replace")
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    memory.ended.set()
    memory.join()
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)}\n{error}")
    return Measured(time.perf_counter() - start, usage.ru_utime + usage.ru_stime, memory.of_first, memory.peak / MEBIBYTE, error)


class _Memory(Thread):
    """Looks at a process and its descendants until ``ended``."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid, self.peak, self.of_first, self.ended = pid, 0, 0.0, Event()

    def run(self) -> None:
        """Keep the greatest sum seen."""
        while not self.ended.wait(_SECONDS_BETWEEN):
            try:
                root = psutil.Process(self.pid)
                family = [root, *root.children(recursive=True)]
                self.of_first = sum(root.cpu_times()[:2])
            except psutil.Error:
                return
            self.peak = max(self.peak, sum(map(_held, family)))


def _held(process: psutil.Process) -> int:
    try:
        memory = process.memory_full_info()
    except psutil.Error:
        return 0
    held: int = getattr(memory, "pss", memory.rss)
    return held
