"""Getting plans for the pages, in a process of its own: it survives a rerun and a closed tab, can be stopped at any moment, and gives its
memory back when it ends. A server has one ``Runner``, so one errand at a time; all visitors see the same state.

The server writes the errand as a line of JSON to the process, which answers with a line for each step. Both sides are in this module.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from enum import Enum
from pathlib import Path
from threading import Lock, Thread, Timer
from typing import IO, Any, NamedTuple, cast

from finder.domain.errors import SourceError
from finder.questions.progress import Pace

_SECONDS_BETWEEN = 0.25
_SECONDS_TO_END = 5.0
_NICE = 5
"""The pages stay quick while an import runs beside them."""


class Kind(Enum):
    """What an errand does: ask the server what it has, get it, or read a file that is here."""

    LOOK = "look"
    GET = "get"
    FILE = "file"


class Errand(NamedTuple):
    """An errand.

    ``states``: two letters each; none for the whole country.
    ``path``: the file or folder to read. ``ours``: its folder was made for it, and goes when the errand ends.
    """

    kind: Kind
    year: int
    states: tuple[str, ...] = ()
    path: str = ""
    ours: bool = False


class Stage(Enum):
    """How far an errand is."""

    NOTHING = "nothing"
    LOOKING = "looking"
    OFFERED = "offered"
    FETCHING = "fetching"
    READING = "reading"
    DONE = "done"
    STOPPED = "stopped"
    FAILED = "failed"


RUNNING = frozenset({Stage.LOOKING, Stage.FETCHING, Stage.READING})
_FIRST = {Kind.LOOK: Stage.LOOKING, Kind.GET: Stage.FETCHING, Kind.FILE: Stage.READING}


class Offered(NamedTuple):
    """What the server has: see ``finder.sources.get_plans.Offer``.

    ``lacks``: kinds of ``finder.domain.lack.LackKind`` by name, and the day of the prices that stand in, or empty.
    """

    size: int | None
    here: int
    speed: float | None
    lacks: tuple[tuple[str, str], ...]


class Arrived(NamedTuple):
    """Bytes here, bytes of all (None: unknown), and bytes a second (0: unknown)."""

    done: int
    total: int | None
    rate: float


class Got(NamedTuple):
    """The catalog that is here now."""

    plan_year: int
    states: tuple[str, ...]
    plans: int
    digest: str


class Trouble(NamedTuple):
    """Why an errand failed: a code by which the page says it (empty: see ``lines``), its numbers, and what was said of the files."""

    reason: str
    numbers: tuple[int, ...] = ()
    lines: tuple[str, ...] = ()


class State(NamedTuple):
    """How far the errand is, and what is known of it."""

    stage: Stage = Stage.NOTHING
    errand: Errand | None = None
    offered: Offered | None = None
    arrived: Arrived | None = None
    got: Got | None = None
    trouble: Trouble | None = None

    @property
    def running(self) -> bool:
        """Whether it goes on by itself."""
        return self.stage in RUNNING


def advanced(state: State, said: Mapping[str, Any]) -> State:
    """The state after a line of the process."""
    ((step, values),) = said.items()
    match step:
        case "offered":
            stage = Stage.OFFERED if state.errand and state.errand.kind is Kind.LOOK else Stage.FETCHING
            lacks = tuple((kind, day) for kind, day in values["lacks"])
            return state._replace(stage=stage, offered=Offered(**{**values, "lacks": lacks}))
        case "arrived":
            return state._replace(stage=Stage.FETCHING, arrived=Arrived(**values))
        case "reading":
            return state._replace(stage=Stage.READING)
        case "got":
            return state._replace(stage=Stage.DONE, got=Got(**{**values, "states": tuple(values["states"])}))
        case _:
            trouble = Trouble(values["reason"], tuple(values["numbers"]), tuple(values["lines"]))
            return state._replace(stage=Stage.FAILED, trouble=trouble)


class Runner:
    """Runs one errand at a time."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._state = State()
        self._process: subprocess.Popen[str] | None = None
        self._last: Thread | None = None

    @property
    def state(self) -> State:
        """How far it is now."""
        return self._state

    def start(self, errand: Errand) -> bool:
        """Begin an errand; False if another one is running."""
        with self._lock:
            if self._state.running:
                return False
            self._last = Thread(target=self._run, args=(errand, self._last), name="errand", daemon=True)
            same = self._state.errand is not None and self._state.errand[1:3] == errand[1:3]
            self._state = State(_FIRST[errand.kind], errand, self._state.offered if same else None)
            self._process = None
            self._last.start()
            return True

    def stop(self) -> None:
        """End a running errand. What came stays for the next one."""
        with self._lock:
            if self._state.running:
                self._state = self._state._replace(stage=Stage.STOPPED)
                process, self._process = self._process, None
                if process is not None:
                    _end(process)

    def forget(self) -> None:
        """Forget an errand that has ended."""
        with self._lock:
            if not self._state.running:
                self._state = State()

    def _run(self, errand: Errand, earlier: Thread | None) -> None:
        if earlier is not None:
            earlier.join()  # a stopped one is still letting go of its folder
        try:
            self._talk(errand)
        finally:
            if errand.ours:
                shutil.rmtree(Path(errand.path).parent, ignore_errors=True)

    def _talk(self, errand: Errand) -> None:
        with self._lock:
            if not self._is(errand):
                return
            process = self._process = _process()
        with process:
            out, into = cast("IO[str]", process.stdout), cast("IO[str]", process.stdin)
            with contextlib.suppress(BrokenPipeError):
                into.write(json.dumps({**errand._asdict(), "kind": errand.kind.value}) + "\n")
                into.flush()
            for line in out:
                self._hear(process, json.loads(line))
            self._hear(process, {"failed": {"reason": "ended", "numbers": (), "lines": ()}})

    def _is(self, errand: Errand) -> bool:
        return self._state.running and self._state.errand is errand

    def _hear(self, process: subprocess.Popen[str], said: Mapping[str, Any]) -> None:
        with self._lock:
            if self._process is process and self._state.running:
                self._state = advanced(self._state, said)


