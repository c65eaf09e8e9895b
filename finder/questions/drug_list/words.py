"""What one line of a drug list says: name, strength, how often, how many, for how long, and remarks. No catalog is needed.

Every word of the line ends in one place: a part of what is understood, a word that changes no amount (``set_aside``), a word that may name
the drug (``words``), or a word that nobody knows (``unread``).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from finder.domain.drug_lines import CONTROLLED, DELAYED, EXTENDED, EXTENDED_DAILY, SUSTAINED, Remark, Understood
from finder.domain.money import Quantity
from finder.questions.drug_list.directions import Directions, directions_of, thousandths
from finder.questions.drug_list.lexicon import Token
from finder.questions.drug_list.other_languages import in_english
from finder.questions.drug_list.phrases import joined
from finder.questions.drug_list.tokens import tokens_of

_RELEASES = {
    "extended": EXTENDED,
    "extended daily": EXTENDED_DAILY,
    "extended sustained": SUSTAINED,
    "extended controlled": CONTROLLED,
    "delayed": DELAYED,
    "drops": "drop",
}
"""Releases and forms whose word in the table is not their name."""
_ASIDE = "OZrime"
"""Kinds that change no amount; filler (``take``, ``of``) is not even said."""
_LEFT_OVER = "TEQYHGBD!"
"""Kinds that mean something only beside others."""
_REMARKS = {"perhaps_stopped": Remark.STOPPED}
"""Words of a remark that may mean something else too: asked."""
_LOOSE = 2
"""Bare numbers that are understood: how many are bought, and for how many days."""
_FORMS_OF_COUNTS = ("pen", "vial", "syringe", "inhaler", "patch", "tablet", "capsule")
_LINKS = ("-", "/", "&", "+")
_BETWEEN_NAMES = (*_LINKS, "and")
_TAPER_DOSES = 2


def understand(text: str, beside: str = "") -> Understood:
    """What a line says, in English or another language that is here. Nothing is filled in. ``beside``: more of the line, which may tell
    the language of a text that is a part of it."""
    english = in_english(text, beside)
    said = _understood(english.text)
    if not english.written:
        return said
    as_written = english.as_written
    return replace(
        said,
        name=as_written(said.name),
        parts=tuple(part._replace(when=as_written(part.when)) for part in said.parts),
        set_aside=tuple(map(as_written, said.set_aside)),
        unread=tuple(map(as_written, said.unread)),
    )


def _understood(text: str) -> Understood:
    tokens = _with_its_past(joined(tokens_of(text)))
    taken = directions_of(tokens)
    said = _amounts(_strengths(tokens, Understood("")), tokens, taken)
    remarks, doubtful = _remarks(tokens)
    runs, linked = _runs(tokens)
    loose, bare = _without_word(tokens, said)
    days_named = any(token.kind == "W" for token in tokens)
    left = [token.text for token in tokens if token.kind in _LEFT_OVER or (token.kind == "x" and not days_named)]
    twice = [" ".join(run) for place, run in enumerate(runs) if run in runs[:place]]  # the name again: two drugs in a line
    unread = (*said.unread, *twice, *taken.unread, *doubtful, *bare, *left)
    return replace(
        said,
        name=" ".join(runs[0]) if runs else "",
        words=runs,
        linked=linked,
        forms=_forms(tokens),
        as_needed=any(token.kind in "Aa" for token in tokens),
        eyes=next((int(token.number) for token in tokens if token.kind == "e"), 1),
        loose=loose,
        remarks=remarks,
        set_aside=tuple(dict.fromkeys(token.text for token in tokens if token.kind in _ASIDE or token.key == "refill")),
        unread=tuple(dict.fromkeys(unread)),
    )


def _with_its_past(tokens: Sequence[Token]) -> list[Token]:
    """The tokens; who stopped the drug, when and why is nobody's question. Without a stop, these are words that nobody knows."""
    if any(token.kind == "V" and token.key in ("stopped", "perhaps_stopped") for token in tokens):
        return [token for token in tokens if token.kind != "p"]
    return [token._replace(kind="!" if token.text[0].isdigit() else "w") if token.kind == "p" else token for token in tokens]


def _strengths(tokens: Sequence[Token], said: Understood) -> Understood:
    """The strengths written with a unit; without any, the first bare number."""
    found = list(dict.fromkeys(token.key for token in tokens if token.kind == "S"))
    if not found:
        bare = next((token for token in tokens if token.kind in "NR" and token.key not in ("word", "loose")), None)
        found = [bare.text.replace("-", "/") if bare.kind == "R" and " " not in bare.text else bare.text] if bare else []
    return replace(said, strength=found[0], other_strengths=tuple(found[1:])) if found else said


