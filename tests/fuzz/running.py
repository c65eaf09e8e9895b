"""Runs broken inputs and measures: how many were refused and answered, the slowest, and the memory."""

from __future__ import annotations

import gc
import os
import resource
import time
import traceback
from collections.abc import Iterator
from itertools import islice
from random import Random
from typing import NamedTuple

from finder.domain.errors import FinderError
from finder.intake.texts import CONTROL, HALF
from tests.fuzz.commands import COMMANDS_TOO
from tests.fuzz.formats import READERS, Format

FORMATS = (*READERS, *COMMANDS_TOO)
_SECONDS, _MEGABYTES = 10.0, 1_500
"""What one input may take of the processor, and all of a format of memory."""


def begin(folder: str) -> None:
    """Work in a folder of its own, from which nothing leaves this machine."""
    os.chdir(folder)
    os.environ.update(FINDER_DATA=f"{folder}/data", FINDER_CACHE=f"{folder}/cache")
    os.environ.update(HTTPS_PROXY="http://127.0.0.1:9", HTTP_PROXY="http://127.0.0.1:9")


class Ran(NamedTuple):
    """What came of the inputs of a format: their number, those refused and answered, the slowest in seconds, and the most memory in MB."""

    name: str
    inputs: int
    refused: int
    answered: int
    slowest: float
    memory: int


def counts(total: int) -> Iterator[tuple[Format, int]]:
    """How many inputs each format gets of so many in all; at least one."""
    whole = sum(of.weight for of in FORMATS)
    for of in FORMATS:
        yield of, max(1, round(total * of.weight / whole))


def inputs(of: Format, seed: int) -> Iterator[tuple[int, object]]:
    """Broken inputs without end, each with the seed that makes it again."""
    for number in range(seed, seed + 10**9):
        yield number, of.make(Random(f"{of.name} {number}"))


def run(of: Format, count: int, seed: int) -> Ran:
    """Read that many broken inputs. Raises AssertionError, naming the seed, for one that is neither answered nor refused in a sentence."""
    refused, slowest = 0, 0.0
    for number, given in islice(inputs(of, seed), count):
        began = time.process_time()
        try:
            of.read(given)
        except FinderError as error:
            refused += 1
            _refuse_odd_sentence(of, number, str(error))
        except Exception as error:
            raise AssertionError(f"{of.name}, seed {number}: {type(error).__name__}: {str(error)[:300]}") from error
        took = time.process_time() - began
        assert took < _SECONDS, f"{of.name}, seed {number}: {took:.1f} s"
        slowest = max(slowest, took)
    gc.collect()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1_024
    assert memory < _MEGABYTES, f"{of.name}: {memory} MB"
    return Ran(of.name, count, refused, count - refused, slowest, memory)


def _refuse_odd_sentence(of: Format, number: int, said: str) -> None:
    lines = said.rstrip("\n").split("\n")
    odd = next((line for line in lines if CONTROL.search(line) or HALF.search(line) or not line.strip() or len(line) > 2_000), None)
    assert odd is None, f"{of.name}, seed {number}: {odd!r}"
    assert len(lines) <= 52, f"{of.name}, seed {number}: {len(lines)} lines"


def run_named(name: str, count: int, seed: int) -> Ran | str:
    """``run`` for a process of its own: what came of the inputs, or what failed."""
    try:
        return run(next(of for of in FORMATS if of.name == name), count, seed)
    except AssertionError:
        return traceback.format_exc()
