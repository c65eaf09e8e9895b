"""``finder batch`` killed at random moments, all its processes at once, and started again until it ends: the same bytes as a run in one go.

    python -m benchmarks.batch_kills [KILLS] [MEMBERS] [batch options ...]     # 20 kills of a run of 1,000 people where none is given

Exit code 1 if a file differs, or something is left beside the files.
"""

from __future__ import annotations

import hashlib
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.bench_batch import members_file
from benchmarks.processes import ROOT, finder

ENDINGS = ("plans.parquet", "people.csv", "rejects.csv")
PEOPLE_A_PART = 10
"""Of a file of at most a thousand people."""
_OPTIONS = ("--out", "--summary", "--rejects")
_LONGEST = 0.1
"""Seconds between the last part that is waited for and the kill, at the most."""


def start(members: Path, folder: Path, options: list[str]) -> subprocess.Popen[bytes]:
    """A run in a session of its own, so that all of its processes can be killed at one moment."""
    files = [text for option, ending in zip(_OPTIONS, ENDINGS, strict=True) for text in (option, str(folder / ending))]
    command = finder("batch", str(members), *files, *options)
    return subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL, start_new_session=True)


def digests(folder: Path) -> dict[str, str]:
    """Every file of a folder, hidden ones too."""
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest()[:16] for path in sorted(folder.iterdir()) if path.is_file()}


def wait_for_parts(process: subprocess.Popen[bytes], folder: Path, parts: int) -> None:
    """Until that many parts are kept, or the run has ended."""
    while process.poll() is None and kept_in(folder) < parts:
        time.sleep(0.01)


def kept_in(folder: Path) -> int:
    """How many parts are kept."""
    return sum(1 for _ in folder.glob(".*.parts/*.part"))


def main(kills: int, people: int, options: list[str]) -> int:
    """Kill, go on, compare and print; 1 if anything differs."""
    chance, bad = random.Random(kills), 0
    with tempfile.TemporaryDirectory() as place:
        members = members_file(Path(place) / "members.csv", people)
        whole = Path(place) / "whole"
        whole.mkdir()
        assert start(members, whole, options).wait() == 0
        expected, parts = digests(whole), -(-people // PEOPLE_A_PART)
        for number in range(1, kills + 1):
            folder = Path(place) / str(number)
            folder.mkdir()
            process = start(members, folder, options)
            wait_for_parts(process, folder, chance.randint(0, parts - 1))
            time.sleep(chance.uniform(0, _LONGEST))
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            kept = kept_in(folder)
            ended = start(members, folder, options).wait()
            same = ended == 0 and digests(folder) == expected and not list(folder.glob(".*"))
            bad += not same
            print(
                f"  killed with {kept:2} of {parts} parts kept: {'same bytes' if same else 'DIFFERENT'}",
                flush=True,
            )
    print(f"{kills} kills, {bad} different")
    return bool(bad)


if __name__ == "__main__":
    numbers = [int(text) for text in sys.argv[1:] if text.isdigit()]
    sys.exit(main(*(numbers + [20, 1_000][len(numbers) :])[:2], [text for text in sys.argv[1:] if not text.isdigit()]))
