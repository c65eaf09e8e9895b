"""finder app --check: each thing that an administrator should know, found and said."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from finder.domain.market import DamagedCatalog
from finder.explain.serving import exposure_lines, plans_lines
from finder.serving.exposure import Finding, Found, Level, Machine, exposure, swaps
from finder.sources.catalog.reading import open_catalog
from tests.serving.conftest import PUBLIC, ROOT

WELL = Machine(user=1000, files=16384, core=0, swaps=False)
SERVER = {"FINDER_HOSTS": PUBLIC, "FINDER_SHARED": "1"}
SECRETS = """[auth]
redirect_uri = "https://plans.example.org/oauth2callback"
cookie_secret = "{secret}"
client_id = "finder"
client_secret = "s"
server_metadata_url = "https://login.example/.well-known/openid-configuration"
"""


def found(environment: dict[str, str], machine: Machine = WELL, *folders: Path) -> set[Found]:
    return {finding.found for finding in exposure(environment, machine, folders)} - {Found.LISTENS, Found.NAMES}


@pytest.fixture
def signing_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """A server where people sign in, well set up, as if Authlib were here."""
    monkeypatch.setattr("finder.serving.exposure.find_spec", lambda name: object())
    file = tmp_path / "secrets.toml"
    file.write_text(SECRETS.format(secret="x" * 32))
    file.chmod(0o640)
    return {**SERVER, "FINDER_ALLOWED": "*@agency.example", "STREAMLIT_SECRETS_FILES": str(file)}


def test_one_person_at_their_own_machine_has_nothing_to_look_at() -> None:
    assert found({}) == {Found.ONE_PERSON}


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        (SERVER, {Found.SHARED, Found.OPEN_TO_ALL}),
        ({"FINDER_HOSTS": PUBLIC}, {Found.NOT_SHARED, Found.OPEN_TO_ALL}),
        ({"FINDER_HOSTS": PUBLIC, "FINDER_SHARED": "0"}, {Found.NOT_SHARED, Found.OPEN_TO_ALL}),
        ({**SERVER, "FINDER_HOSTS": f"https://{PUBLIC}"}, {Found.SHARED, Found.OPEN_TO_ALL, Found.NAME_IS_NONE}),
        ({**SERVER, "FINDER_HOSTS": f"{PUBLIC}:8443 *"}, {Found.SHARED, Found.OPEN_TO_ALL, Found.NAME_IS_NONE}),
        ({**SERVER, "FINDER_HOSTS": f"*.{PUBLIC} 192.0.2.7"}, {Found.SHARED, Found.OPEN_TO_ALL}),
        ({"STREAMLIT_SERVER_ENABLE_XSRF_PROTECTION": "false"}, {Found.ONE_PERSON, Found.OVERRIDE}),
    ],
)
def test_who_reaches_the_pages(environment: dict[str, str], expected: set[Found]) -> None:
    assert found(environment) == expected


@pytest.mark.parametrize(
    ("machine", "expected"),
    [
        (WELL._replace(user=0), {Found.ROOT}),
        (WELL._replace(files=1024), {Found.FEW_FILES}),
        (WELL._replace(files=4095), {Found.FEW_FILES}),
        (WELL._replace(files=4096), set()),
        (WELL._replace(files=-1), set()),  # no limit
        (WELL._replace(core=-1), {Found.CORE_FILES}),
        (WELL._replace(swaps=True), {Found.SWAP}),
        (Machine(None, None, None), set()),
    ],
)
def test_the_limits_of_the_process(machine: Machine, expected: set[Found]) -> None:
    assert found({}, machine) == {Found.ONE_PERSON} | expected


_DISK, _MEMORY = "/dev/sda2 partition 8388604 0 -2", "/dev/zram0 partition 8388604 0 100"


@pytest.mark.parametrize(
    ("areas", "limit", "expected"),
    [
        ((), None, False),
        ((_DISK,), None, True),
        ((_DISK,), "max", True),
        ((_DISK,), "0", False),
        ((_MEMORY,), "max", False),
        ((_MEMORY, _DISK), "max", True),
    ],
)
def test_whether_memory_may_be_written_to_a_disk(areas: tuple[str, ...], limit: str | None, expected: bool, tmp_path: Path) -> None:
    group = tmp_path / "groups/system.slice/partd-finder@8501.service"
    for folder in (group, tmp_path / "self"):
        folder.mkdir(parents=True)
    (tmp_path / "swaps").write_text("\n".join(("Filename Type Size Used Priority", *areas)) + "\n")
    (tmp_path / "self/cgroup").write_text("0::/system.slice/partd-finder@8501.service\n")
    if limit is not None:
        (group / "memory.swap.max").write_text(limit + "\n")
    assert swaps(tmp_path, tmp_path / "groups") is expected
    assert swaps(tmp_path / "nowhere") is None


def test_a_folder_that_everybody_can_change(tmp_path: Path) -> None:
    tmp_path.chmod(0o777)
    assert found({}, WELL, tmp_path, tmp_path / "none") == {Found.ONE_PERSON, Found.FOLDER_OPEN}


def test_a_sign_in_that_is_well_set_up(signing_in: dict[str, str]) -> None:
    assert found(signing_in) == {Found.SHARED, Found.SIGN_IN}


def test_each_fault_of_a_sign_in(signing_in: dict[str, str]) -> None:
    file = Path(signing_in["STREAMLIT_SECRETS_FILES"])
    assert found(signing_in | {"FINDER_ALLOWED": ""}) == {Found.SHARED, Found.NOBODY_LISTED}
    assert found(signing_in | {"FINDER_ALLOWED": "*@agency.example *"}) == {Found.SHARED, Found.SIGN_IN, Found.ENTRY_IS_NOBODY}
    assert found(signing_in | {"STREAMLIT_SECRETS_FILES": "/nowhere"}) == {Found.SHARED, Found.SIGN_IN, Found.NO_SECRETS}
    file.chmod(0o644)
    assert found(signing_in) == {Found.SHARED, Found.SIGN_IN, Found.SECRETS_READABLE}
    file.chmod(0o600)
    for text, fault in (
        (SECRETS.format(secret="x" * 31), Found.SECRETS_SHORT),
        ("[auth]\n", Found.SECRETS_LACK),
        ("no toml", Found.SECRETS_LACK),
    ):
        file.write_text(text)
        assert found(signing_in) == {Found.SHARED, Found.SIGN_IN, fault}


def test_a_sign_in_without_its_library(signing_in: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("finder.serving.exposure.find_spec", lambda name: None)
    assert Found.NO_AUTHLIB in found(signing_in)


def test_everything_that_can_be_found_is_said_and_no_value_of_a_setting_is() -> None:
    everything = {"names": "n", "entry": "e", "setting": "s", "count": 1, "path": "p", "lacks": "l", "least": 1, "files": 1, "enough": 1}
    lines = exposure_lines(tuple(Finding(one, everything) for one in Found))
    assert len(set(lines)) == len(Found)
    told = exposure_lines(exposure({"STREAMLIT_SERVER_COOKIE_SECRET": "hidden"}, WELL, ()))
    assert "STREAMLIT_SERVER_COOKIE_SECRET" in told[-1]
    assert not any("hidden" in line for line in told)


def test_the_plans_and_their_age() -> None:
    infos = [open_catalog(2012).info, open_catalog(2026).info]
    damaged = [DamagedCatalog(2027, "says", in_use=True)]
    assert plans_lines(infos, damaged, date(2026, 11, 27)) == [
        "ok:    Plans of 2026: as of 2026-09-01, 87 days old.",  # 29 + 31 + 27
        "look:  Plans of 2027 are damaged. Import them again.",
    ]
    assert plans_lines([], [], date(2026, 11, 27))[0].startswith("WRONG:")


def test_the_command_says_so_and_its_exit_code_too() -> None:
    command = [sys.executable, "-m", "finder.cli", "app", "--check"]
    run = subprocess.run(command, cwd=ROOT, env={**os.environ, "FINDER_HOSTS": PUBLIC}, capture_output=True, text=True, check=False)
    assert run.returncode == 1
    assert "WRONG: Others reach the server, and it is set up for one person. Set FINDER_SHARED=1." in run.stdout.splitlines()
    assert Level.GOOD.value not in run.stderr
