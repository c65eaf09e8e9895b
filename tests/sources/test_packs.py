"""Packs: the same catalog on another machine, the same bytes each time, and nothing of a pack that was changed, is hostile or too new."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from finder import cli
from finder.domain.errors import SourceError
from finder.sources.catalog.reading import MarketCatalog, check_catalog, open_catalog
from finder.sources.catalog.releases import folder_name
from finder.sources.catalog.store import digest_of
from finder.sources.cms.importer import import_catalog, import_release
from finder.sources.download.http_ranges import Web
from finder.sources.packs.cut import cut_catalog
from finder.sources.packs.pack_file import read_pack
from finder.sources.packs.publish import pack
from finder.sources.packs.take import add
from tests.sources.file_server import serving
from tests.sources.several_states import TEXTS, write_three_states
from tests.sources.small_market import renamed, write_market


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The catalog of three states."""
    folder = tmp_path_factory.mktemp("whole")
    import_catalog(write_three_states(folder / "files"), 2026, folder / "2026")
    return folder / "2026"


@pytest.fixture(scope="module")
def ohio(whole: Path) -> Path:
    out = whole.parent / "ohio.pack"
    pack(whole, ["OH"], out)
    return out


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def test_a_pack_becomes_the_catalog_that_was_packed(whole: Path, ohio: Path, tmp_path: Path) -> None:
    added = add(ohio, tmp_path / "catalogs")
    assert (added.info.states, added.replaced, added.answers) == (("OH",), None, ("OH",))
    assert names(tmp_path / "catalogs") == ["2026-2026Q2-OH"]
    assert check_catalog(2026, tmp_path / "catalogs").digest == added.info.digest
    import_catalog(whole.parent / "files", 2026, tmp_path / "imported", states=["OH"])
    assert MarketCatalog(tmp_path / "imported").info == added.info


def test_the_same_catalog_gives_the_same_bytes(whole: Path, ohio: Path, tmp_path: Path) -> None:
    first, second = pack(whole, ["OH"], tmp_path / "again.pack"), pack(whole, (), tmp_path / "whole.pack")
    assert (tmp_path / "again.pack").read_bytes() == ohio.read_bytes()
    assert first.sha256 == hashlib.sha256(ohio.read_bytes()).hexdigest()
    assert (first.size, second.info.states) == (ohio.stat().st_size, ("KY", "MA", "OH"))
    assert names(tmp_path) == ["again.pack", "whole.pack"], "nothing is left beside them"


def test_a_part_of_a_large_catalog_has_the_bytes_of_an_import(tmp_path: Path) -> None:
    """Thousands of rows: a join of so many gives them back in any order."""
    plans = [f"S0014|{of}|000|Blue Rx|Blue {of} (PDP)|26000{of}|30.00|615| |14| | |0|N\n" for of in range(100, 140)]
    costs = [f"S0014|{of}|000|1|3|1|0| | | |1|3.00|0.00|0.00|0| | | |0| | | |N|N\n" for of in range(100, 140)]
    drugs = [f"26000{of}|1|2026|{4_000_000 + drug}|{drug:011d}|3|N| | |N|N|N\n" for of in range(100, 140) for drug in range(1, 301)]
    added = {"plan": plans, "cost": costs, "formulary": drugs}
    files = write_three_states(tmp_path / "files", **{kind: TEXTS[kind] + "".join(rows) for kind, rows in added.items()})
    for states in ((), ("OH",)):
        import_catalog(files, 2026, tmp_path / "-".join(("imported", *states)), states=states)
    cut_catalog(tmp_path / "imported", ["OH"], tmp_path / "cut")
    imported = tmp_path / "imported-OH"
    assert names(tmp_path / "cut") == names(imported)
    unlike = [name for name in names(imported) if (imported / name).read_bytes() != (tmp_path / "cut" / name).read_bytes()]
    assert unlike == []


