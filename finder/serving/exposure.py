"""What a server exposes, as its administrator set it up: ``finder app --check``. It reads settings and asks nobody."""

from __future__ import annotations

import os
import re
import stat
import tomllib
from collections.abc import Iterator, Mapping
from enum import Enum
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from finder.serving.admitted import ALLOWED, allow_list, is_entry
from finder.serving.hosts import HOSTS, OWN

SHARED = "FINDER_SHARED"
"""Set to 1 on a server for other people: then no visitor may get plans, have a file of its disk read, or remove plans."""
SECRETS = "STREAMLIT_SECRETS_FILES"
ENOUGH_FILES = 4096
"""Open files of one process: 120 visitors held 1,011."""
_NAME = re.compile(r"(\*\.)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?", re.IGNORECASE)
_AUTH = ("redirect_uri", "cookie_secret", "client_id", "client_secret", "server_metadata_url")
_LEAST_SECRET = 32
_SWAP_IN_MEMORY = "/dev/zram"


class Level(Enum):
    """How a finding is."""

    GOOD = "good"
    LOOK = "look"
    WRONG = "wrong"


class Found(Enum):
    """What can be found; the sentences are in ``finder.explain.serving``."""

    LISTENS = Level.GOOD, 1
    NAMES = Level.GOOD, 2
    NAME_IS_NONE = Level.WRONG, 3
    ONE_PERSON = Level.GOOD, 4
    SHARED = Level.GOOD, 5
    NOT_SHARED = Level.WRONG, 6
    OPEN_TO_ALL = Level.LOOK, 7
    SIGN_IN = Level.GOOD, 8
    ENTRY_IS_NOBODY = Level.WRONG, 9
    NOBODY_LISTED = Level.WRONG, 10
    NO_SECRETS = Level.WRONG, 11
    SECRETS_LACK = Level.WRONG, 12
    SECRETS_SHORT = Level.WRONG, 13
    SECRETS_READABLE = Level.WRONG, 14
    NO_AUTHLIB = Level.WRONG, 15
    ROOT = Level.WRONG, 16
    FEW_FILES = Level.LOOK, 17
    CORE_FILES = Level.LOOK, 18
    FOLDER_OPEN = Level.WRONG, 19
    OVERRIDE = Level.LOOK, 20
    SWAP = Level.LOOK, 21

    @property
    def level(self) -> Level:
        """How it is."""
        return self.value[0]


class Finding(NamedTuple):
    """One finding, with what its sentence names."""

    found: Found
    values: Mapping[str, object]


class Machine(NamedTuple):
    """A process: its user, the files that it may open, the bytes of a core file (-1: any number), whether its memory may be swapped to a
    disk. None: the system has no such thing, or does not tell."""

    user: int | None
    files: int | None
    core: int | None
    swaps: bool | None = None


def this_machine() -> Machine:
    """The limits under which this process runs, and so the server that it would start."""
    try:
        import resource
    except ImportError:  # Windows has none of these
        return Machine(None, None, None)
    return Machine(os.geteuid(), resource.getrlimit(resource.RLIMIT_NOFILE)[0], resource.getrlimit(resource.RLIMIT_CORE)[0], swaps())


def swaps(proc: Path = Path("/proc"), groups: Path = Path("/sys/fs/cgroup")) -> bool | None:
    """Whether this process's memory may be written to a disk, as Linux tells it (proc(5), ``memory.swap.max`` of cgroup v2)."""
    try:
        areas = [line for line in (proc / "swaps").read_text("utf-8").splitlines()[1:] if not line.startswith(_SWAP_IN_MEMORY)]
        group = next((line[3:] for line in (proc / "self/cgroup").read_text("utf-8").splitlines() if line.startswith("0::")), "/")
    except OSError:
        return None
    limit = groups / group.lstrip("/") / "memory.swap.max"
    return bool(areas) and not (limit.is_file() and limit.read_text("utf-8").strip() == "0")


def is_shared(environment: Mapping[str, str]) -> bool:
    """Whether the server is for other people than the one at this machine."""
    return environment.get(SHARED, "") not in ("", "0")


def exposure(environment: Mapping[str, str], machine: Machine, folders: tuple[Path, ...]) -> tuple[Finding, ...]:
    """Everything that an administrator should know. ``folders``: what the server reads its plans from."""
    return (*_reached(environment), *_signing_in(environment), *_held(machine, folders), *_overrides(environment))


def _reached(environment: Mapping[str, str]) -> Iterator[Finding]:
    names = environment.get(HOSTS, "").split()
    yield Finding(Found.LISTENS, {})
    yield Finding(Found.NAMES, {"names": ", ".join((*OWN, *names))})
    yield from (Finding(Found.NAME_IS_NONE, {"entry": name}) for name in names if not _NAME.fullmatch(name))
    yield Finding(Found.SHARED if is_shared(environment) else Found.NOT_SHARED if names else Found.ONE_PERSON, {})
    if names and allow_list(environment) is None:
        yield Finding(Found.OPEN_TO_ALL, {"setting": ALLOWED})


def _signing_in(environment: Mapping[str, str]) -> Iterator[Finding]:
    allowed = allow_list(environment)
    if allowed is None:
        return
    entries = [entry for entry in allowed if is_entry(entry)]
    yield Finding(Found.SIGN_IN, {"count": len(entries)}) if entries else Finding(Found.NOBODY_LISTED, {})
    yield from (Finding(Found.ENTRY_IS_NOBODY, {"entry": entry}) for entry in allowed if not is_entry(entry))
    if find_spec("authlib") is None:
        yield Finding(Found.NO_AUTHLIB, {})
    files = [Path(name) for name in environment.get(SECRETS, "").split()]
    if not any(path.is_file() for path in files):
        yield Finding(Found.NO_SECRETS, {"setting": SECRETS})
    for path in filter(Path.is_file, files):
        yield from _secrets(path)


def _secrets(path: Path) -> Iterator[Finding]:
    if path.stat().st_mode & (stat.S_IRWXO | stat.S_IWGRP):
        yield Finding(Found.SECRETS_READABLE, {"path": path})
    try:
        given = tomllib.loads(path.read_text("utf-8")).get("auth", {})
    except (OSError, ValueError):
        given = {}
    lacks = [name for name in _AUTH if not (isinstance(given, dict) and isinstance(given.get(name), str) and given[name])]
    if lacks:
        yield Finding(Found.SECRETS_LACK, {"path": path, "lacks": ", ".join(lacks)})
    elif len(given["cookie_secret"]) < _LEAST_SECRET:
        yield Finding(Found.SECRETS_SHORT, {"path": path, "least": _LEAST_SECRET})


def _held(machine: Machine, folders: tuple[Path, ...]) -> Iterator[Finding]:
    if machine.user == 0:
        yield Finding(Found.ROOT, {})
    if machine.files is not None and 0 <= machine.files < ENOUGH_FILES:
        yield Finding(Found.FEW_FILES, {"files": machine.files, "enough": ENOUGH_FILES})
    if machine.core:
        yield Finding(Found.CORE_FILES, {})
    if machine.swaps:
        yield Finding(Found.SWAP, {})
    for folder in folders:
        if folder.is_dir() and folder.stat().st_mode & stat.S_IWOTH:
            yield Finding(Found.FOLDER_OPEN, {"path": folder})


def _overrides(environment: Mapping[str, str]) -> Iterator[Finding]:
    """Each setting of Streamlit that the environment lays over ours: by name, as a value may be a secret."""
    yield from (
        Finding(Found.OVERRIDE, {"setting": name}) for name in sorted(environment) if name.startswith("STREAMLIT_") and name != SECRETS
    )
