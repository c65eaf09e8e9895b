"""A whole session with words that nobody else has, and then a search for them: in the log, the address, the cache, temporary files, open
files, and the memory of the server's process, after "start over" and after the tab was closed."""

from __future__ import annotations

import asyncio
import os
import re
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from finder.serving.memory import erasing
from tests.browser.conftest import served
from tests.server.server import Server, link
from tests.server.visitor import Visitor, walked

DRUG, NAME, UPLOADED, WRONG_ZIP = "zqdrugmark", "zqnamemark", "zquploadmark", "99897"
MARKS = (DRUG, NAME, UPLOADED, WRONG_ZIP)
FORGOTTEN_SECONDS = 20
CLOSED = 1001


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    if not sys.platform.startswith("linux"):
        pytest.skip("the memory of a process is read as Linux shows it")
    (tmp_path / "tmp").mkdir()
    with served(tmp_path, tmp_path / "log", TMPDIR=str(tmp_path / "tmp"), **erasing()) as url:
        yield Server(url, tmp_path / "log")


def in_memory(pid: int) -> dict[str, int]:
    """How often each word stands in what the process can write to."""
    held = dict.fromkeys(MARKS, 0)
    with open(f"/proc/{pid}/mem", "rb", 0) as memory:
        for line in Path(f"/proc/{pid}/maps").read_text().splitlines():
            place, rights, *_ = line.split()
            start, end = (int(part, 16) for part in place.split("-"))
            if "w" not in rights:
                continue
            try:
                memory.seek(start)
                content = memory.read(end - start)
            except (OSError, ValueError, OverflowError):
                continue
            for mark in MARKS:
                held[mark] += times(mark, content)
    return held


def times(mark: str, content: bytes) -> int:
    """How often a word stands there; a number that is part of a longer one is another."""
    if not mark.isdigit() or mark.encode() not in content:
        return content.count(mark.encode())
    return len(re.findall(rb"(?<![\w.])" + mark.encode() + rb"(?![\w.])", content))


def on_disk(home: Path) -> list[str]:
    """The files under the server's home, its log and its temporary files among them, that hold a word or are named by one."""
    files = [path for path in home.rglob("*") if path.is_file()]
    return [str(path) for path in files if any(mark in str(path) or mark.encode() in path.read_bytes() for mark in MARKS)]


async def tell_all(visitor: Visitor, server: Server) -> None:
    """A ZIP, a drug that no file has, a list with a name, a file."""
    await visitor.type("ZIP", WRONG_ZIP)
    await visitor.type("ZIP", "01604")
    await visitor.type("Name of", f"{DRUG} 5 mg twice a day")
    await visitor.press("Keep it on my list")
    await visitor.type("Name of", "metformin 500 mg twice a day")
    await visitor.press("^Add ")
    await visitor.press("Compare plans")
    await visitor.go("report")
    await visitor.go("desk")
    await visitor.write("The list", f"{NAME} 10 mg daily\nlisinopril 10 mg daily")
    await visitor.press("Read this list")
    assert NAME in visitor.text
    assert server.put(visitor, f"drug\n{UPLOADED}\n".encode() * 1000) == 204


def test_after_a_session_nothing_that_was_typed_is_anywhere(server: Server) -> None:
    async def walk() -> None:
        before = await asyncio.to_thread(in_memory, server.pid)
        visitor = Visitor(server.url, "view=all")
        await visitor.come("desk")
        assert visitor.has("text_area", "The list")  # the first visitor of a server too may come by the address of a page
        await visitor.go("find_plans")
        await tell_all(visitor, server)
        during = await asyncio.to_thread(in_memory, server.pid)
        assert all(during[mark] > before[mark] for mark in (DRUG, NAME, UPLOADED))  # the search sees what is there
        await visitor.press("Start over")
        await visitor.press("Yes, start over")
        assert not any(mark in visitor.query + visitor.text for mark in MARKS)
        assert (await asyncio.to_thread(in_memory, server.pid))[UPLOADED] == before[UPLOADED]
        assert on_disk(server.log.parent) == []
        await visitor.leave(CLOSED)
        end = time.monotonic() + FORGOTTEN_SECONDS
        while (held := await asyncio.to_thread(in_memory, server.pid)) != before and time.monotonic() < end:
            await asyncio.sleep(0.5)
        assert held == before
        assert on_disk(server.log.parent) == []
        assert not [path for path in Path(f"/proc/{server.pid}/fd").iterdir() if "(deleted)" in link(path)]

    walked(walk())
    assert os.environ.get("PYTHONMALLOC") is None  # of the server alone
