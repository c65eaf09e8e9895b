"""The questions of Policy what-ifs: which people, and what of the law is changed."""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

from finder.documents.policy import read_policy
from finder.documents.population import drawn
from finder.domain.errors import Refusal
from finder.domain.market import CatalogInfo
from finder.domain.policy import ChangedNumber, DrugsReached, Policy, PolicyPrice
from finder.domain.population import Recipe
from finder.explain.messages import say
from finder.explain.population import policy_page as words
from finder.questions.population.policies import LIFTED, law_of, main_numbers, make_policy
from finder.questions.population.policy_runs import PolicyRuns
from finder.questions.population.small_groups import FEWEST
from finder.questions.progress import OnProgress
from pages.parts.catalog import catalog_of, proposal
from pages.parts.frame import tell
from pages.parts.get_plans import state_name
from pages.parts.own_machine import is_own_machine
from pages.parts.policy_kept import KeptPolicies
from pages.parts.screen import st
from pages.parts.session import Session
from pages.parts.work import long_work

_MOST_OWN, _MOST_SHARED = 5_000, 1_000
_USUAL_SIZE, _USUAL_SEED = 1_000, 7
_FIRST_GAP, _LAST_GAP = 2006, 2024
_PERCENT, _WHOLE = 100, 100
"""Basis points of a percent, and percents of a whole."""
_NO_GAP, _LIMIT = "", "oop_threshold"


def ask_people(session: Session) -> CatalogInfo:
    """The people, and the button that makes them; the catalog that they live in."""
    info = catalog_of(proposal().year).info
    most = _MOST_OWN if is_own_machine() else _MOST_SHARED
    left, middle, right = st.columns(3, vertical_alignment="bottom")
    state = left.selectbox(say(words.STATE), list(info.states), format_func=state_name, key=session.key("policy-state"))
    size = middle.number_input(say(words.SIZE), FEWEST, most, min(_USUAL_SIZE, most), key=session.key("policy-size"))
    seed = right.number_input(say(words.SEED), 0, None, _USUAL_SEED, key=session.key("policy-seed"))
    tell(words.bound_sentence(most), say(words.FIRST_TIME))
    long_work(session, "policy-people", say(words.START), partial(_made, info.plan_year, state, Recipe(seed, size)), _keep)
    return info


def _made(year: int, state: str, recipe: Recipe, on_progress: OnProgress) -> KeptPolicies | None:
    population = drawn(catalog_of(year, state), state, recipe)
    runs = PolicyRuns(population.catalog, tuple(population.people))
    under = runs.under(law_of(year), on_progress)
    return None if under is None else KeptPolicies(runs, (recipe, population.users))


def _keep(session: Session, kept: KeptPolicies | None) -> None:
    session.policies = kept or session.policies


def ask_policy(session: Session, year: int) -> Policy | None:
    """The policy of the sliders or of a file; None for one that is refused, which is said."""
    chosen = {number.name: _slide(session, number) for number in main_numbers(year).values()}
    with st.expander(say(words.MORE)):
        more = _ask_more(session)
    name = st.text_input(say(words.NAME), say(words.USUAL_NAME), max_chars=80, key=session.key("policy-name")).strip()
    file = st.file_uploader(say(words.UPLOAD), type=["yaml", "yml"], key=session.key("policy-file"))
    if file is not None:
        return _of_file(file.getvalue())
    return _of_sliders(name or say(words.USUAL_NAME), year, chosen, more)


class _More(NamedTuple):
    """What else may be changed: the year of a gap, and in percent what managers add, Medicare's prices, and what premiums follow."""

    gap_of: int | None
    spread: int
    negotiated: int
    follow: int

    @property
    def prices(self) -> tuple[PolicyPrice, ...]:
        """The change of Medicare's prices, if any."""
        return () if self.negotiated == _WHOLE else (PolicyPrice(self.negotiated * _PERCENT, drugs=DrugsReached.NEGOTIATED),)


def _ask_more(session: Session) -> _More:
    gaps = [_NO_GAP, *range(_LAST_GAP, _FIRST_GAP - 1, -1)]
    gap = st.selectbox(say(words.GAP), gaps, format_func=_gap_words, key=session.key("policy-gap"))
    if gap:
        tell(say(words.GAP_LIMIT))
    spread = st.slider(say(words.SPREAD), 0, 25, 0, 1, "%d%%", key=session.key("policy-spread"))
    negotiated = st.slider(say(words.NEGOTIATED), 50, 150, _WHOLE, 5, "%d%%", key=session.key("policy-negotiated"))
    follow = st.slider(say(words.FOLLOW), 0, _WHOLE, 0, 5, "%d%%", key=session.key("policy-follow"))
    return _More(int(gap) if gap else None, spread, negotiated, follow)


def _of_file(content: bytes) -> Policy | None:
    try:
        policy = read_policy(content)
    except Refusal as refusal:
        for problem in refusal.problems:
            st.error(words.file_sentence(problem))
        return None
    st.info(say(words.FROM_FILE))
    return policy


def _of_sliders(name: str, year: int, chosen: dict[str, str | None], more: _More) -> Policy | None:
    changed = {number: value for number, value in chosen.items() if value is not None}
    law = {number: one.value for number, one in main_numbers(year).items() if more.gap_of is None or number != _LIMIT}
    limit, deductible = ((law | changed).get(number, LIFTED) for number in (_LIMIT, "deductible"))
    if limit != LIFTED and float(limit) < float(deductible):
        st.error(say(words.BELOW_DEDUCTIBLE))
        return None
    return make_policy(
        name,
        year,
        numbers=changed,
        gap_of=more.gap_of,
        lock_in_spread=more.spread * _PERCENT,
        prices=more.prices,
        premium_pass_through=more.follow * _PERCENT,
    )


def _slide(session: Session, number: ChangedNumber) -> str | None:
    """The value that was chosen, as a policy writes it; None for the law's own."""
    of, law, money = words.SLIDERS[number.name], int(float(number.value)), number.unit.startswith("USD")
    form = "$%d" if money else "%d%%"
    if number.name == _LIMIT and st.checkbox(say(words.NO_LIMIT), key=session.key("policy-no-limit")):
        return LIFTED
    value = st.slider(words.slider_label(number), of.least, of.most, law, of.step, form, key=session.key(f"policy-{number.name}"))
    return None if value == law else str(value) if money else f"{value}%"


def _gap_words(year: int | str) -> str:
    return str(year) if year else say(words.NO_GAP)
