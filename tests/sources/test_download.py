"""Fetch a release from a server on loopback: only what is needed, resumed and verified. Every failure is a sentence."""

from __future__ import annotations

import fcntl
import io
import json
import random
import shutil
import socket
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from finder import cli
from finder.domain.errors import SourceError
from finder.sources.download.folder import remove
from finder.sources.download.http_ranges import Web
from finder.sources.download.release import Progress, fetch, find_release
from finder.sources.download.resource_list import Download, safe_name
from tests.sources.file_server import Files, serving
from tests.sources.small_market import FILES, TEXTS

RELEASE = "/sites/default/files/2026-07/SPUF_2026_20260701.zip"
KINDS = ("plan", "formulary", "cost", "insulin", "price", "locator")


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return made.getvalue()


@cache  # a zip holds the time at which it was made
def inner_zips() -> dict[str, bytes]:
    """The small market's files, each in its own zip as CMS does it, and files that no catalog needs."""
    noise = random.Random(5).randbytes(300_000)  # does not compress, so reading it by mistake shows in the byte count
    market = {f"{FILES[kind][:-4]}.zip": zipped({FILES[kind]: TEXTS[kind].encode()}) for kind in KINDS}
    networks = {f"pharmacy networks file  PPUF_2026Q2 part {part}.zip": zipped({"n.txt": noise}) for part in (1, 2)}
    return {"read me.pdf": noise[:9_000], **networks, **market}


@pytest.fixture
def files(monkeypatch: pytest.MonkeyPatch) -> Iterator[Files]:
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    with serving() as served:
        served.content[RELEASE] = zipped(inner_zips(), zipfile.ZIP_STORED)
        served.list_releases(RELEASE, "/2026_20260722.zip", "/SPUF_2026_20260408.zip", "/SPUF_2025_20251009.zip")
        monkeypatch.setenv("FINDER_RESOURCE_LIST", served.url("/data.json"))
        yield served


@pytest.fixture
def web() -> Web:
    return Web(timeout=0.5, tries=3, pause=0.01)


def release(files: Files) -> Download:
    return Download(2026, "20260701", True, files.url(RELEASE))


def names(paths: list[Path]) -> set[str]:
    return {path.name for path in paths}


NEEDED = {f"{FILES[kind][:-4]}.zip" for kind in KINDS}


def test_the_newest_release_with_prices_is_found_in_the_list(files: Files, web: Web) -> None:
    assert find_release(web, 2026).url == files.url(RELEASE)
    assert find_release(web, 2025).day == "20251009"


def test_a_year_with_only_monthly_releases_gives_the_newest(files: Files, web: Web) -> None:
    files.list_releases("/2027_20261015.zip", "/2027_20261022.zip", "/SPUF_2026_20260701.zip")
    found = find_release(web, 2027)
    assert (found.day, found.quarterly) == ("20261022", False)


def test_a_monthly_release_is_found_when_asked_for(files: Files, web: Web) -> None:
    assert find_release(web, 2026, monthly=True).url == files.url("/2026_20260722.zip")


def test_real_names_of_releases_are_known_and_the_newest_facts_of_a_day_win(files: Files, web: Web) -> None:
    # real names on data.cms.gov, several published on one day
    files.list_releases(
        *("/SPUF_2024_20250131_2023q4.zip", "/SPUF_2024_20250331_2024Q2.zip", "/SPUF_2024_20250331_2024Q1.zip"),
        *("/2025_20241219_Nov2024.zip", "/2025_20241219_Oct2024.zip", "/spuf_2023_20230401.ZIP"),
    )
    assert find_release(web, 2024).url == files.url("/SPUF_2024_20250331_2024Q2.zip")
    assert find_release(web, 2025).url == files.url("/2025_20241219_Nov2024.zip")
    assert find_release(web, 2023).quarterly
    files.list_releases("/SPUF_2024_20250430_2024Q3.zip", "/SPUF_2024_20250331_2024Q2.zip")
    assert find_release(web, 2024).url == files.url("/SPUF_2024_20250430_2024Q3.zip")