def _amounts(said: Understood, tokens: Sequence[Token], taken: Directions) -> Understood:
    counts = list(dict.fromkeys((token.number, token.key) for token in tokens if token.kind == "C"))
    spans = list(dict.fromkeys(int(token.number) for token in tokens if token.kind == "X"))
    sized = next((token.number for token in tokens if token.kind == "U" and token.number), None)
    unread = [token.text for token in tokens if token.kind == "C"] if len({number for number, _ in counts}) > 1 else []
    unread += [token.text for token in tokens if token.kind == "X"] if len(spans) > 1 or 0 in spans else []
    count = max(counts, key=lambda one: bool(one[1])) if counts and not unread else None
    said = replace(
        said,
        dose=taken.dose,
        dose_least=taken.least,
        dose_unit=taken.unit,
        often=taken.often,
        parts=taken.parts,
        count=thousandths(count[0]) if count else None,
        count_unit=count[1] if count else "",
        days_supply=spans[0] if len(spans) == 1 and spans[0] else None,
        unread=tuple(unread),
    )
    if sized is not None and count and not said.count_unit:  # "3 ml pens #5"
        piece = next(token.key for token in tokens if token.kind == "U" and token.number)
        said = replace(said, count_unit=piece)
    return said


def _bare(tokens: Sequence[Token]) -> list[Token]:
    """Bare numbers beside the one that is the strength."""
    bare = [token for token in tokens if token.kind in "NR"]
    if any(token.kind == "S" for token in tokens):
        return bare
    strength = next((token for token in bare if token.key not in ("word", "loose")), None)
    return [token for token in bare if token is not strength]


def _without_word(tokens: Sequence[Token], said: Understood) -> tuple[tuple[Quantity, ...], list[str]]:
    """Bare numbers: those that may be how many are bought and for how many days, and those that may be anything."""
    bare = _bare(tokens)
    plain = all(token.kind == "N" and token.key != "word" and token.number > 1 for token in bare)
    if plain and len(bare) <= (1 if said.days_supply else _LOOSE) and said.count is None:
        return tuple(thousandths(token.number) for token in bare), []
    return (), [token.text for token in bare]


def _remarks(tokens: Sequence[Token]) -> tuple[tuple[Remark, ...], list[str]]:
    """What is said of the drug itself, and words that leave something in doubt."""
    found = [
        _REMARKS[token.key] if token.key in _REMARKS else Remark[token.key.upper()]
        for token in tokens
        if token.kind == "V" and token.key != "doubtful"
    ]
    doses = [token for token in tokens if token.kind == "J"]
    spans = [token for token in tokens if token.kind == "X" and token.key == "course"]
    if len(spans) >= _TAPER_DOSES and len(doses) >= _TAPER_DOSES:
        found.append(Remark.TAPER)
    elif spans:
        found.append(Remark.ENDS)
    doubtful = [token.text for token in tokens if token.kind == "V" and token.key in ("doubtful", *_REMARKS)]
    return tuple(dict.fromkeys(found)), doubtful


def _forms(tokens: Sequence[Token]) -> tuple[str, ...]:
    """The forms and releases that are named alone."""
    named = (_RELEASES.get(token.key, token.key) if token.kind == "k" else token.key for token in tokens if token.kind in "kU")
    counted = (token.key for token in tokens if token.kind in "CJ" and token.key in _FORMS_OF_COUNTS)
    return tuple(dict.fromkeys((*named, *counted)))


def _runs(tokens: Sequence[Token]) -> tuple[tuple[tuple[str, ...], ...], tuple[tuple[str, ...], ...]]:
    """The words that no table knows, those that stand together in one run; and the runs with a dash or slash inside."""
    runs: list[list[str]] = []
    linked: set[int] = set()
    between: list[str] | None = None  # what stands since the last word; None: nothing joins it
    for token in tokens:
        if token.kind == "w" and between is not None:
            runs[-1].extend(token.text.split())
            linked |= {len(runs) - 1} if set(between) & set(_LINKS) else set()
            between = []
        elif token.kind == "w":
            runs.append(token.text.split())
            between = []
        elif between is not None:
            between = [*between, token.text] if token.text in _BETWEEN_NAMES else None
    return tuple(map(tuple, runs)), tuple(tuple(runs[place]) for place in sorted(linked))


def words_of(runs: Iterable[Sequence[str]]) -> tuple[str, ...]:
    """All words of some runs."""
    return tuple(word for run in runs for word in run)
