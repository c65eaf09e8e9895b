"""``finder batch`` on a Dask scheduler and two workers of this machine, with TLS, beside two processes without one: whether the bytes are
the same, what each process takes, and members an hour a core.

    python -m benchmarks.batch_cluster [MEMBERS]     # 10,000 where none is given
"""

from __future__ import annotations

import hashlib
import sys
import tempfile
from pathlib import Path

import psutil

from benchmarks.bench_batch import batch, members_file
from tests.cluster.machines import Machines, machines

_MEMBERS = 10_000


def seconds_of(pid: int) -> float:
    """Seconds of processor of a process so far."""
    times = psutil.Process(pid).cpu_times()
    return float(times.user + times.system)


def options(started: Machines) -> list[str]:
    """Of a command that uses these machines."""
    named = ["--scheduler", started.scheduler.address]
    for option, path in zip(("--tls-ca", "--tls-cert", "--tls-key"), started.scheduler.tls or (), strict=False):
        named += [option, str(path)]
    return named


def digest(folder: Path) -> str:
    """Of the file of plans."""
    return hashlib.sha256((folder / "plans.parquet").read_bytes()).hexdigest()[:12]


def main(members: int) -> None:
    """Run both, the cluster twice, and print."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        file = members_file(folder / "members.csv", members)
        local, _ = batch(file, folder, "--workers", "2")
        print(f"  two processes: {local.seconds:.1f} s, {local.of_processor:.1f} s of processor, {digest(folder)}")
        with machines(folder) as started:
            others = [started.of_scheduler, *started.workers]
            for _ in range(2):
                before = [seconds_of(process.pid) for process in others]
                run, _ = batch(file, folder, *options(started))
                took = [seconds_of(process.pid) - so_far for process, so_far in zip(others, before, strict=True)]
                whole = run.of_processor + sum(took)
                of_each = ", ".join(f"{seconds:.1f}" for seconds in (run.of_processor, *took))
                print(f"  a cluster: {run.seconds:.1f} s, {whole:.1f} s of processor, {digest(folder)}")
                print(f"    command, scheduler and workers: {of_each} s of processor")
                print(f"    {members / whole * 3600:,.0f} members an hour a core, {members / sum(took[1:]) * 3600:,.0f} an hour a worker")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else _MEMBERS)
