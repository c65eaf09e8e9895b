"""Download the newest release of a plan year from data.cms.gov into a folder: only the files that a catalog needs.

Files stay between runs, beside a note of their names and of the zip they came from (address, length, ETag, date of change). If the zip
changes during a download, it starts over once; the second time it is refused.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from finder.domain.errors import SourceError
from finder.intake.limits import RESOURCE_LIST as RESOURCE_LIST_LIMITS
from finder.sources.cms.layout import is_network, kind_of
from finder.sources.download.folder import LOCK, WHOLE, forget, note, noted_zip, refuse_foreign
from finder.sources.download.http_ranges import Changed, RemoteFile, Web
from finder.sources.download.remote_zip import Arrived, Member, bring, bring_file, bring_whole, local_members, members, unpack_local
from finder.sources.download.resource_list import (
    RESOURCE_LIST,
    Download,
    download_of,
    downloads,
    file_name,
    landscape_of,
    newest,
    safe_name,
)

_HEADROOM = 64 << 20


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a download is.

    ``name``: the current file.
    ``done``, ``total``: bytes of all files; ``total`` is None if the server doesn't say.
    ``came``, ``seconds``: bytes and seconds of this run.
    """

    name: str
    done: int
    total: int | None
    came: int
    seconds: float


class Size(NamedTuple):
    """What a release weighs.

    ``total``: bytes that a catalog needs of it; None if the server doesn't say.
    ``here``: how many of them came in an earlier run.
    """

    total: int | None
    here: int


Report = Callable[[Progress], None]


def resource_list() -> str:
    """The address of the resource list: ``$FINDER_RESOURCE_LIST``, else that of data.cms.gov."""
    return os.environ.get("FINDER_RESOURCE_LIST") or RESOURCE_LIST


def find_release(web: Web, year: int, url: str | None = None, *, monthly: bool = False) -> Download:
    """The release to fetch: the one at ``url``, or the newest of the year in the resource list. Raises SourceError."""
    if url is None:
        address = resource_list()
        document = web.whole(address, RESOURCE_LIST_LIMITS.bytes)
        found = newest(downloads(document, address), year, address, monthly=monthly)
        return found._replace(landscape=landscape_of(document, address, year))
    named = download_of(url)
    if named and named.plan_year != year:
        raise SourceError(f"{url}: expected a release of plan year {year}, found one of {named.plan_year}.")
    return named or Download(year, "", True, url)


def size_of(web: Web, release: Download, folder: Path, *, networks: bool = False) -> Size:
    """What ``fetch`` into ``folder`` would download. Asks the server for the zip's directory alone, and writes nothing.

    Raises SourceError.
    """
    try:
        file = web.describe(release.url)
        if not file.ranges or file.length is None:
            return Size(file.length, 0)
        wanted = needed(members(web, file, file.length), release.url, networks=networks)
    except Changed as changed:
        raise _changing(release) from changed
    kept = noted_zip(folder) == _noted(file)
    beside = web.describe(release.landscape).length or 0 if "://" in release.landscape else 0
    return Size(sum(member.packed for member in wanted) + beside, sum(_here(folder, member) for member in wanted) if kept else 0)


def _here(folder: Path, member: Member) -> int:
    """How many bytes of a member are in the folder; whether they are right is looked at when they are used."""
    if (folder / member.name).exists():
        return member.packed
    part = folder / f"{member.name}.part"
    return min(part.stat().st_size, member.packed) if part.exists() else 0


def _changing(release: Download) -> SourceError:
    return SourceError(f"{release.url}: the file changed while it was read, twice. Try again later.", "changed")


def fetch(web: Web, release: Download, folder: Path, report: Report = lambda progress: None, *, networks: bool = False) -> list[Path]:
    """Download the files that a catalog needs into ``folder`` and return their paths; with ``networks``, the pharmacy networks too.

    Raises SourceError for everything that can go wrong. What came stays for the next run.
    """
    try:
        refuse_foreign(folder)
        folder.mkdir(parents=True, exist_ok=True)
        with _alone(folder):
            try:
                return [*_fetch(web, release, folder, report, networks), *_fetch_landscape(web, release, folder, report)]
            except Changed:
                forget(folder)
            try:
                return [*_fetch(web, release, folder, report, networks), *_fetch_landscape(web, release, folder, report)]
            except Changed as changed:
                forget(folder)
                raise _changing(release) from changed
    except OSError as error:
        raise SourceError(f"{folder}: what came could not be written ({error.strerror}). Make room and fetch again.", "disk") from error


def fetch_file(web: Web, url: str, folder: Path, report: Report = lambda progress: None, *, most: int) -> Path:
    """Download one file of at most ``most`` bytes into ``folder``. What came stays for the next run, unless the file has changed.

    Raises SourceError for everything that can go wrong.
    """
    try:
        refuse_foreign(folder)
        folder.mkdir(parents=True, exist_ok=True)
        with _alone(folder):
            return _fetch_file(web, url, folder, report, most)
    except Changed as changed:
        forget(folder)
        raise SourceError(f"{url}: the file changed while it was read. Try again.") from changed
    except OSError as error:
        raise SourceError(f"{folder}: what came could not be written ({error.strerror}). Make room and try again.") from error


