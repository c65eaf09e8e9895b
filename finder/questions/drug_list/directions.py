"""How much is taken and how often: doses and times of a line put together. What does not fit together stays unread."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import lcm
from typing import NamedTuple

from finder.domain.drug_lines import Taken
from finder.domain.money import QUANTITY_SCALE, Quantity
from finder.domain.supply import WEEK, Often
from finder.questions.drug_list.lexicon import OTHER_DAYS, Token

_DAILY = Often(1, 1)
_FEWEST_DAILY = 3
"""Days: ``daily`` beside fewer days of the week contradicts them."""
_TIMES, _DOSES = "FMW", "JS"


class Directions(NamedTuple):
    """Directions: what is taken each time (``least`` where a range is written), in what unit, how often, its parts if there are several,
    words that are no part of them, and words that do not fit."""

    dose: Quantity | None = None
    least: Quantity | None = None
    unit: str = ""
    often: Often | None = None
    parts: tuple[Taken, ...] = ()
    unread: tuple[str, ...] = ()


class _Part(NamedTuple):
    dose: Token | None
    times: tuple[Token, ...]


def directions_of(tokens: Sequence[Token]) -> Directions:
    """The directions of a line whose tokens are joined."""
    times = [token for token in tokens if token.kind in _TIMES]
    doses = [token for token in tokens if token.kind == "J"]
    if any(token.kind == "W" for token in times):
        return _by_weekday(tokens)
    if len(doses) > 1:
        return _summed(_paired([token for token in tokens if token.kind in ("J", *_TIMES)])) or Directions(unread=_texts(doses, times))
    dose = doses[0] if doses else None
    often, unread = _one_rate(times)
    return _of_dose(dose, often, unread)


def _of_dose(dose: Token | None, often: Often | None, unread: tuple[str, ...]) -> Directions:
    if dose is None:
        return Directions(often=often, unread=unread)
    if not dose.most:
        return Directions(often=often, unread=(*unread, dose.text))
    least = thousandths(dose.number) if dose.number < dose.most else None
    return Directions(thousandths(dose.most), least, dose.key, often, (), unread)


def _one_rate(times: Sequence[Token]) -> tuple[Often | None, tuple[str, ...]]:
    """The one rate that all times tell: ``twice a day, morning and evening``; what contradicts is unread."""
    rates = {token.often for token in times if token.often is not None}
    days = [token for token in times if token.key == "days"]
    if len(rates) == 2 and _DAILY in rates and days:  # daily, 5 days a week
        rates = {token.often for token in days if token.often is not None}
    moments = {token.key: token for token in times if token.kind == "M"}
    if len(rates) > 1 or any(rate and not rate.times for rate in rates):
        return None, _texts(times)
    rate = next(iter(rates), None)
    if rate is None:
        return (Often(len(moments), 1), ()) if moments else (None, ())
    fitting = not moments or len(moments) == rate.times or (rate.times < 2 and len(moments) == 1)
    return (rate, ()) if fitting else (None, _texts(times))


def _paired(tokens: Sequence[Token]) -> list[_Part]:
    """Each dose with its times: those after it, or before it if a time comes first."""
    ordered = list(tokens) if tokens[0].kind in _DOSES else list(reversed(tokens))
    parts: list[_Part] = []
    for token in ordered:
        if token.kind in _DOSES:
            parts.append(_Part(token, ()))
        else:
            parts[-1] = _Part(parts[-1].dose, (*parts[-1].times, token))
    return parts if tokens[0].kind in _DOSES else list(reversed(parts))


def _summed(parts: Sequence[_Part]) -> Directions | None:
    """``1 in the morning and 2 at bedtime`` is 3 a day; None where a part has no time of its own."""
    taken = []
    for part in parts:
        often, unread = _one_rate(part.times)
        if part.dose is None or often is None or unread or part.dose.number < part.dose.most:
            return None
        taken.append(Taken(thousandths(part.dose.most), part.dose.key, often, _text(part.times)))
    return _total(taken)


def _total(taken: Sequence[Taken]) -> Directions | None:
    units = {part.unit for part in taken if part.unit}
    moments = [part.when for part in taken]
    if len(units) > 1 or len(set(moments)) < len(moments):
        return None
    days = lcm(*(part.often.days for part in taken))
    total = sum(part.dose * part.often.times * (days // part.often.days) for part in taken)
    return Directions(total, None, next(iter(units), ""), Often(1, days), tuple(taken)) if total else None


def _by_weekday(tokens: Sequence[Token]) -> Directions:
    """``5 mg m/w/f, 2.5 mg other days``, ``daily except Sunday``, ``every Sunday``."""
    times = [token for token in tokens if token.kind in _TIMES]
    all_texts = Directions(unread=_texts(times))
    if any(token.kind == "x" for token in tokens):
        return _except(tokens) or all_texts
    weekdays = [token for token in tokens if token.kind == "W"]
    if len(weekdays) == 1 and not weekdays[0].key:
        return _on_days(tokens, len(weekdays[0].days)) or all_texts
    if any(token.kind == "F" and token.often not in (_DAILY, Often(1, WEEK)) for token in times):
        return all_texts
    return _summed(_with_days(tokens, weekdays)) or all_texts


def _on_days(tokens: Sequence[Token], days: int) -> Directions | None:
    """``1 tablet Mon-Sat``, ``twice a day on weekdays``, ``3 times a week (m/w/f)``; None where the number of days is another."""
    doses = [token for token in tokens if token.kind == "J"]
    moments = [token for token in tokens if token.kind == "M"]
    rates = {token.often for token in tokens if token.kind == "F" and token.often} - {_DAILY}
    if len(doses) > 1 or len(moments) > 1 or len(rates) > 1:
        return None
    if days < _FEWEST_DAILY and any(token.often == _DAILY for token in tokens if token.kind == "F"):  # "daily, weekends"
        return None
    rate = next(iter(rates), Often(days, WEEK))
    if rate.days == 1 and not moments:
        rate = Often(rate.times * days, WEEK)
    elif rate != Often(days, WEEK):
        return None
    return _of_dose(doses[0] if doses else None, rate, ())


def _with_days(tokens: Sequence[Token], weekdays: Sequence[Token]) -> list[_Part]:
    """Doses and days; ``other days`` are those that no other part has."""
    named = [day for token in weekdays for day in token.days]
    if len(named) > len(set(named)) or not named:
        return []
    left = frozenset(range(WEEK)) - frozenset(named)
    row = [_as_dose(token) for token in tokens if token.kind in "JSW" or (token.kind == "N" and not token.key)]
    row = _from_first_day(row)
    parts = _paired(row) if row else []
    return [
        _Part(
            part.dose,
            tuple(Token("F", time.text, often=Often(len(left if time.key == OTHER_DAYS else time.days), WEEK)) for time in part.times),
        )
        for part in parts
    ]


def _as_dose(token: Token) -> Token:
    """A strength before a day (``5 mg M-W-F``) is what is taken, in mg."""
    if token.kind not in "SN":
        return token
    number, _, unit = token.key.partition(" ") if token.kind == "S" else (token.text, "", "mg")
    amount = Fraction(number) if number.replace(".", "", 1).isdigit() else Fraction(0)
    return Token("J", token.text, amount, amount, unit)


def _from_first_day(row: Sequence[Token]) -> list[Token]:
    """The doses and days from the first that belong together: a strength may stand before them. A row that ends with a day has its doses
    before the days."""
    first = next(place for place, token in enumerate(row) if token.kind == "W")
    if row[-1].kind == "W":
        first = first - 1
    return list(row[first:]) if first >= 0 else []


def _except(tokens: Sequence[Token]) -> Directions | None:
    """``daily except Sunday``; ``1 tablet, except 1/2 on Sunday``."""
    place = next(place for place, token in enumerate(tokens) if token.kind == "x")
    before, after = tokens[:place], tokens[place:]
    days = [token for token in after if token.kind == "W" and token.days]
    doses = [token for token in tokens if token.kind == "J"]
    rates = {token.often for token in before if token.kind == "F"}
    if len(days) != 1 or not rates <= {_DAILY} or any(token.kind in "FM" for token in after):
        return None
    named = frozenset(day for token in before if token.kind == "W" for day in token.days)
    left = frozenset(range(WEEK)) - days[0].days
    if not left or (named and named != left):
        return None
    rest = Often(len(left), WEEK)
    inside = [token for token in after if token.kind == "J"]
    if not inside:
        return _of_dose(doses[0] if doses else None, rest, ()) if len(doses) < 2 else None
    if len(doses) != 2 or len(inside) != 1:
        return None
    usual, other = doses
    taken = (
        Taken(thousandths(usual.most), usual.key, rest, ""),
        Taken(thousandths(other.most), other.key, Often(len(days[0].days), WEEK), days[0].text),
    )
    return _total(taken)


def thousandths(number: Fraction) -> Quantity:
    """A number in thousandths of a unit."""
    return round(number * QUANTITY_SCALE)


def _text(tokens: Iterable[Token]) -> str:
    return " ".join(token.text for token in tokens)


def _texts(*groups: Iterable[Token]) -> tuple[str, ...]:
    return tuple(token.text for tokens in groups for token in tokens)
