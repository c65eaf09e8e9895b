"""How far a download is, in a line: the file at hand, how much of all files is here, how fast the rest comes and how long it takes."""

from __future__ import annotations

from typing import Protocol

from finder.domain.catalog_check import Oddity
from finder.domain.lack import Lack, LackKind
from finder.domain.market import CatalogInfo
from finder.explain.messages import mark, say, say_count
from finder.explain.words import day, joined
from finder.questions.progress import Pace

_MB = 1_000_000


_LACKS = {
    LackKind.ESTIMATED_PRICES: mark(
        "The drug prices of {year} are not out yet. We estimate them from those of {day}, for {drugs} drugs in {states}, and mark each one."
    ),
    LackKind.NO_PRICES: mark(
        "The drug prices of {year} are not out yet. We have no prices of {before} to estimate them from, so most prices will be missing. "
        "To have estimates, get the plans of {before} first."
    ),
    LackKind.QUARTERS_PRICES: mark("This monthly file has no drug prices. We use those of {day}, for {drugs} drugs in {states}."),
    LackKind.QUARTER_FIRST: mark("This monthly file has no drug prices, and we have no quarter of {year}. Get the quarter first."),
    LackKind.LANDSCAPE: mark(
        "We have no Landscape file of {year} (Medicare's list of premiums and stars). So a health plan's premium will be “at least” the "
        "part for drugs, and the stars will be missing."
    ),
}
_NAMED_STATES = 5


def lack_sentence(lack: Lack) -> str:
    """What a release lacks, and what stands in for it."""
    states = joined(lack.states) if len(lack.states) <= _NAMED_STATES else say("{count} states", count=len(lack.states))
    told = {"year": lack.plan_year, "before": lack.plan_year - 1, "drugs": f"{lack.drugs:,}", "states": states}
    return say(_LACKS[lack.kind], day=day(lack.prices_as_of) if lack.prices_as_of else "", **told)


def import_sentences(info: CatalogInfo) -> tuple[str, ...]:
    """What a person who imported files must know of the catalog: what it lacks, and what was left out."""
    said = []
    missing = info.price_origins.get("not_known", 0)
    if info.without_prices:
        said.append(lack_sentence(Lack(LackKind.NO_PRICES, info.plan_year)))
    elif info.prices_of_another_year:
        said.append(say("The drug prices are estimates from those of {day}. Each one is marked.", day=day(info.prices_as_of)))
    if missing:
        number = f"{missing:,}"
        said.append(say_count("{number} price of a drug at a plan is not known.", "{number} prices are not known.", missing, number=number))
    if not info.landscape:
        said.append(lack_sentence(Lack(LackKind.LANDSCAPE, info.plan_year)))
    nameless = info.warnings.get(Oddity.DRUG_WITHOUT_NAME.key, 0)
    if nameless:
        said += [nameless_sentence(nameless, info), say("To get names, run finder catalog names with RxNorm's files.")]
    columns = info.left_out.get(Oddity.UNKNOWN_COLUMN.key, ())
    if columns:
        said.append(say("We left out columns that we don't know: {columns}.", columns="; ".join(columns)))
    return tuple(said)


def nameless_sentence(nameless: int, info: CatalogInfo) -> str:
    """How many drugs have a number and no name, and how a person looks for one."""
    counted = say_count(
        "{nameless} of {drugs} drugs in these files has no name here.",
        "{nameless} of {drugs} drugs in these files have no name here.",
        nameless,
        nameless=f"{nameless:,}",
        drugs=f"{info.rows.get('drugs', 0):,}",
    )
    return f"{counted} {say('You can look for such a drug by the number (NDC) on the package.')}"


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
    return {"done": megabytes(progress.done), "total": total, "rate": f"{rate / _MB:.1f}", "left": duration(left)}


def megabytes(count: int) -> str:
    """Bytes in megabytes, without the unit: ``310``, ``4.2``."""
    return f"{count / _MB:,.0f}" if count >= 10 * _MB else f"{count / _MB:.1f}"


def duration(seconds: float) -> str:
    """``9 s``, ``1 min 9 s``, ``2 h 5 min``."""
    whole = max(round(seconds), 0)
    if whole < 60:
        return f"{whole} s"
    minutes, rest = divmod(whole, 60)
    return f"{minutes} min {rest} s" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"
