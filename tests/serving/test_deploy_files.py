"""The files of deploy/ as far as they can be checked without the machines they are for."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from finder.serving.exposure import ENOUGH_FILES
from tests.serving.conftest import ROOT

DEPLOY = ROOT / "deploy"
UNIT = DEPLOY / "systemd/partd-finder@.service"
MOST_EXPOSED = 2.0
"""Of 10, as systemd counts; a service without any of its protections has 9.6."""


@pytest.fixture
def unit(tmp_path: Path) -> Path:
    """The unit with a program that is here, as systemd refuses one that is not."""
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze checks the unit, and it is not here")
    copy = tmp_path / UNIT.name
    copy.write_text(UNIT.read_text("utf-8").replace("/opt/partd-finder/bin/finder", "/bin/true"), "utf-8")
    return copy


def test_systemd_accepts_the_unit(unit: Path) -> None:
    run = subprocess.run(["systemd-analyze", "verify", str(unit)], capture_output=True, text=True, check=False)
    assert (run.returncode, [line for line in run.stderr.splitlines() if UNIT.stem in line]) == (0, [])


def test_systemd_finds_the_unit_well_protected(unit: Path) -> None:
    command = ["systemd-analyze", "security", "--offline=true", "--no-pager", str(unit)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    level = re.search(r"Overall exposure level for \S+: ([\d.]+)", run.stdout)
    assert level, run.stdout + run.stderr
    assert float(level[1]) <= MOST_EXPOSED


def test_the_unit_bounds_files_and_keeps_memory_off_the_disk() -> None:
    settings = dict(line.split("=", 1) for line in UNIT.read_text("utf-8").splitlines() if "=" in line and not line.startswith("#"))
    assert int(settings["LimitNOFILE"]) >= ENOUGH_FILES
    assert (settings["LimitCORE"], settings["MemorySwapMax"], settings["IPAddressDeny"]) == ("0", "0", "any")


def test_the_container_has_what_the_package_is_built_from_and_no_root() -> None:
    text = (DEPLOY / "container/Containerfile").read_text("utf-8")
    copied = {name for line in re.findall(r"^COPY (?!--from)(.+)$", text, re.MULTILINE) for name in line.split()[:-1]}
    assert {name for name in copied if not (ROOT / name).exists()} == set()
    shipped = re.search(r"SHIPPED = \((.*)\)", (ROOT / "hatch_build.py").read_text("utf-8"))
    assert shipped
    assert {"finder", "hatch_build.py", "pyproject.toml", "README.md", "requirements.lock", *re.findall(r'"(.+?)"', shipped[1])} <= copied
    assert text.index("USER 10001") < text.index("ENTRYPOINT")
    assert "/healthz" in text


def test_the_containers_are_closed() -> None:
    services: dict[str, dict[str, Any]] = yaml.safe_load((DEPLOY / "container/compose.yaml").read_text("utf-8"))["services"]
    assert [name for name, service in services.items() if "ports" in service] == ["proxy"]
    for name, service in services.items():
        assert service["read_only"] is True, name
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert service["mem_limit"], name
        assert service["pids_limit"], name
    image = (DEPLOY / "container/Containerfile").read_text("utf-8")
    in_memory = {place.partition(":")[0] for place in services["finder-1"]["tmpfs"]}
    assert re.search(r"FINDER_CACHE=(\S+)/cache HOME=\1 ", image)[1] in in_memory  # type: ignore[index]
    ports = [service["environment"]["FINDER_PORT"] for name, service in services.items() if name != "proxy"]
    caddy = (DEPLOY / "Caddyfile").read_text("utf-8")
    assert all(f"127.0.0.1:{port}" in caddy for port in ports)


def test_every_setting_in_the_files_is_one_of_the_program() -> None:
    code = "".join(path.read_text("utf-8") for folder in ("finder", "pages") for path in (ROOT / folder).rglob("*.py"))
    theirs = {"FINDER_SITE", "FINDER_PROCESSES", "FINDER_WAY_SECRET", "FINDER_PORT"}  # between these files alone
    for path in filter(Path.is_file, DEPLOY.rglob("*")):
        named = set(re.findall(r"FINDER_[A-Z_]*[A-Z]", path.read_text("utf-8")))
        assert {name for name in named - theirs if f'"{name}"' not in code} == set(), path
