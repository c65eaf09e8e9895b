"""Rules that join the tokens of a line: ``every 8 hours``, ``#60``, ``1.5 mg/0.5 ml``, ``2 tablets a day``. A table of patterns over kinds.

Each rule is applied until it fits no more, then the next. A rule that does not mean these tokens gives None, and they stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from fractions import Fraction
from math import gcd

from finder.domain.supply import Often
from finder.questions.drug_list.lexicon import Token
from finder.questions.drug_list.tokens import kinds_of

MOST_DOSE = 10
"""Tablets at a time: a larger number before ``daily`` is no dose."""
BOUGHT_DAYS = 25
"""``60 tablets every 30 days`` are bought; ``1 tablet every 7 days`` is taken."""
_FEW = 4
_SHORT_COURSE = 28
_CONCENTRATIONS = (100, 200, 300, 500)
_DOSE_UNITS = ("units", "drop", "ml")
_PIECES = ("pen", "syringe", "vial")
_TAKE = ("take", "takes", "taking", "give")
_EACH_MEAL = ("ac", "pc", "before meals", "after meals", "with meals", "with each meal", "before each meal", "after each meal")
_HALVES = (Fraction(1, 2), Fraction(3, 2))
_MILLIGRAMS = {"mcg": Fraction(1, 1000), "mg": Fraction(1), "g": Fraction(1000)}
_AFTER = ("after", "since", "when", "because", "once", "as")
_TAKEN = ("tablet", "capsule", "pill", "puff")
Rule = Callable[[Sequence[Token], int, int], list[Token] | None]


def joined(tokens: Sequence[Token]) -> list[Token]:
    """The tokens after all rules."""
    found = _without_earlier(tokens)
    for pattern, rule in _RULES:
        start = 0
        while match := re.compile(pattern).search(kinds_of(found), start):
            made = rule(found, match.start(), match.end())
            if made is None:
                start = match.start() + 1
            else:
                found[match.start() : match.end()] = made
    return found


def _without_earlier(tokens: Sequence[Token]) -> list[Token]:
    """``(increased from 20 mg daily)``: what was so before is no part of the line, except words that nobody knows."""
    kept: list[Token] = []
    earlier = False
    for token in tokens:
        if token.kind == "v":
            earlier = True
            kept.append(Token("V", token.text, key="changed"))
        elif token.kind == "|":
            earlier = earlier and token.text == "-"
            kept.append(token)
        elif not earlier or token.kind in "wV":
            kept.append(token)
    return kept


def _text(tokens: Sequence[Token]) -> str:
    return " ".join(token.text for token in tokens)


def _first(tokens: Sequence[Token], kind: str) -> Token | None:
    return next((token for token in tokens if token.kind in kind), None)


def _range(tokens: Sequence[Token], start: int, end: int) -> list[Token] | None:
    """``1 or 2``, ``4 to 6``."""
    low, word, high = tokens[start:end]
    dashed = word.text in ("-", "–") and low.number < 1 <= high.number <= _FEW  # "1/2 - 1 tab"
    if not (dashed or word.text in ("or", "to")) or low.number >= high.number:
        return None
    return [Token("R", f"{low.text} {word.text} {high.text}", low.number, high.number)]


def _said_twice(tokens: Sequence[Token], start: int, end: int) -> list[Token] | None:
    """``2 (two) times``: one number, printed in digits and in words."""
    first, opened, second, closed = tokens[start:end]
    same = first.number == second.number and (opened.text, closed.text) == ("(", ")")
    return [first if first.key != "word" else second] if same else None


def _with_total(tokens: Sequence[Token], start: int, end: int) -> list[Token] | None:
    """``500 mg: take 2 tablets (1000 mg total)``: what the tablets come to, if it does come to that."""
    here = tokens[start:end]
    number, total = here[0], next(token for token in here if token.kind == "S")
    each = next((token for token in tokens[:start] if token.kind == "S"), None)
    if each is None or (here[2].text, here[-1].text) != ("(", ")") or not _plain_mass(each) or not _plain_mass(total):
        return None
    if each.number * number.number == total.number and _unit_of(each) == _unit_of(total):
        return list(here[:2])
    return [*here[:2], Token("!", total.text)] if any(token.text == "total" for token in here) else None


def _dose_in_mass(tokens: Sequence[Token], start: int, end: int) -> list[Token] | None:
    """``500 mg tablet, take 1000 mg``: a second strength after a verb is what is taken."""
    verb, taken = tokens[start:end]
    each = next((token for token in tokens[:start] if token.kind == "S"), None)
    if each is None or verb.text not in _TAKE or each.key == taken.key or not (_plain_mass(each) and _plain_mass(taken)):
        return None
    milligrams = taken.number * _MILLIGRAMS[_unit_of(taken)]
    tablets = milligrams / (each.number * _MILLIGRAMS[_unit_of(each)]) if each.number else Fraction(0)
    if tablets.denominator > 1 and tablets not in _HALVES:
        return None
    return [Token("J", taken.text, milligrams, milligrams, "mg")]


def _plain_mass(token: Token) -> bool:
    return bool(re.fullmatch(r"[\d.]+ (?:mg|mcg|g)", token.key))


def _unit_of(token: Token) -> str:
    return token.key.rpartition(" ")[2]


def _a_day(tokens: Sequence[Token], start: int, end: int) -> list[Token] | None:
    """``10 mg per day``, ``10 mg/day``."""
    strength, _, day = tokens[start:end]
    return [strength, Token("F", _text(tokens[start + 1 : end]), often=Often(1, 1))] if day.number == 1 else None


def _x_a_day(tokens: Sequence[Token], start: int, end: int) -> list[Token] | None:
    """``x 1 daily``, ``x2/day``."""
    times, number, *_, last = tokens[start:end]
    often = last.often or Often(1, int(last.number))
    if times.text != "x" or often != Often(1, 1) or not 0 < number.number <= _FEW or number.number.denominator > 1:
        return None
    return [Token("F", _text(tokens[start:end]), often=Often(int(number.number), 1))]


def _meals_and_bedtime(tokens: Sequence[Token], start: int, end: int) -> list[Token] | None:
    """``before meals and at bedtime`` is four times a day."""
    meals, between, bedtime = tokens[start], tokens[start + 1 : end - 1], tokens[end - 1]
    known = meals.text in _EACH_MEAL and bedtime.key == "bedtime" and all(token.text in ("&", "and", "/") for token in between)
    return [Token("F", _text(tokens[start:end]), often=Often(4, 1))] if known else None


def _days_heading(tokens: Sequence[Token], start: int, end: int) -> list[Token] | None:
    """``Days: 30``."""
    days, number = tokens[start], tokens[end - 1]
    begins = ":" in _text(tokens[start:end]) or (start and tokens[start - 1].kind in "C|")
    heading = days.text == "days" and begins and number.number.denominator == 1
    return [Token("X", _text(tokens[start:end]), number.number, key="supply")] if heading else None


def _grams(tokens: Sequence[Token], start: int, end: int) -> list[Token] | None:
    """``#10.2 g``: so many grams are bought."""
    here = tokens[start:end]
    return [Token("C", _text(here), here[-2].number, key="g")] if here[-1].key == "g" else None


