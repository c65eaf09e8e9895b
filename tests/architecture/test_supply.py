"""What is installed: locked with hashes, listed with licenses."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest

from tests.docs import licenses

ROOT = Path(__file__).parents[2]
LOCKS = ("requirements.lock", "requirements-test.lock", "requirements-build.lock")
LINE = re.compile(
    r"(?P<name>[a-z0-9][a-z0-9-]*)==(?P<version>[0-9][\w.]*)(?: ; (?P<marker>[^@/\n]+?))? \\\n"
    r"(?P<hashes>(?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)"
)


def locked(lock: str) -> dict[tuple[str, str], str]:
    """Name and version of each library of a lock, with its marker. Every line of the lock belongs to one, and none names an
    address."""
    text = (ROOT / lock).read_text("utf-8")
    assert LINE.sub("", text) == ""
    return {(found["name"], found["version"]): found["marker"] or "" for found in LINE.finditer(text)}


def names(lock: str) -> set[str]:
    return {name for name, _ in locked(lock)}


def name_of(requirement: str) -> str:
    return re.sub(r"[-_.]+", "-", re.split(r"[\[=<>~! ;]", requirement)[0]).lower()


@pytest.mark.parametrize("lock", LOCKS)
def test_every_library_is_locked_with_hashes(lock: str) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    needed = {
        "requirements.lock": project["project"]["dependencies"],
        "requirements-test.lock": project["project"]["dependencies"] + project["project"]["optional-dependencies"]["test"],
        "requirements-build.lock": project["dependency-groups"]["build"],
    }[lock]
    assert {name_of(one) for one in needed} <= names(lock)


def test_the_locks_agree() -> None:
    run, test, build = map(locked, LOCKS)
    assert run.items() <= test.items()
    assert {pair for pair in build if pair[0] in names("requirements-test.lock")} <= test.keys()


def test_the_build_is_the_one_that_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    (needed,) = project["build-system"]["requires"]
    assert tuple(needed.split("==")) in locked("requirements-build.lock")


def test_the_bill_of_materials_lists_what_is_locked() -> None:
    listed = {(name_of(one["name"]), one["version"]) for one in json.loads(licenses.BILL.read_text("utf-8"))["components"]}
    run = locked("requirements.lock")
    assert listed <= run.keys()
    assert {name for (name, _), marker in run.items() if not marker} <= {name for name, _ in listed}


def test_every_library_has_a_license_and_the_page_is_current() -> None:
    assert [name for name, _, told in licenses.components() if not told] == []
    assert licenses.page() == licenses.PAGE.read_text("utf-8")