def _process() -> subprocess.Popen[str]:
    package = str(Path(__file__).parents[1])
    path = os.pathsep.join(filter(None, (package, os.environ.get("PYTHONPATH", ""))))
    command = [sys.executable, "-m", "finder.errand"]
    return subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8", env={**os.environ, "PYTHONPATH": path}
    )


def _end(process: subprocess.Popen[str]) -> None:
    """Ask a process to end; kill one that takes too long."""
    process.terminate()
    last_word = Timer(_SECONDS_TO_END, process.kill)
    last_word.daemon = True
    last_word.start()


def main() -> None:
    """The process: read the errand, do it, say each step."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # an import then takes its unfinished folder away
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C in the server's terminal: the server ends us
    with contextlib.suppress(OSError):
        os.nice(_NICE)
    given = json.loads(sys.stdin.readline())
    errand = Errand(**{**given, "kind": Kind(given["kind"]), "states": tuple(given["states"])})
    Thread(target=_end_with_the_server, daemon=True).start()
    try:
        _do(errand)
    except SourceError as error:
        lines = [str(problem) for problem in error.problems] or [str(error)]
        _say("failed", Trouble(error.reason, error.numbers, tuple(lines)))


def _do(errand: Errand) -> None:
    from finder.sources.get_plans import Order, get_plans, look, own_folders, take_file

    folders, order = own_folders(), Order(errand.year, errand.states)
    if errand.kind is Kind.LOOK:
        return _Telling().on(look(order, folders))
    if errand.kind is Kind.GET:
        info = get_plans(order, folders, _Telling().on)
    else:
        info = take_file(Path(errand.path), errand.year, errand.states, folders)
    _say("got", Got(info.plan_year, info.states, info.rows.get("plans", 0), info.digest))


class _Telling:
    """Says each step, and bytes a few times a second."""

    def __init__(self) -> None:
        self._pace, self._said = Pace(), 0.0

    def on(self, step: Any) -> None:
        """Say a step."""
        from finder.sources.download.release import Progress
        from finder.sources.get_plans import Offer

        match step:
            case Offer():
                lacks = tuple((lack.kind.key, lack.prices_as_of.isoformat() if lack.prices_as_of else "") for lack in step.lacks)
                _say("offered", Offered(step.size, step.here, step.speed, lacks))
            case Progress():
                rate, now = self._pace.rate(step.seconds, step.came), time.monotonic()
                if now - self._said >= _SECONDS_BETWEEN or step.done == step.total:
                    self._said = now
                    _say("arrived", Arrived(step.done, step.total, rate))
            case _:
                _say("reading", None)


def _say(step: str, values: Any) -> None:
    print(json.dumps({step: None if values is None else values._asdict()}), flush=True)


def _end_with_the_server() -> None:
    while os.read(0, 1):  # nothing comes; it ends when the server does
        pass
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    main()
