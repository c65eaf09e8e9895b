"""An installed program has its pages, data, settings and numbers of the law, without the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def build(folder: Path, **environment: str) -> Path:
    """The project built as pip builds it: with the locked build tool where ``make`` has installed it, else with one that pip gets. Skips if
    it can get none."""
    how = ["--no-build-isolation"] if find_spec("hatchling") else []
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", *how, "--wheel-dir", str(folder), str(ROOT)]
    built = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, **environment})
    if built.returncode and "No matching distribution found for hatchling" in built.stderr:
        pytest.skip("hatchling cannot be had here")
    assert built.returncode == 0, built.stderr
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("wheel"))


@pytest.mark.xdist_group("wheel")
def test_two_builds_have_the_same_bytes(wheel: Path, tmp_path: Path) -> None:
    assert build(tmp_path, TZ="Asia/Tokyo", LC_ALL="C", PYTHONHASHSEED="7").read_bytes() == wheel.read_bytes()


@pytest.mark.xdist_group("wheel")
def test_the_wheel_carries_pages_data_settings_and_parameters(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for folder in ("pages", "data", ".streamlit", "finder"):
        for path in (ROOT / folder).rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                inside = path.relative_to(ROOT).as_posix()
                assert (inside if folder == "finder" else f"finder/_shipped/{inside}") in names
    assert "finder/_shipped/app.py" in names
    assert not [name for name in names if name.startswith(("tests/", "docs/"))]


@pytest.mark.xdist_group("wheel")
def test_the_installed_program_finds_its_files(wheel: Path, tmp_path: Path) -> None:
    zipfile.ZipFile(wheel).extractall(tmp_path)
    script = "from finder.paths import shipped; print(*(shipped(name) for name in ('app.py', 'pages', 'data', '.streamlit')), sep='\\n')"
    command = [sys.executable, "-c", script]  # run in that folder, so that its finder is the one imported
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert run.stdout.splitlines() == [str(tmp_path / "finder" / "_shipped" / name) for name in ("app.py", "pages", "data", ".streamlit")]