def test_an_unlisted_year_names_the_listed_ones(files: Files, web: Web) -> None:
    with pytest.raises(SourceError, match=r"a release of plan year 2019, found releases of: 2025, 2026\."):
        find_release(web, 2019)


@pytest.mark.parametrize("document", [b"<html>", b"[]", b'{"dataset": 3}', b'{"dataset": [{"title": "x"}, 7]}'])
def test_another_document_is_not_a_resource_list(files: Files, web: Web, document: bytes) -> None:
    files.content["/data.json"] = document
    with pytest.raises(SourceError, match="expected a list of data sets"):
        find_release(web, 2026)


def test_only_the_needed_members_are_read_and_they_are_whole(files: Files, web: Web, tmp_path: Path) -> None:
    brought = fetch(web, release(files), tmp_path)
    assert names(brought) == NEEDED
    for path in brought:
        assert path.read_bytes() == inner_zips()[path.name]
    sent = sum(int(span.split("-")[1]) - int(span.split("=")[1].split("-")[0]) + 1 for _, span in files.asked if span)
    assert sent < 400_000 < len(files.content[RELEASE]), "the networks (600,000 bytes) were not read"
    assert all(span for _, span in files.asked), "every request asks for a span"


def test_networks_are_fetched_on_request(files: Files, web: Web, tmp_path: Path) -> None:
    brought = fetch(web, release(files), tmp_path, networks=True)
    assert len(names(brought) - NEEDED) == 2


def test_files_that_came_are_not_fetched_again(files: Files, web: Web, tmp_path: Path) -> None:
    fetch(web, release(files), tmp_path)
    files.asked.clear()
    seen: list[Progress] = []
    fetch(web, release(files), tmp_path, seen.append)
    assert len(files.asked) == 2  # the file's description and its directory
    assert seen[-1].done == seen[-1].total
    assert seen[-1].came == 0


def big(files: Files) -> bytes:
    """A release with a pricing member of 2 MB, which it returns."""
    content = random.Random(1).randbytes(2_000_000)
    members = inner_zips() | {"pricing file  PPUF_2026Q2.zip": content}
    files.content[RELEASE] = zipped(members, zipfile.ZIP_STORED)
    return content


def test_an_interrupted_answer_is_resumed(files: Files, web: Web, tmp_path: Path) -> None:
    content = big(files)
    listing = len(files.asked)
    files.cut_after = [10**9] * 4 + [500_000, 0, 300_000]
    brought = fetch(web, release(files), tmp_path)
    assert (tmp_path / "pricing file  PPUF_2026Q2.zip").read_bytes() == content
    assert names(brought) == NEEDED
    assert not list(tmp_path.glob("*.part"))
    assert len(files.asked) > listing


def test_an_abandoned_download_resumes_in_the_next_run(files: Files, web: Web, tmp_path: Path) -> None:
    content = big(files)
    files.cut_after = [10**9, 10**9, 10**9, 10**9, 10**9, 1_500_000, *[0] * 20]
    with pytest.raises(SourceError, match="Try again later; what has come so far is kept"):
        fetch(web, release(files), tmp_path)
    kept = sum(path.stat().st_size for path in tmp_path.glob("*.part"))
    assert kept >= 1_000_000
    files.cut_after, seen = [], []
    fetch(web, release(files), tmp_path, seen.append)
    assert (tmp_path / "pricing file  PPUF_2026Q2.zip").read_bytes() == content
    assert seen[-1].done == seen[-1].total
    assert seen[-1].came <= seen[-1].done - kept


def test_a_server_without_ranges_sends_the_whole_zip(files: Files, web: Web, tmp_path: Path) -> None:
    files.ranges = False
    brought = fetch(web, release(files), tmp_path)
    assert names(brought) == NEEDED
    assert all(path.read_bytes() == inner_zips()[path.name] for path in brought)
    assert not (tmp_path / "release.zip").exists()


