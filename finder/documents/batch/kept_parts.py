"""Parts that are answered, kept beside the output until the run is done, so that a stopped run goes on. See decision 105."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from finder.cache import UnusableCache, private_folder
from finder.domain.errors import Problem, Refusal
from finder.questions.population.partition import PartAnswer, packed, unpacked
from finder.questions.population.runner import Runner

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

_DIGEST = 20


class KeptParts:
    """The folder of a run's answered parts. A part is found by all that decides its answer; a damaged one is answered again."""

    def __init__(self, out: Path, versions: Sequence[str]) -> None:
        """Raises Refusal if the folder can't be made, or another run has it."""
        self.folder = out.parent / f".{out.name}.parts"
        self._versions, self._reused = "\0".join(versions).encode(), False
        try:
            private_folder(self.folder)
            self._handle = os.open(self.folder, os.O_RDONLY) if fcntl else -1
        except UnusableCache as error:
            raise Refusal([Problem("--out", "a folder for its parts that only you can open", "another one")]) from error
        except OSError as error:
            raise Refusal([Problem("--out", "a file that can be written", error.strerror or "none")]) from error
        if fcntl:
            try:
                fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                os.close(self._handle)
                raise Refusal([Problem("--out", "a file that no other run writes", "one that is being written")]) from error

    def answers(
        self,
        runner: Runner,
        answer: Callable[[bytes], PartAnswer],
        parts: Iterable[bytes],
        on_first_kept: Callable[[], None] = lambda: None,
    ) -> Iterator[PartAnswer]:
        """The answers in the order of the parts: those that are kept, and the others by the runner, which are kept from then on.
        ``on_first_kept``: called where an earlier run's part is found."""
        order: list[tuple[str, bool]] = []

        def missing() -> Iterator[bytes]:
            for part in parts:
                key = self._key(part)
                known = self._read(key) is not None
                if known and not self._reused:
                    self._reused = True
                    on_first_kept()
                order.append((key, known))
                if not known:
                    yield part

        for found in runner.answers(answer, missing()):
            yield from self._leading(order)
            key, _ = order.pop(0)
            self._keep(key, found)
            yield found
        yield from self._leading(order)

    def count(self) -> int:
        """How many parts an earlier run left."""
        return sum(1 for path in self.folder.iterdir() if path.suffix == ".part")

    def remove(self) -> None:
        """Remove all of them, once the run is done."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def close(self) -> None:
        """Let another run have the folder; an empty one goes."""
        if self._handle >= 0:
            os.close(self._handle)
        with suppress(OSError):
            self.folder.rmdir()

    def _leading(self, order: list[tuple[str, bool]]) -> Iterator[PartAnswer]:
        while order and order[0][1]:
            key, _ = order.pop(0)
            found = self._read(key)
            if found is None:
                raise Refusal([Problem("--out", "the parts of an earlier run as they were kept", "one that was changed during the run")])
            yield found

    def _key(self, part: bytes) -> str:
        return hashlib.blake2b(part, key=hashlib.blake2b(self._versions, digest_size=32).digest(), digest_size=_DIGEST).hexdigest()

    def _read(self, key: str) -> PartAnswer | None:
        try:
            return unpacked((self.folder / f"{key}.part").read_bytes())
        except OSError:
            return None

    def _keep(self, key: str, answer: PartAnswer) -> None:
        """Raises OSError where the disk is full."""
        path = self.folder / f"{key}.part"
        beside = path.with_suffix(".new")
        with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(packed(answer))
        os.replace(beside, path)
