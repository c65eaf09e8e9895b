"""Answers parts in processes of this machine: a few under way at once, in order, and again where a process was lost."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from typing import TypeVar

from finder.domain.errors import FinderError

Answer = TypeVar("Answer")
_AHEAD = 2
"""Parts under way for each process: one is answered while the next waits."""
_TRIES = 3


class ProcessesLost(FinderError):
    """Processes of this machine ended again and again."""

    def __init__(self) -> None:
        super().__init__("A process that answers was ended by this machine, most likely for want of memory. Give fewer --workers.")


class OnThisMachine:
    """The ``Runner`` of several processes."""

    def __init__(self, processes: int) -> None:
        self._processes = processes

    def answers(self, answer: Callable[[bytes], Answer], parts: Iterable[bytes]) -> Iterator[Answer]:
        """One answer for each part, in order. Raises ProcessesLost."""
        coming = iter(parts)
        under_way: deque[tuple[bytes, Future[Answer]]] = deque()
        pool, lost = self._pool(), 0
        try:
            while True:
                for part in islice(coming, _AHEAD * self._processes - len(under_way)):
                    under_way.append((part, _submitted(pool, answer, part)))
                if not under_way:
                    return
                try:
                    found = under_way[0][1].result()
                except BrokenProcessPool as error:
                    lost += 1
                    if lost == _TRIES:
                        raise ProcessesLost from error
                    pool.shutdown(wait=False)
                    pool = self._pool()
                    under_way = deque((part, _submitted(pool, answer, part)) for part, _ in under_way)
                    continue
                under_way.popleft()
                yield found
        finally:
            pool.shutdown(wait=False, cancel_futures=True)

    def _pool(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(self._processes, multiprocessing.get_context("spawn"), initializer=_begin)


def _submitted(pool: ProcessPoolExecutor, answer: Callable[[bytes], Answer], part: bytes) -> Future[Answer]:
    """The part under way; where the pool is broken already, as its future says."""
    try:
        return pool.submit(answer, part)
    except BrokenProcessPool as error:
        future: Future[Answer] = Future()
        future.set_exception(error)
        return future


def _begin() -> None:
    """In a process that answers: leave Ctrl-C to the one that asks, and end when that one does, however it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