def test_a_server_without_ranges_that_keeps_stopping_is_given_up(files: Files, web: Web, tmp_path: Path) -> None:
    files.ranges = False
    files.cut_after = [10**9, 1000, 10**9]
    assert names(fetch(web, release(files), tmp_path)) == NEEDED
    files.cut_after = [10**9, *[1000] * 9]
    with pytest.raises(SourceError, match="it cannot go on where it stopped"):
        fetch(web, release(files), tmp_path / "again")


def test_errors_of_the_server_are_tried_again(files: Files, web: Web, tmp_path: Path) -> None:
    files.statuses = [500, 0, 503, 0, 502]
    assert names(fetch(web, release(files), tmp_path)) == NEEDED


def test_a_server_that_keeps_failing_is_a_sentence(files: Files, web: Web, tmp_path: Path) -> None:
    files.statuses = [500] * 9
    with pytest.raises(SourceError, match=r"the server did not send the file \(it answered 500 "):
        fetch(web, release(files), tmp_path)


def test_a_missing_file_is_asked_for_once(files: Files, web: Web, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="found the answer 404"):
        fetch(web, Download(2026, "", True, files.url("/nothing.zip")), tmp_path)
    assert len(files.asked) == 1


def test_a_silent_server_is_asked_again(files: Files, web: Web, tmp_path: Path) -> None:
    files.silent = 2
    assert names(fetch(web, release(files), tmp_path)) == NEEDED
    files.silent = 9
    with pytest.raises(SourceError, match="the server did not send the file"):
        fetch(web, release(files), tmp_path / "again")


def test_a_slow_server_gets_time_and_a_stalled_one_is_asked_for_the_rest(files: Files, web: Web, tmp_path: Path) -> None:
    content = big(files)
    files.pauses = [0.2] * 3  # within the 0.5 seconds allowed
    fetch(web, release(files), tmp_path)
    unhurried = len(files.asked)
    files.asked.clear()
    files.pauses = [0.0, 0.0, 0.0, 0.0, 0.9]  # the fifth answer stalls
    fetch(web, release(files), tmp_path / "again")
    assert (tmp_path / "again" / "pricing file  PPUF_2026Q2.zip").read_bytes() == content
    assert len(files.asked) == unhurried + 1


@pytest.mark.parametrize("etag", [True, False])
def test_a_file_that_changes_during_the_download_starts_over(files: Files, web: Web, tmp_path: Path, etag: bool) -> None:
    files.etag = etag
    files.change_after = 6
    brought = fetch(web, release(files), tmp_path)
    assert files.version == 2
    assert all(path.read_bytes() == inner_zips()[path.name] for path in brought)


def test_a_server_without_etag_that_ignores_a_date_in_if_range_sends_spans(files: Files, web: Web, tmp_path: Path) -> None:
    files.etag, files.dates_hold = False, False
    assert names(fetch(web, release(files), tmp_path)) == NEEDED
    assert None not in [asked for path, asked in files.asked if path == RELEASE]  # never the whole file


def test_a_cold_server_gets_a_second_chance_before_the_whole_file(files: Files, web: Web, tmp_path: Path) -> None:
    files.etag, files.whole_after = False, [0]
    assert names(fetch(web, release(files), tmp_path)) == NEEDED
    assert [asked for _, asked in files.asked][:2] == ["bytes=0-0", "bytes=0-0"]
    assert None not in [asked for _, asked in files.asked]


def test_a_whole_file_instead_of_a_span_is_asked_for_again(files: Files, web: Web, tmp_path: Path) -> None:
    files.etag, files.whole_after = False, [1, 4]
    assert names(fetch(web, release(files), tmp_path)) == NEEDED
    first = [asked for _, asked in files.asked]
    assert (first[1], first[4]) == (first[2], first[5])  # the same span again, and no new beginning
    assert first.count("bytes=0-0") == 1


def test_a_file_that_keeps_changing_is_refused(files: Files, web: Web, tmp_path: Path) -> None:
    content = files.content[RELEASE]
    files.content = _Changing(files, content)  # type: ignore[assignment]
    with pytest.raises(SourceError, match="the file changed while it was read, twice"):
        fetch(web, release(files), tmp_path)
    assert not [path for path in tmp_path.iterdir() if path.name != ".lock"]