def test_any_changed_byte_is_refused(ohio: Path, tmp_path: Path) -> None:
    content, chance = ohio.read_bytes(), random.Random(7)
    end = len(content)
    for at in [0, 10, end - 1, end - 70, end - 90, *(chance.randrange(end) for _ in range(40))]:
        changed = bytearray(content)
        changed[at] ^= 1 << chance.randrange(8)
        (tmp_path / "changed.pack").write_bytes(changed)
        with pytest.raises(SourceError):
            add(tmp_path / "changed.pack", tmp_path / "catalogs")
    for length in (0, 1, end // 2, end - 1):
        (tmp_path / "changed.pack").write_bytes(content[:length])
        with pytest.raises(SourceError, match="another kind of file, or half of one"):
            add(tmp_path / "changed.pack", tmp_path / "catalogs")
    assert names(tmp_path / "catalogs") == []


def sealed(path: Path, members: dict[str, bytes], version: int = 1) -> Path:
    """A pack with any members and a right checksum, as a stranger could make it."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.comment = f"partd-finder pack {version} sha256 ".encode() + b"0" * 64
        for name, content in members.items():
            archive.writestr(name, content)
    content = path.read_bytes()[:-64]
    path.write_bytes(content + hashlib.sha256(content).hexdigest().encode())
    return path


def members_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def described(members: dict[str, bytes], **facts: Any) -> dict[str, bytes]:
    """The members with a manifest that agrees with them, and other facts."""
    manifest = json.loads(members["manifest.json"]) | facts
    for kind, ending in (("tables", ".parquet"), ("files", "")):
        for name, of in manifest[kind].items():
            if f"{name}{ending}" in members:
                content = members[f"{name}{ending}"]
                of |= {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    manifest["digest"] = digest_of({**manifest["tables"], **manifest["files"]})
    return {**members, "manifest.json": json.dumps(manifest).encode()}


def a_name_that_climbs(members: dict[str, bytes]) -> dict[str, bytes]:
    return {**members, "../outside.txt": b"x"}


def a_program(members: dict[str, bytes]) -> dict[str, bytes]:
    return {**members, "plans.pkl": b"cos\nsystem\n(S'true'\ntR."}


def another_size(members: dict[str, bytes]) -> dict[str, bytes]:
    return {**members, "plans.parquet": members["plans.parquet"] + b"x"}


def a_table_less(members: dict[str, bytes]) -> dict[str, bytes]:
    return {name: content for name, content in members.items() if name != "plans.parquet"}


def a_release_that_climbs(members: dict[str, bytes]) -> dict[str, bytes]:
    return described(members, release="../../x")


def a_state_that_climbs(members: dict[str, bytes]) -> dict[str, bytes]:
    return described(members, states=["../../x"])


def a_map_of_noise(members: dict[str, bytes]) -> dict[str, bytes]:
    return described({**members, "market.map": bytes(4000)})


def a_list_as_manifest(members: dict[str, bytes]) -> dict[str, bytes]:
    return {**members, "manifest.json": b"[1]"}


def nothing(members: dict[str, bytes]) -> dict[str, bytes]:
    return {}


@pytest.mark.parametrize(
    "change",
    [
        *(a_name_that_climbs, a_program, another_size, a_table_less, a_release_that_climbs, a_state_that_climbs, a_map_of_noise),
        *(a_list_as_manifest, nothing),
    ],
)
def test_a_hostile_pack_is_a_sentence_and_changes_nothing(ohio: Path, tmp_path: Path, change: Callable[..., dict[str, bytes]]) -> None:
    path = sealed(tmp_path / "hostile.pack", change(members_of(ohio)))
    before = names(tmp_path)
    with pytest.raises(SourceError) as refused:
        add(path, tmp_path / "deep" / "catalogs")
    assert "hostile.pack" in str(refused.value)
    assert names(tmp_path) in (before, sorted([*before, "deep"]))
    assert names(tmp_path / "deep" / "catalogs") == []


def test_a_newer_pack_needs_a_newer_program(ohio: Path, tmp_path: Path) -> None:
    members = members_of(ohio)
    for path in (sealed(tmp_path / "a.pack", members, version=2), sealed(tmp_path / "b.pack", described(members, format=4))):
        with pytest.raises(SourceError, match="this pack needs a newer program"):
            add(path, tmp_path / "catalogs")


def test_what_a_pack_replaces_is_said(whole: Path, ohio: Path, tmp_path: Path) -> None:
    catalogs = tmp_path / "catalogs"
    first = add(ohio, catalogs)
    assert add(ohio, catalogs).replaced == first.info
    later = renamed(write_three_states(tmp_path / "later"), "PPUF_2026Q3")
    import_release(later, 2026, catalogs)
    older = add(ohio, catalogs)
    assert older.answers == (), "the country of a newer quarter answers"
    assert open_catalog(2026, catalogs, states=["OH"]).info.release == "2026Q3"


def test_a_pack_never_replaces_what_is_not_a_pack(whole: Path, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(SourceError, match=r"letter\.txt: expected no file, or a pack to replace"):
        pack(whole, (), tmp_path / "letter.txt")
    assert (tmp_path / "letter.txt").read_text() == "mine"
    with pytest.raises(SourceError, match="could not be written"):
        pack(whole, (), tmp_path / "nowhere" / "x.pack")
    with pytest.raises(SourceError, match="has no plans of TX"):
        pack(whole, ["TX"], tmp_path / "x.pack")


def test_a_pack_from_a_server_goes_on_where_it_stopped(ohio: Path, tmp_path: Path) -> None:
    web = Web(timeout=2, tries=2, pause=0.01)
    with serving() as files:
        files.content["/ohio.pack"], files.cut_after = ohio.read_bytes(), [5_000, 0, 0, 0]
        with pytest.raises(SourceError, match="what has come so far is kept"):
            add(files.url("/ohio.pack"), tmp_path / "catalogs", web=web)
        assert (tmp_path / "downloads" / "pack_ohio.pack" / "ohio.pack.part").stat().st_size == 5_000
        files.cut_after.clear()
        added = add(files.url("/ohio.pack"), tmp_path / "catalogs", web=web)
        assert files.asked[-1][1] is not None
        assert files.asked[-1][1].startswith("bytes=5000-")
    assert added.info.states == ("OH",)
    assert names(tmp_path / "downloads") == []


def test_the_command_says_how_far_a_pack_from_a_server_is(
    ohio: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FINDER_DATA", str(tmp_path))
    megabytes = f"{ohio.stat().st_size / 1_000_000:.1f}"
    with serving() as files:
        files.content["/ohio.pack"] = ohio.read_bytes()
        monkeypatch.setattr(sys, "argv", ["finder", "catalog", "add", files.url("/ohio.pack")])
        with pytest.raises(SystemExit) as ended:
            cli.main()
    out, err = capfd.readouterr()
    assert ended.value.code == 0
    assert json.loads(out)["states"] == ["OH"]
    assert f"Fetching {files.url('/ohio.pack')}\nohio.pack: {megabytes} of {megabytes} MB" in err


def test_a_changed_pack_from_a_server_is_refused_and_not_kept(ohio: Path, tmp_path: Path) -> None:
    content = bytearray(ohio.read_bytes())
    content[1000] ^= 1
    with serving() as files:
        files.content["/o.pack"] = bytes(content)
        with pytest.raises(SourceError, match="its checksum is another"):
            add(files.url("/o.pack"), tmp_path / "catalogs", web=Web(timeout=2, tries=2, pause=0.01))
    assert names(tmp_path / "downloads") == names(tmp_path / "catalogs") == []


def test_the_country_is_named_without_its_states() -> None:
    from finder.sources.catalog.places import read_places

    assert folder_name(2026, "2026Q2", read_places().states.values()) == "2026-2026Q2"
    assert folder_name(2026, "2026Q2", ["OH", "KY"]) == "2026-2026Q2-KY-OH"


# Killed, looked at, and held open

_RUN = """
import sys
from pathlib import Path
import duckdb, numpy, pyarrow.csv, pyarrow.parquet
from finder.sources.packs.publish import pack
from finder.sources.packs.take import add
print("begun", flush=True)
what, source, target = sys.argv[1:]
pack(Path(source), ["OH"], Path(target)) if what == "pack" else add(source, Path(target))
"""


@pytest.mark.skipif(os.name != "posix", reason="processes are killed as POSIX does it")
@pytest.mark.parametrize("what", ["pack", "add"])
def test_kill_at_random_moments_loses_nothing(whole: Path, ohio: Path, tmp_path: Path, what: str) -> None:
    chance, content = random.Random(11), ohio.read_bytes()
    target = tmp_path / "o.pack" if what == "pack" else tmp_path / "catalogs"
    source = whole if what == "pack" else ohio
    pack(whole, ["OH"], target) if what == "pack" else add(ohio, target)
    for _ in range(4):
        process = subprocess.Popen([sys.executable, "-c", _RUN, what, str(source), str(target)], stdout=subprocess.PIPE)
        assert process.stdout is not None
        assert process.stdout.readline() == b"begun\n"
        time.sleep(chance.uniform(0, 0.25))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        if what == "pack":
            assert target.read_bytes() == content
        else:
            assert check_catalog(2026, target).states == ("OH",)
    pack(whole, ["OH"], target) if what == "pack" else add(ohio, target)
    assert names(target.parent if what == "pack" else target) == (["o.pack"] if what == "pack" else ["2026-2026Q2-OH"])


@pytest.mark.skipif(os.name != "posix", reason="processes are killed as POSIX does it")
def test_what_a_killed_pack_left_goes_with_the_next_one_whatever_its_name(whole: Path, ohio: Path, tmp_path: Path) -> None:
    chance = random.Random(5)
    for number in range(5):
        target = tmp_path / f"{number}.pack"
        process = subprocess.Popen([sys.executable, "-c", _RUN, "pack", str(whole), str(target)], stdout=subprocess.PIPE)
        assert process.stdout is not None
        assert process.stdout.readline() == b"begun\n"
        until = time.monotonic() + 5
        while process.poll() is None and time.monotonic() < until and not any(tmp_path.glob(f".*{number}.pack*")):
            time.sleep(0.002)  # until it has begun to write
        time.sleep(chance.uniform(0, 0.2))
        process.kill()
        process.communicate()
    (tmp_path / ".mine.partd-finder-cut").mkdir()
    (tmp_path / ".mine.partd-finder-cut" / "letter.txt").write_text("mine")
    pack(whole, (), tmp_path / "last.pack")
    left = {name for name in names(tmp_path) if name not in {f"{number}.pack" for number in range(5)}}
    assert left == {"last.pack", ".mine.partd-finder-cut"}


def test_a_pack_that_is_being_written_is_left_alone(whole: Path, tmp_path: Path) -> None:
    busy = tmp_path / ".other.pack.partd-finder-pack"
    with busy.open("wb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        pack(whole, ["OH"], tmp_path / "o.pack")
        assert names(tmp_path) == [busy.name, "o.pack"]
        with pytest.raises(SourceError, match="another pack is being written there"):
            pack(whole, ["OH"], tmp_path / "other.pack")
        assert names(tmp_path) == [busy.name, "o.pack"]
    pack(whole, ["OH"], tmp_path / "o.pack")
    assert names(tmp_path) == ["o.pack"]


@pytest.mark.parametrize("name", [".DS_Store", "Thumbs.db", "desktop.ini"])
def test_what_a_file_manager_leaves_is_no_reason_to_refuse(tmp_path: Path, name: str) -> None:
    files, catalogs = write_market(tmp_path / "files"), tmp_path / "catalogs"
    for _ in range(3):
        import_release(files, 2026, catalogs)
        (catalogs / "2026-2026Q2" / name).write_bytes(b"\0")
        (catalogs / name).write_bytes(b"\0")
    import_release(files, 2026, catalogs)
    assert names(catalogs) == sorted(["2026-2026Q2", name])
    assert name not in names(catalogs / "2026-2026Q2")


def test_a_catalog_that_is_open_stays_readable_while_it_is_replaced(tmp_path: Path) -> None:
    from tests.sources.small_market import edited

    import_release(write_market(tmp_path / "old"), 2026, tmp_path / "catalogs")
    held = open_catalog(2026, tmp_path / "catalogs")
    import_release(write_market(tmp_path / "new", **edited("price", "0.1977", "0.9999")), 2026, tmp_path / "catalogs")
    pair = ("H0001-001-000", "617311")
    assert held.formulary([pair[0]], [pair[1]])[pair].unit_price == 19_770
    assert open_catalog(2026, tmp_path / "catalogs").formulary([pair[0]], [pair[1]])[pair].unit_price == 99_990


def test_a_pack_names_its_source_and_date(ohio: Path) -> None:
    manifest = read_pack(ohio)
    assert manifest["source"].startswith("CMS public use file of 2026, quarter 2")
    assert (manifest["released"], manifest["format"]) == ("2026-06-30", 3)
