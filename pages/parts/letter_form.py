"""The form of a letter: what it is about, its date, what the kind needs besides, and what the person finds in it."""

from __future__ import annotations

from finder.domain.letters import Letter, LetterKind, LetterRead
from finder.explain.explainers import letters as words
from finder.explain.messages import say
from finder.questions.explainers.letters import parts_of, read_letter
from pages.parts.dates import ask_day
from pages.parts.screen import st
from pages.parts.sent_form import sent_form
from pages.parts.session import Session

_MAY_BE_MONEY = (LetterKind.DENIAL, LetterKind.APPEAL_DENIED)


def ask_letter(session: Session) -> LetterRead | None:
    """The answer for the letter that the person has; None before the form was sent. Raises Refusal."""
    kind = words.KINDS[st.selectbox(say(words.WHICH), list(words.KINDS), format_func=say, key=session.key("letter-kind"))]
    money = kind in _MAY_BE_MONEY and st.checkbox(say(words.IS_MONEY), key=session.key(f"letter-money-{kind.key}"))
    asked = sent_form(session, f"letter-{kind.key}-{money}", lambda: _form(session, kind, money=money), words.READ)
    return None if asked is None else read_letter(asked)


def _form(session: Session, kind: LetterKind, *, money: bool) -> Letter | str:
    """What the form holds, or what is missing from it."""
    on = ask_day(session, say(words.DATE), f"letter-on-{kind.key}")
    received = ask_day(session, say(words.RECEIVED), "letter-received") if kind is LetterKind.DENIAL else None
    unpaid = ask_day(session, say(words.UNPAID_MONTH), "letter-unpaid") if kind is LetterKind.UNPAID_PREMIUM else None
    parts = parts_of(kind, payment=money)
    if parts:
        st.write(say(words.TICK))
    found = frozenset(part for part in parts if st.checkbox(words.part_words(part), key=session.key(f"letter-{kind.key}-{part.key}")))
    if on is None:
        return words.MISSING_DAY
    if kind is LetterKind.UNPAID_PREMIUM and unpaid is None:
        return words.MISSING_MONTH
    return Letter(kind, on, received, unpaid, money, found or None)