class _Changing(dict[str, bytes]):
    """A file whose version changes at every third request."""

    def __init__(self, files: Files, content: bytes) -> None:
        super().__init__({RELEASE: content})
        self._files, self._count = files, 0

    def __getitem__(self, path: str) -> bytes:
        self._count += 1
        self._files.version += self._count % 3 == 0
        return super().__getitem__(path)


def test_another_release_replaces_the_old_files(files: Files, web: Web, tmp_path: Path) -> None:
    (tmp_path / "pricing file  PPUF_2026Q2.zip.part").write_bytes(b"of another file")
    (tmp_path / "fetch.json").write_text('{"zip": {"url": "another"}, "files": ["pricing file  PPUF_2026Q2.zip"]}')
    fetch(web, release(files), tmp_path)
    assert (tmp_path / "pricing file  PPUF_2026Q2.zip").read_bytes() == inner_zips()["pricing file  PPUF_2026Q2.zip"]


def test_a_wrong_checksum_is_refused(files: Files, web: Web, tmp_path: Path) -> None:
    content = bytearray(files.content[RELEASE])
    at = content.index(inner_zips()["pricing file  PPUF_2026Q2.zip"][:60])
    content[at + 50] ^= 0xFF
    files.content[RELEASE] = bytes(content)
    with pytest.raises(SourceError, match=r"pricing file  PPUF_2026Q2\.zip: expected [\d,]+ bytes with the checksum of the zip"):
        fetch(web, release(files), tmp_path)
    assert not (tmp_path / "pricing file  PPUF_2026Q2.zip").exists()
    assert not list(tmp_path.glob("pricing*.part")), "damaged bytes are not kept to be continued"


def test_a_member_that_expands_too_far_is_refused(files: Files, web: Web, tmp_path: Path) -> None:
    bomb = bytearray(zipped({"pricing file.txt": b"0" * 5_000_000}))
    # the length that the directory promises: 24 bytes after the signature of its entry; so in the local header, 22 bytes
    entry = bomb.index(b"PK\x01\x02")
    bomb[entry + 24 : entry + 28] = (100).to_bytes(4, "little")
    files.content[RELEASE] = bytes(bomb)
    with pytest.raises(SourceError, match="expected 100 bytes with the checksum"):
        fetch(web, release(files), tmp_path)
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) < 10_000


@pytest.mark.parametrize("name", ["../../pricing file.txt", "..\\pricing file.txt", "/etc/pricing file.txt"])
def test_a_member_never_leaves_the_folder(files: Files, web: Web, tmp_path: Path, name: str) -> None:
    files.content[RELEASE] = zipped({name: b"x" * 100})
    assert fetch(web, release(files), tmp_path / "in") == [tmp_path / "in" / "pricing file.txt"]
    assert {path.name for path in tmp_path.iterdir()} == {"in"}


@pytest.mark.parametrize("content", [b"", b"x" * 50_000, zipped({"other.pdf": b"y"})])
def test_a_zip_that_is_not_a_release_is_refused(files: Files, web: Web, tmp_path: Path, content: bytes) -> None:
    files.content[RELEASE] = content
    with pytest.raises(SourceError, match="expected"):
        fetch(web, release(files), tmp_path)


