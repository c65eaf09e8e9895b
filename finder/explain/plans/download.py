"""How far a download is, in a line: the file at hand, how much of all files is here, how fast the rest comes and how long it takes."""

from __future__ import annotations

from typing import Protocol

from finder.explain.messages import mark, say
from finder.questions.progress import Pace

_MB = 1_000_000


class Progress(Protocol):
    """What is told of a download: the file at hand, bytes here of all files (``total`` None: unknown), what came, in how many seconds."""

    @property
    def name(self) -> str: ...
    @property
    def done(self) -> int: ...
    @property
    def total(self) -> int | None: ...
    @property
    def came(self) -> int: ...
    @property
    def seconds(self) -> float: ...


class ProgressLine:
    """The line of a download that goes on; its rate is that of the last ten seconds."""

    def __init__(self) -> None:
        self._pace = Pace()

    def of(self, progress: Progress) -> str:
        """``pricing file.zip: 120 of 480 MB, 5.2 MB a second, 1 min 9 s left``; the rate is left out while nothing is known of it."""
        rate = self._pace.rate(progress.seconds, progress.came)
        return say(_line_of(progress.total is not None, rate > 0), name=progress.name, **_amounts(progress, rate))


def _line_of(total_known: bool, rate_known: bool) -> str:
    """The message for what is known of a download."""
    if not rate_known:
        return mark("{name}: {done} of {total} MB") if total_known else mark("{name}: {done} MB")
    if not total_known:
        return mark("{name}: {done} MB, {rate} MB a second")
    return mark("{name}: {done} of {total} MB, {rate} MB a second, {left} left")


def _amounts(progress: Progress, rate: float) -> dict[str, str]:
    left = (progress.total - progress.done) / rate if progress.total is not None and rate else 0.0
    total = megabytes(progress.total or 0)
    return {"done": megabytes(progress.done), "total": total, "rate": f"{rate / _MB:.1f}", "left": _duration(left)}


def megabytes(count: int) -> str:
    """Bytes in megabytes, without the unit: ``310``, ``4.2``."""
    return f"{count / _MB:,.0f}" if count >= 10 * _MB else f"{count / _MB:.1f}"


def _duration(seconds: float) -> str:
    whole = max(round(seconds), 0)
    if whole < 60:
        return f"{whole} s"
    minutes, rest = divmod(whole, 60)
    return f"{minutes} min {rest} s" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"
