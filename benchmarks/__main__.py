"""Runs every benchmark that takes seconds, or those named: ``python -m benchmarks [cache ...]``. After each, its peak memory."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
MINUTES = {"batch", "years"}
"""Those that take minutes run only when named."""
MEBIBYTE = 1024 * (1024 if sys.platform == "darwin" else 1)  # ru_maxrss counts kibibytes, and bytes on macOS


def run(path: Path) -> int:
    """One benchmark in a fresh process; its exit code."""
    print(f"\n{path.stem.removeprefix('bench_')}", flush=True)
    process = subprocess.Popen([sys.executable, "-m", f"benchmarks.{path.stem}"], cwd=HERE.parent)
    _, status, usage = os.wait4(process.pid, 0)
    print(f"  peak memory {usage.ru_maxrss / MEBIBYTE:.0f} MiB", flush=True)
    return os.waitstatus_to_exitcode(status)


def main(names: list[str]) -> int:
    """Run them in order. 0 if all ended well, 2 for a name that is no benchmark."""
    known = {path.stem.removeprefix("bench_"): path for path in sorted(HERE.glob("bench_*.py"))}
    unknown = [name for name in names if name not in known]
    if unknown:
        print(f"no benchmark {', '.join(unknown)}; there are: {', '.join(known)}", file=sys.stderr)
        return 2
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.machine()}; medians unless said otherwise")
    return max([run(known[name]) for name in names or sorted(known.keys() - MINUTES)], default=0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