def test_no_network_is_a_sentence(web: Web, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound and not listening: every connection is refused
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/SPUF_2026_20260701.zip"
        with pytest.raises(SourceError, match=r"We can't reach 127\.0\.0\.1 .* HTTPS_PROXY"):
            fetch(web, Download(2026, "", True, url), tmp_path)


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://127.0.0.1/x.zip", "SPUF_2026_20260701.zip", "https://"])
def test_other_kinds_of_address_are_refused(web: Web, tmp_path: Path, url: str) -> None:
    with pytest.raises(SourceError, match="begins with https"):
        fetch(web, Download(2026, "", True, url), tmp_path)


def test_a_release_of_another_year_is_refused_before_anything_is_fetched(files: Files, web: Web) -> None:
    with pytest.raises(SourceError, match="plan year 2025, found one of 2026"):
        find_release(web, 2025, files.url(RELEASE))
    assert files.asked == []


def test_a_proxy_in_the_environment_is_used(files: Files, web: Web, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # the server on loopback plays the proxy and gets the full address of a host that does not exist
    monkeypatch.setenv("http_proxy", files.address)
    monkeypatch.setenv("no_proxy", "")
    through = Web(timeout=0.5, tries=1, pause=0.01)
    brought = fetch(through, Download(2026, "20260701", True, f"http://files.invalid{RELEASE}"), tmp_path)
    assert names(brought) == NEEDED


def test_only_one_download_into_a_folder_runs_at_a_time(files: Files, web: Web, tmp_path: Path) -> None:
    with (tmp_path / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(SourceError, match="another download into this folder is running"):
            fetch(web, release(files), tmp_path)
    assert names(fetch(web, release(files), tmp_path)) == NEEDED


def test_a_full_disk_is_reported_before_the_download(files: Files, web: Web, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from collections import namedtuple

    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr("finder.sources.download.release.shutil.disk_usage", lambda folder: usage(1, 1, 1 << 20))
    with pytest.raises(SourceError, match="of free disk, found 1 MB"):
        fetch(web, release(files), tmp_path)


def test_what_was_fetched_is_imported(files: Files, web: Web, tmp_path: Path) -> None:
    from finder.sources.catalog.reading import open_catalog
    from finder.sources.cms.importer import import_catalog

    fetch(web, release(files), tmp_path / "files")
    info = import_catalog(tmp_path / "files", 2026, tmp_path / "catalogs" / "2026")
    assert info.plan_year == 2026
    assert open_catalog(2026, tmp_path / "catalogs").plan("S0002-003-000") is not None


def run_fetch(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr("sys.argv", ["finder", "catalog", "fetch", *arguments])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    return int(ended.value.code or 0)


def test_the_command_fetches_imports_and_tidies_up(
    files: Files, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FINDER_DATA", str(tmp_path))
    assert run_fetch(monkeypatch, "--year", "2026") == 0
    out, err = capfd.readouterr()
    assert json.loads(out)["plan_year"] == 2026
    assert "SPUF_2026_20260701.zip" in err
    assert " MB a second, 0 s left" in err
    assert not list((tmp_path / "downloads").iterdir())


def test_the_command_without_a_network_is_one_line_and_exit_2(
    files: Files, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        monkeypatch.setenv("FINDER_RESOURCE_LIST", f"http://127.0.0.1:{taken.getsockname()[1]}/data.json")
        assert run_fetch(monkeypatch, "--year", "2026") == 2
    out, err = capfd.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    assert "We can't reach 127.0.0.1" in err


def test_files_that_the_importer_refuses_stay_and_are_named(
    files: Files, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FINDER_DATA", str(tmp_path))
    bad = TEXTS["plan"].replace("|615|", "|abc|")
    files.content[RELEASE] = zipped({**inner_zips(), f"{FILES['plan'][:-4]}.zip": zipped({FILES["plan"]: bad.encode()})})
    assert run_fetch(monkeypatch, "--year", "2026") == 2
    err = capfd.readouterr().err
    assert "column DEDUCTIBLE: expected dollars" in err
    assert str(tmp_path / "downloads" / "SPUF_2026_20260701") in err
    assert (tmp_path / "downloads" / "SPUF_2026_20260701" / f"{FILES['plan'][:-4]}.zip").exists()


CLIMBING = [
    "...zip",
    "....zip",
    "%2e%2e.zip",
    "%2e%2e%2f%2e%2e%2fhome.zip",
    "..%5c..%5chome.zip",
    ".hidden.zip",
    "a%00b.zip",
    "%0a.zip",
    "",
]


@pytest.mark.parametrize("name", [*CLIMBING, "x" * 300 + ".zip"])
def test_a_name_from_an_address_never_climbs(
    files: Files, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], name: str
) -> None:
    """The folder of the download lies in ``downloads``: what is beside it keeps every byte."""
    from tests.sources.test_only_our_own import photos, tree

    monkeypatch.setenv("FINDER_DATA", str(tmp_path / "data"))
    photos(tmp_path / "data" / "catalogs" / "mine")
    photos(tmp_path / "data" / "mine")
    before = tree(tmp_path)
    url = files.url("/files/") + name
    files.content["/files/" + name] = zipped({"pricing file.txt": b"not a price"})
    assert run_fetch(monkeypatch, "--year", "2026", "--url", url) == 2
    capfd.readouterr()
    downloads = tmp_path / "data" / "downloads"
    (own,) = downloads.iterdir() if downloads.exists() else (None,)
    assert own is None or (own.is_dir() and not own.name.startswith(".") and len(own.name) <= 100)
    if own is not None:
        shutil.rmtree(downloads)
    assert tree(tmp_path) == before


def test_names_from_elsewhere_become_names_of_one_file() -> None:
    assert safe_name("SPUF_2026_20260701") == "SPUF_2026_20260701"
    assert safe_name("..") == ""
    assert safe_name("../../etc/passwd") == "etc_passwd"
    assert safe_name("a b\\c:d") == "a_b_c_d"
    assert Download(2026, "", True, "https://h/...zip").name == "release"


def test_a_download_refuses_a_folder_of_somebody_else(files: Files, web: Web, tmp_path: Path) -> None:
    from tests.sources.test_only_our_own import photos, tree

    photos(tmp_path / "own")
    (tmp_path / "link").symlink_to(tmp_path / "own")
    (tmp_path / "file").write_text("mine")
    (tmp_path / "lock").mkdir()
    (tmp_path / "lock" / ".lock").write_text("mine")
    before = tree(tmp_path)
    for name, found in (("own", "one with 'Photos'"), ("link", "a symbolic link"), ("file", "a file"), ("lock", "one with '.lock'")):
        with pytest.raises(SourceError) as refused:
            fetch(web, release(files), tmp_path / name)
        expected = f"{tmp_path / name}: expected no folder, an empty one or an earlier download, found {found}. Nothing was changed."
        assert str(refused.value) == expected
    assert tree(tmp_path) == before
    assert files.asked == []


def test_a_file_that_came_from_elsewhere_stops_the_next_run(files: Files, web: Web, tmp_path: Path) -> None:
    """It would be imported with the rest, or be deleted with it."""
    fetch(web, release(files), tmp_path / "in")
    (tmp_path / "in" / "notes.txt").write_text("mine")
    with pytest.raises(SourceError, match=r"found one with 'notes\.txt'"):
        fetch(web, release(files), tmp_path / "in")
    assert (tmp_path / "in" / "notes.txt").read_text() == "mine"


def test_tidying_up_leaves_what_is_not_of_the_download(files: Files, web: Web, tmp_path: Path) -> None:
    """A file that comes while the import runs."""
    folder = tmp_path / "in"
    fetch(web, release(files), folder)
    (folder / "notes.txt").write_text("mine")
    (folder / "link.zip").symlink_to(folder / "notes.txt")
    remove(folder)
    assert sorted(path.name for path in folder.iterdir()) == ["link.zip", "notes.txt"]
    (folder / "notes.txt").unlink()
    (folder / "link.zip").unlink()
    remove(folder)
    assert not folder.exists()


def test_a_link_in_place_of_a_part_is_never_followed(files: Files, web: Web, tmp_path: Path) -> None:
    (tmp_path / "taxes.txt").write_text("mine")
    fetch(web, release(files), tmp_path / "in")
    one = tmp_path / "in" / "pricing file  PPUF_2026Q2.zip"
    one.unlink()
    one.with_name(f"{one.name}.part").symlink_to(tmp_path / "taxes.txt")
    with pytest.raises(SourceError, match="found one with 'pricing file"):
        fetch(web, release(files), tmp_path / "in")
    assert (tmp_path / "taxes.txt").read_text() == "mine"
