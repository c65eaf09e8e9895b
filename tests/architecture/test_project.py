"""The project as a whole: documented commands exist, locks are exact, and no committed file names a machine's folders."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HOMES = re.compile(r"/(?:work|root|home|Users|opt/pypi)/[A-Za-z0-9_.-]")
DOCUMENTS = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")])


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def committed() -> list[Path]:
    """The files in git. Skips outside a checkout."""
    try:
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a git checkout")
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def test_no_committed_file_names_a_machines_folders() -> None:
    found = []
    for path in committed():
        content = path.read_bytes()
        if b"\0" in content or path == Path(__file__):
            continue
        for number, line in enumerate(content.decode("utf-8", errors="replace").splitlines(), start=1):
            if HOMES.search(line):
                found.append(f"{name_of(path)}:{number}: {line.strip()[:120]}")
    assert found == []


def make_targets() -> set[str]:
    return set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


def test_the_makefile_has_its_commands() -> None:
    assert {"install", "run", "test", "lock", "bench", "clean", "help"} <= make_targets()


def make_commands(document: str) -> set[str]:
    """The make targets in a document's code."""
    command = r"make (?:[A-Z]+=\S+ )*([a-z]+)"
    blocks = "\n".join(document.split("```")[1::2])
    return set(re.findall(rf"^{command}", blocks, re.MULTILINE)) | set(re.findall(rf"`{command}", document))


def test_commands_in_documents_are_found() -> None:
    assert make_commands("To\nmake them, `make lock`.\n```sh\nmake PORT=1 run   # it\n```\n") == {"lock", "run"}


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_every_make_command_in_a_document_exists(path: Path) -> None:
    assert make_commands(path.read_text(encoding="utf-8")) <= make_targets()


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_every_relative_link_in_a_document_works(path: Path) -> None:
    shown = re.sub(r"<!--.*?-->", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    links = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", shown)
    missing = [link for link in links if "://" not in link and not (path.parent / link).exists()]
    assert missing == []


def test_the_readme_names_the_two_commands() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "make run" in readme
    assert "make test" in readme


def test_the_shipped_settings_keep_everything_on_this_machine() -> None:
    settings = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert settings["browser"]["gatherUsageStats"] is False
    assert settings["server"]["address"] == "127.0.0.1"
    assert settings["client"] == {"showErrorDetails": "none", "toolbarMode": "viewer"}
    assert not re.search(r"https?:", (ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))


@pytest.mark.xdist_group("together")
def test_a_group_of_tests_stays_in_one_process(request: pytest.FixtureRequest) -> None:
    """xdist puts the group into the test's name; a pytest that does not read it there runs a group's tests anywhere, without a word."""
    assert request.node.nodeid.endswith("@together") == getattr(request.config.option, "loadgroup", False)