def _fetch_file(web: Web, url: str, folder: Path, report: Report, most: int) -> Path:
    file = web.describe(url)
    target = folder / (safe_name(file_name(url)) or "file")
    if noted_zip(folder) != _noted(file):
        forget(folder)
    if (file.length or 0) > most:
        raise SourceError(f"{url}: expected at most {most >> 20:,} MB, found {file.length:,} bytes.")
    note(folder, _noted(file), [target.name])
    if target.exists():
        return target
    _refuse_small_disk(folder, file.length or 0)

    def bounded(progress: Progress) -> None:
        if progress.done > most:
            raise SourceError(f"{url}: expected at most {most >> 20:,} MB, found more.")
        report(progress)

    return bring_file(web, file, target, _Counter(bounded, file.length).of(target.name))


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One download into a folder at a time. The lock ends with the process."""
    with (folder / LOCK).open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise SourceError(f"{folder}: another download into this folder is running.", "busy") from error
        yield


def _fetch(web: Web, release: Download, folder: Path, report: Report, networks: bool) -> list[Path]:
    file = web.describe(release.url)
    if noted_zip(folder) != _noted(file):
        forget(folder)
        note(folder, _noted(file))
    if not file.ranges or file.length is None:
        return _from_whole(web, file, folder, report, networks)
    wanted = needed(members(web, file, file.length), release.url, networks=networks)
    _refuse_small_disk(folder, sum(member.packed + 2 * member.size for member in wanted if not (folder / member.name).exists()))
    note(folder, _noted(file), (member.name for member in wanted))
    counter = _Counter(report, sum(member.packed for member in wanted))
    return [bring(web, file, member, folder, counter.of(member.name)) for member in wanted]


def _fetch_landscape(web: Web, release: Download, folder: Path, report: Report) -> list[Path]:
    """Put the Landscape, a file or a zip of a few megabytes from an address or from this machine, beside the files of the release."""
    if not release.landscape:
        return []
    target = folder / safe_name(file_name(release.landscape))
    own = Path(release.landscape)
    if own.is_file():
        note(folder, noted_zip(folder), [target.name])
        shutil.copyfile(own, target)
        return [target]
    file = web.describe(release.landscape)
    if file.length is None or not target.is_file() or target.stat().st_size != file.length:
        _refuse_small_disk(folder, file.length or 0)
        note(folder, noted_zip(folder), [target.name])
        bring_whole(web, file, target, _Counter(report, file.length).of(target.name))
    return [target]


def _from_whole(web: Web, file: RemoteFile, folder: Path, report: Report, networks: bool) -> list[Path]:
    """Download the whole zip from a server that doesn't send spans, then take the members from it."""
    _refuse_small_disk(folder, file.length or 0)
    whole = folder / WHOLE
    bring_whole(web, file, whole, _Counter(report, file.length).of(file_name(file.url)))
    try:
        wanted = needed(local_members(whole), file.url, networks=networks)
        note(folder, _noted(file), (member.name for member in wanted))
        return [unpack_local(whole, member, folder) for member in wanted]
    finally:
        whole.unlink()


def needed(listed: Sequence[Member], name: str, *, networks: bool) -> list[Member]:
    """The members that a catalog needs, by name. Raises SourceError if there are none, or two of one name."""
    wanted = [member for member in listed if _is_needed(member.name, networks)]
    if not wanted:
        found = ", ".join(member.name for member in listed[:12]) or "nothing"
        raise SourceError(f"{name}: expected the files of the CMS public use file, found {found}.", "other_files")
    names = [member.name.lower() for member in wanted]
    twice = next((own for own in names if names.count(own) > 1), None)
    if twice:
        raise SourceError(f"{name}: expected each file once, found {twice} twice.")
    return wanted


def _is_needed(name: str, networks: bool) -> bool:
    stem, _, suffix = name.rpartition(".")
    if suffix.lower() not in ("zip", "txt", "csv", "xlsx"):
        return False
    if is_network(stem):
        return networks
    return any(kind_of(f"{stem}.{ending}") is not None for ending in (("txt", "csv") if suffix.lower() == "zip" else (suffix,)))


class _Counter:
    """Counts what came and reports it."""

    def __init__(self, report: Report, total: int | None) -> None:
        self._report, self._total, self._done, self._came, self._start = report, total, 0, 0, time.monotonic()

    def of(self, name: str) -> Arrived:
        """The function that counts each piece of one file."""

        def arrived(count: int, *, kept: bool = False) -> None:
            self._done += count
            self._came += 0 if kept else count
            self._report(Progress(name, self._done, self._total, self._came, time.monotonic() - self._start))

        return arrived


def _noted(file: RemoteFile) -> dict[str, Any]:
    return {"url": file.url, "length": file.length, "etag": file.etag, "modified": file.modified}


def _refuse_small_disk(folder: Path, bytes_needed: int) -> None:
    free = shutil.disk_usage(folder).free
    if bytes_needed + _HEADROOM > free:
        megabytes = (bytes_needed + _HEADROOM) >> 20, free >> 20
        raise SourceError(f"{folder}: expected {megabytes[0]:,} MB of free disk, found {megabytes[1]:,} MB.", "disk", megabytes)
