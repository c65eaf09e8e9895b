"""An installed program has its pages, data, settings and numbers of the law, without the checkout."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project built as pip builds it. Skips if the build tool can't be downloaded."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(folder), str(ROOT)]
    built = subprocess.run(command, capture_output=True, text=True, check=False)
    if built.returncode and "No matching distribution found for hatchling" in built.stderr:
        pytest.skip("hatchling cannot be had here")
    assert built.returncode == 0, built.stderr
    return next(folder.glob("*.whl"))


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
