"""What others wrote is read by ``finder/intake`` alone, within its one table of limits."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from finder.intake import limits
from finder.intake.limits import Limits

ROOT = Path(__file__).parents[2]
READERS = re.compile(r"\bload_workbook\(|\bjson\.loads?\(|\bJSONDecoder\(|\bzipfile\.ZipFile\((?!.*\"w\")|\bsys\.stdin\b")
OURS = {
    "finder/documents/batch/part.py": "bytes that this program made",
    "finder/errand.py": "what a process of ours says",
    "finder/explain/collect_messages.py": "files that ship",
    "finder/sources/catalog/map_contents.py": "a map whose checksums are compared",
    "finder/sources/catalog/market_map.py": "a map whose checksums are compared",
    "finder/sources/catalog/pharmacy_networks.py": "a map whose checksums are compared",
    "finder/sources/catalog/places.py": "files that ship",
    "finder/sources/catalog/reading.py": "a map whose checksums are compared",
    "finder/sources/cms/bundle.py": "zips in zips, which are counted together by the limits of a release",
    "finder/sources/download/folder.py": "a note of ours",
    "finder/sources/download/remote_zip.py": "a directory on a server, read by spans of a bounded size",
    "finder/sources/evidence.py": "files that ship",
    "finder/sources/names/known_products.py": "a map whose checksums are compared",
    "finder/sources/names/own_names.py": "a map whose checksums are compared",
    "finder/sources/packs/pack_file.py": "a pack that was opened within the limits before",
}
"""Modules that read such things themselves, and why they may. The builder of the embedded data reads facts of this project."""


def test_no_other_module_parses_what_others_wrote() -> None:
    modules = [*(ROOT / "finder").rglob("*.py"), *(ROOT / "pages").rglob("*.py")]
    named = {str(path.relative_to(ROOT)) for path in modules if READERS.search(path.read_text(encoding="utf-8"))}
    assert {name for name in named if not name.startswith(("finder/intake/", "finder/sources/embedded/"))} == set(OURS)


@pytest.mark.parametrize("name", [name for name, value in vars(limits).items() if isinstance(value, Limits)])
def test_every_entry_of_the_table_is_a_limit_and_is_used(name: str) -> None:
    limit = getattr(limits, name)
    assert limit.bytes > 0
    assert 0 < limit.seconds <= 3_600
    modules = [*(ROOT / "finder").rglob("*.py"), *(ROOT / "pages").rglob("*.py")]
    users = (path.read_text(encoding="utf-8") for path in modules if path.name != "limits.py")
    assert any(re.search(rf"^from finder\.intake\.limits import .*\b{name}\b", text, re.MULTILINE) for text in users)


def test_the_server_takes_files_of_the_size_that_the_largest_reader_does() -> None:
    settings = tomllib.loads((ROOT / ".streamlit/config.toml").read_text(encoding="utf-8"))
    assert settings["server"]["maxUploadSize"] * limits.MB == limits.OWN_MACHINE.bytes
    assert limits.UPLOAD.bytes >= max(limits.CLAIMS.bytes, limits.MEMBERS.bytes)