def _before_name(tokens: Sequence[Token], start: int, end: int) -> list[Token] | None:
    """``takes 2 lisinopril 10 mg daily``, ``one lisinopril 10 mg``: what is taken, before the name."""
    number, *name = tokens[start:end]
    before = tokens[:start]
    said = number.key == "word" or (before and before[-1].text in _TAKE)
    taken = said and not any(token.kind in "wS" for token in before) and number.number <= _FEW
    return [_dose_of(number, None, number.text), *name] if taken else None


def _every(tokens: Sequence[Token], start: int, end: int) -> list[Token] | None:
    """``every 8 hours``, ``q 2 weeks``, ``every 4-6 hours``: at most every 4."""
    _, number, period = tokens[start:end]
    text = _text(tokens[start:end])
    if number.number.denominator > 1 or not number.number:
        return [Token("!", text)]
    if number.kind == "R" and period.kind == "D":
        return [Token("!", text)]
    return [Token("F", text, often=_rate(int(number.number), period), key="range" if number.kind == "R" else "")]


def _rate(number: int, period: Token) -> Often:
    if period.kind == "H":
        shared = gcd(24, number)
        return Often(24 // shared, number // shared)
    return Often(1, number * int(period.number))


def _each_period(tokens: Sequence[Token], start: int, end: int) -> list[Token]:
    return [Token("F", _text(tokens[start:end]), often=Often(1, int(tokens[end - 1].number)))]


def _last_alone(tokens: Sequence[Token], start: int, end: int) -> list[Token]:
    return [tokens[end - 1]._replace(text=_text(tokens[start:end]))]


def _times(tokens: Sequence[Token], start: int, end: int) -> list[Token] | None:
    """``twice a day``, ``3 x daily``, ``once every 2 weeks``, ``1x/d``."""
    here = tokens[start:end]
    number, times, last = _first(here, "N"), _first(here, "T"), here[-1]
    count = times.number if times and times.number else number.number if number and here[0].kind == "N" else Fraction(0)
    if times and times.number and here[0].kind == "N":  # "70 once a week": the number is a strength
        return None
    if here[0].kind == "N" and not count:
        return [Token("!", _text(here))]
    if not count or count.denominator > 1:
        return None
    often = last.often or Often(1, int(last.number))
    if often.times != 1 and count > 1:
        return None
    return [Token("F", _text(here), often=Often(int(count) * often.times, often.days))]


def _days_a_week(tokens: Sequence[Token], start: int, end: int) -> list[Token] | None:
    """``5 days a week``."""
    number, day, _, week = tokens[start:end][-4:]
    if day.number != 1 or week.number != 7 or not 0 < number.number <= week.number or number.number.denominator > 1:
        return None
    return [Token("F", _text(tokens[start:end]), often=Often(int(number.number), int(week.number)), key="days")]


def _u_strength(tokens: Sequence[Token], start: int, end: int) -> list[Token] | None:
    """``U-100``."""
    unit, number = tokens[start], tokens[end - 1]
    known = unit.text == "u" and number.number in _CONCENTRATIONS
    return [Token("S", _text(tokens[start:end]), key=f"{number.text} unit/ml")] if known else None


def _strength(tokens: Sequence[Token], start: int, end: int) -> list[Token] | None:
    """``5 mg``, ``50-12.5 mg``, ``1.5 mg/0.5 ml``, ``100 units/ml``, ``100/ml``, ``2 mg in 3 ml``."""
    here = tokens[start:end]
    number, per = here[0], here[-1]
    volume = here[-2] if len(here) > 2 and here[-2].kind == "N" else None
    unit = here[1].key if here[1].kind in "GU" else ""
    divided = any(token.kind == "/" or token.text == "in" for token in here[1:])
    if unit and here[1].kind == "U" and (unit != "units" or per.key != "ml" or not divided):
        return None
    if not divided and here[1].kind == "/":
        return None
    if any(token.kind == "L" and token.text != "in" for token in here) or (not unit and per.key != "ml"):
        return None
    written = "/".join(_decimal(part) for part in re.split(r"[-/]", number.text)) if number.kind == "R" else _decimal(number.text)
    if number.kind == "R" and re.search(r"[a-z]", number.text):
        written = number.text
    per_word = {"H": "hr", "U": per.key}.get(per.kind, "") if divided else ""
    tail = f"/{_decimal(volume.text) if volume else ''}{per_word}" if divided else ""
    return [Token("S", _text(here), key=f"{written} {'unit' if unit == 'units' else unit}".strip() + tail, number=number.number)]


def _decimal(text: str) -> str:
    """A number as written without needless zeros: ``1.0`` is ``1``."""
    return text.rstrip("0").rstrip(".") if "." in text else text


def _combination(tokens: Sequence[Token], start: int, end: int) -> list[Token] | None:
    """``12.5 mg / 1000 mg``, ``875 mg-125 mg``."""
    parts = [token.key.partition(" ") for token in tokens[start:end] if token.kind == "S"]
    if any(token.text not in ("/", "-") for token in tokens[start:end] if token.kind != "S"):
        return None
    if len({unit for _, _, unit in parts}) > 1:
        return None
    return [Token("S", _text(tokens[start:end]), key=f"{'/'.join(number for number, _, _ in parts)} {parts[0][2]}")]


def _count(tokens: Sequence[Token], start: int, end: int) -> list[Token] | None:
    """``#60``, ``qty: 60 tablets``, ``tablets #60``, ``60 ct``."""
    here = tokens[start:end]
    number, unit = _first(here, "N"), _first(here, "U")
    if number is None or (here[0].kind == "N" and here[1].text not in ("ct", "count")):
        return None
    return [Token("C", _text(here), number.number, key=unit.key if unit else "")]


def _count_and_days(tokens: Sequence[Token], start: int, end: int) -> list[Token] | None:
    """``#90/90``."""
    text = tokens[end - 1].text
    parts = text.split("/")
    if len(parts) != 2 or "-" in text or "." in parts[1]:
        return None
    return [Token("C", f"# {parts[0]}", Fraction(parts[0])), Token("X", f"/ {parts[1]}", Fraction(parts[1]), key="supply")]


def _sized_piece(tokens: Sequence[Token], start: int, end: int) -> list[Token] | None:
    """``3 ml pen``: the size belongs to the pen."""
    number, first, *_, second = tokens[start:end]
    fits = first.key == "ml" and second.key in _PIECES
    return [Token("U", _text(tokens[start:end]), number.number, key=second.key)] if fits else None


def _boxes_of(tokens: Sequence[Token], start: int, end: int) -> list[Token] | None:
    """``2 boxes of 5 pens``."""
    boxes, holder, word, each, unit = tokens[start:end]
    if holder.key != "box" or word.text != "of":
        return None
    return [Token("C", _text(tokens[start:end]), boxes.number * each.number, key=unit.key)]


def _filler(tokens: Sequence[Token], start: int, end: int) -> list[Token]:
    return [Token("L", _text(tokens[start:end]), key="refill")]


def _supply(tokens: Sequence[Token], start: int, end: int) -> list[Token] | None:
    """``days supply: 90``, ``90 ds``. ``Supply: 60`` alone may be tablets or days."""
    here = tokens[start:end]
    number, word = _first(here, "N"), _first(here, "Y")
    if number is None or word is None or number.number.denominator > 1:
        return None
    if word.text == "supply":
        return [number._replace(key="loose", text=_text(here))] if here[0].kind == "Y" and number.key != "loose" else None
    return [Token("X", _text(here), number.number, key="supply")]


def _lasting(tokens: Sequence[Token], start: int, end: int) -> list[Token] | None:
    """``for 30 days``, ``x 14 days``, ``90 day supply``, ``3 months``."""
    here = tokens[start:end]
    number, period = _first(here, "N"), _first(here, "D")
    if number is None or period is None or number.number.denominator > 1 or (here[0].kind == "T" and here[0].number):
        return None
    days = number.number * period.number
    supply = here[-1].kind == "Y" or here[0].text not in ("for", "x", "times")
    return [Token("X", _text(here), days, key="supply" if supply or days >= _SHORT_COURSE else "course")]


def _a_period(tokens: Sequence[Token], start: int, end: int) -> list[Token] | None:
    """``2 tablets a day`` is a dose, ``2 boxes a month`` is bought, a large bare number before ``a day`` is a strength."""
    here = tokens[start:end]
    amount, unit, days = here[0], _first(here, "U"), int(here[-1].number)
    text = _text(here)
    if days >= BOUGHT_DAYS:
        if amount.kind == "R":
            return None
        return [Token("C", text, amount.number, key=unit.key if unit else ""), Token("X", f"per {days}", Fraction(days), key="supply")]
    rate = Token("F", text, often=Often(1, days))
    if unit is None and not _is_dose(tokens, start, amount):
        return [amount, rate]
    return [_dose_of(amount, unit, f"{text} "), rate]


def _is_dose(tokens: Sequence[Token], start: int, amount: Token) -> bool:
    """Whether a bare number is what is taken: small, and no strength (the first bare number of a line is one)."""
    before = any(token.kind in "SNR" for token in tokens[:start])
    first = not any(token.kind == "w" for token in tokens[:start]) and any(
        token.kind == "S" for token in tokens
    )  # "2 daily lisinopril 10 mg"
    most = amount.most or amount.number
    return most <= MOST_DOSE and (before or first or amount.key == "word")


def _is_combination(tokens: Sequence[Token], start: int, unit: Token) -> bool:
    """``37.5/25 cap``: two strengths, where none was written before, and no range of capsules."""
    two = tokens[start].kind == "R" and "/" in tokens[start].text and tokens[start].number >= 1
    return two and unit.key in _TAKEN and not any(token.kind in "SNR" for token in tokens[:start])


def _dose_of(amount: Token, unit: Token | None, text: str) -> Token:
    return Token("J", text.strip(), amount.number, amount.most or amount.number, unit.key if unit else "")


def _dose(tokens: Sequence[Token], start: int, end: int) -> list[Token] | None:
    """``1 tablet by mouth daily``, ``2 qhs``, ``20 units at night``. ``60 tablets twice a day`` and ``1 pen every 28 days`` are bought."""
    here = tokens[start:end]
    amount, unit, time = here[0], here[1] if here[1].kind == "U" else None, here[-1]
    if unit and _is_combination(tokens, start, unit):
        return None
    rest, text = list(here[2:] if unit else here[1:]), _text(here[:2] if unit else here[:1])
    if unit is None:
        dose = amount.key != "loose" and _is_dose(tokens, start, amount)
        return [_dose_of(amount, None, text), *rest] if dose else None
    once = time.often if time.often and time.often.times == 1 else None
    many = amount.number > MOST_DOSE and unit.key not in _DOSE_UNITS
    if amount.kind == "R" or not (many or (once and once.days >= BOUGHT_DAYS)):
        return [_dose_of(amount, unit, text), *rest]
    count = Token("C", text, amount.number, key=unit.key)
    if once is None or once.days == 1:
        return [count, *rest]
    return [count, *rest[:-1], Token("X", time.text, Fraction(once.days), key="supply")]


def _at_a_time(tokens: Sequence[Token], start: int, end: int) -> list[Token]:
    here = tokens[start:end]
    return [_dose_of(here[0], _first(here, "U"), _text(here))]


def _count_a_period(tokens: Sequence[Token], start: int, end: int) -> list[Token] | None:
    """``#30 monthly``."""
    count, time = tokens[start:end]
    if time.often is None or time.often.times != 1 or time.often.days < BOUGHT_DAYS:
        return None
    return [count, Token("X", time.text, Fraction(time.often.days), key="supply")]


def _units_left(tokens: Sequence[Token], start: int, end: int) -> list[Token] | None:
    """``20 units`` and ``1 tab`` are a dose, ``180 tabs`` and ``4 pens`` are bought."""
    amount, unit = tokens[start:end]
    text = _text(tokens[start:end])
    if _is_combination(tokens, start, unit):
        return None
    most = amount.most or amount.number
    if unit.key in ("units", "drop") or (unit.key in _TAKEN and most <= _FEW):
        return [_dose_of(amount, unit, text)]
    return [Token("C", text, amount.number, key=unit.key)] if amount.kind == "N" else None


def _off_days(tokens: Sequence[Token], start: int, end: int) -> list[Token] | None:
    """``Sat & Sun off``, ``off Sundays``: every day but those."""
    here = tokens[start:end]
    off, days = _first(here, "V"), _first(here, "W")
    if off is None or days is None or off.text != "off":
        return None
    return [Token("x", off.text), days._replace(text=_text(here))]


def _of_the_past(tokens: Sequence[Token], start: int, end: int) -> list[Token] | None:
    """``2 months ago``."""
    here = tokens[start:end]
    return [Token("p", _text(here))] if here[-1].text == "ago" else None


def _on_and_off(tokens: Sequence[Token], start: int, end: int) -> list[Token] | None:
    """``21 days on, 7 days off``: taken on 21 of 28 days."""
    here = tokens[start:end]
    numbers = [token.number for token in here if token.kind == "N"]
    periods = [token.number for token in here if token.kind == "D"]
    if here[-1].text != "off" or not any(token.text == "on" for token in here) or any(number.denominator > 1 for number in numbers):
        return None
    on, off = (int(number * period) for number, period in zip(numbers, periods, strict=True))
    return [Token("F", _text(here), often=Often(on, on + off), key="days")] if on and off else None


def _days_off(tokens: Sequence[Token], start: int, end: int) -> list[Token] | None:
    """``7 days off``: a pause, and no stop."""
    here = tokens[start:end]
    return [Token("!", _text(here))] if here[-1].text == "off" else None


def _replaced(tokens: Sequence[Token], start: int, end: int) -> list[Token] | None:
    """``started after metoprolol was stopped``: another drug was stopped."""
    here = tokens[start:end]
    return [Token("V", here[0].text, key="doubtful"), *here[1:-1]] if here[0].text in _AFTER and here[-1].key == "stopped" else None


def _merged_days(tokens: Sequence[Token], start: int, end: int) -> list[Token] | None:
    days = [token for token in tokens[start:end] if token.kind == "W"]
    if any(token.key for token in days):
        return None
    return [Token("W", _text(tokens[start:end]), days=days[0].days | days[-1].days)]


_RULES: tuple[tuple[str, Rule], ...] = (
    (r"N\|N\|", _said_twice),
    (r"N[VL|]N", _range),
    (r"r\|*T?N", _filler),
    ("Nr|r", _filler),
    (r"Y\|+N", _supply),
    ("E[NR][DH]", _every),
    ("EA|Em", _last_alone),
    ("ED", _each_period),
    ("E[MW]", _last_alone),
    (r"W[|L]*V|VL?W", _off_days),
    (r"NDL[L|/]*NDL?V", _on_and_off),
    (r"N?DL?V", _days_off),
    (r"[wpTL]S?w+S?[pvL]*V", _replaced),
    ("N?Dp", _of_the_past),
    (r"W[|/L]?W", _merged_days),
    ("T?ND[P/E]D", _days_a_week),
    ("N?T[P/E]?[DF]|N?T/D", _times),
    (r"U\|?N", _u_strength),
    (r"Q+\|*NG", _grams),
    ("NGLNU", _strength),
    ("[NR]G/N?[UH]|NU/U|N/U|[NR]G", _strength),
    (r"S[/|]S(?:[/|]S)*", _combination),
    (r"NU\|SL?\|", _with_total),
    (r"S[P/]D", _a_day),
    ("LS", _dose_in_mass),
    (r"TN[P/]?[FD]", _x_a_day),
    (r"m[L|/w]?M", _meals_and_bedtime),
    ("Nw+S", _before_name),
    (r"NU\|?U", _sized_piece),
    ("NULNU", _boxes_of),
    (r"Q+\|*R", _count_and_days),
    (r"U\|?Q+\|*N(?!U)|Q+\|*NU?|NQ", _count),
    (r"D\|*N", _days_heading),
    ("[BT]NDY?|NDY?", _lasting),
    ("NY", _supply),
    ("YN", _supply),
    ("[NR]U?[P/]D", _a_period),
    ("BZ", _last_alone),
    ("CF", _count_a_period),
    ("[NR]U?i", _at_a_time),
    ("[NR]U?[OLPZem]*[FMW]", _dose),
    ("[NR]U", _units_left),
)
"""In this order. Letters are the kinds of ``lexicon``."""
