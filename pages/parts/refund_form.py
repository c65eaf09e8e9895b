"""Asks what was paid without Extra Help, up to three years back, and shows what comes back: each year with its plan, and one letter."""

from __future__ import annotations

from datetime import date
from functools import partial

from finder.domain.benefit import LowIncomeSubsidy
from finder.domain.extra_help_refund import Grant, PaidYear, Refund
from finder.domain.market import Catalog
from finder.domain.member import Member
from finder.domain.months import YEAR_MONTHS, last_of_month
from finder.domain.plan_cost import Comparison
from finder.domain.prescription import Prescription
from finder.explain.choices import NOT_SURE, start_words, subsidies
from finder.explain.explainers import extra_help_refund as words
from finder.explain.kit.section import Subheading
from finder.explain.messages import say
from finder.explain.words import plan_name
from finder.questions.explainers.extra_help import LAST_DAY
from finder.questions.explainers.extra_help_refund import in_all
from finder.questions.plans.refund_years import months_paid, refund_of_year
from pages.parts.catalog import catalog_behind, catalog_of, today, years_for
from pages.parts.frame import show, tell
from pages.parts.letter_files import offer_letter_files
from pages.parts.screen import st
from pages.parts.session import Session


def show_refund(session: Session, level: LowIncomeSubsidy) -> None:
    """What comes back of the last years, where the person asks for it."""
    comparison, asked = session.comparison, session.asked
    if comparison is None or asked is None:
        return
    show(words.intro())
    if not st.toggle(say(words.SHOW), key=session.key("help-refund")):
        return
    grant, through = _ask_grant(session, comparison.info.plan_year, level)
    known, missing, waiting, refunds = _known_years(comparison), [], [], []
    for year in range(grant.since.year, through.year + 1):
        if year not in known:
            missing.append(year)
            continue
        refund = _refund(session, _catalog(comparison, year), *asked, grant, min(last_of_month(date(year, YEAR_MONTHS, 1)), through))
        if refund is None:
            waiting.append(year)
        else:
            refunds.append(refund)
    if waiting:
        tell(words.choose_first(waiting))
    if refunds:
        show(words.sections(refunds), session.key("refund"))
    if missing:
        _say_missing(missing)
    if refunds:
        _offer_letter(session, refunds)
        show(words.fill_sections(refunds), session.key("refund-fills"))


def _ask_grant(session: Session, compared_year: int, level: LowIncomeSubsidy) -> tuple[Grant, date]:
    """From when the help holds, when the plan knew, and through which day drugs were paid."""
    months = months_paid(compared_year, today())
    left, right = st.columns(2)
    january = months.index(date(months[-1].year, 1, 1))
    first = left.selectbox(say(words.STARTS_IN), months, january, start_words, key=session.key("help-from"))
    later = [month for month in months if month >= first]
    paid = right.selectbox(say(words.PAID_THROUGH), later, len(later) - 1, start_words, key=session.key("help-paid"))
    key = session.key("help-informed")
    earliest = date(paid.year, 1, 1)
    informed = st.date_input(say(words.INFORMED_ON), None, earliest, LAST_DAY, key=key, format="MM/DD/YYYY")
    return Grant(level, first, None, informed if isinstance(informed, date) else None), min(last_of_month(paid), today())


def _known_years(comparison: Comparison) -> set[int]:
    return {comparison.info.plan_year, *years_for(comparison.county.state)}


def _catalog(comparison: Comparison, year: int) -> Catalog:
    return catalog_behind(comparison) if year == comparison.info.plan_year else catalog_of(year, comparison.county.state)


def _refund(
    session: Session, catalog: Catalog, member: Member, drugs: tuple[Prescription, ...], grant: Grant, through: date
) -> Refund | None:
    """A year's plan, first month, level and drugs, and the refund; None until its plan is chosen."""
    year = catalog.info.plan_year
    show((Subheading(str(year)),))
    left, right = st.columns(2)
    with left:
        plan_id = _ask_plan(session, catalog, member)
    with right:
        since = _ask_since(session, member, through)
    with st.expander(say(words.MORE_OF_YEAR)):
        level = _ask_level(session, year, grant.level)
        taken = _ask_drugs(session, year, drugs)
    if plan_id is None or not taken:
        return None
    paid = PaidYear(plan_id, since, through, level, taken)
    return refund_of_year(catalog, member, paid, grant._replace(level=level), today())


def _ask_plan(session: Session, catalog: Catalog, member: Member) -> str | None:
    """The plan of a year: the current one first where it was there, else none until it is chosen."""
    year = catalog.info.plan_year
    names = {plan.plan_id: plan_name(plan) for plan in catalog.plans_serving(member.county)}
    plan_ids = sorted(names, key=lambda plan_id: (names[plan_id].casefold(), plan_id))
    first = plan_ids.index(member.current_plan) if member.current_plan in names else None
    label, key = words.plan_label(year), session.key(f"refund-plan-{year}")
    return st.selectbox(label, plan_ids, first, names.__getitem__, key=key, placeholder=say(words.CHOOSE_PLAN))


def _ask_since(session: Session, member: Member, through: date) -> date:
    """The first month in that plan: the one that was compared from, else January."""
    months = [date(through.year, month, 1) for month in range(1, through.month + 1)]
    first = months.index(member.coverage_start) if member.coverage_start in months else 0
    return st.selectbox(words.since_label(through.year), months, first, start_words, key=session.key(f"refund-since-{through.year}"))


def _ask_level(session: Session, year: int, granted: LowIncomeSubsidy) -> LowIncomeSubsidy:
    """The level of a year, the one granted first."""
    levels = {level: text for text, level in subsidies(year).items() if level is not LowIncomeSubsidy.NONE and text != NOT_SURE}
    first = list(levels).index(granted) if granted in levels else 0
    label, key = words.level_label(year), session.key(f"refund-level-{year}")
    return st.selectbox(label, list(levels), first, lambda level: say(levels[level]), key=key)


def _ask_drugs(session: Session, year: int, drugs: tuple[Prescription, ...]) -> tuple[Prescription, ...]:
    """The drugs of a year: the whole list until some are taken off."""
    names = {drug.drug.rxcui: drug.drug.name for drug in drugs}
    label, key = words.drugs_label(year), session.key(f"refund-drugs-{year}")
    taken = st.multiselect(label, list(names), list(names), names.__getitem__, key=key)
    return tuple(drug for drug in drugs if drug.drug.rxcui in taken)


def _say_missing(years: list[int]) -> None:
    tell(words.no_plans_of(years))
    with st.container(horizontal=True):
        st.page_link("pages/receipt.py", label=say(words.CHECK_RECEIPTS))
        st.page_link("pages/plans_here.py", label=say(words.GET_PLANS))


def _offer_letter(session: Session, refunds: list[Refund]) -> None:
    if in_all(refunds).to_the_person <= 0:
        return
    html, text = partial(words.letter_html, refunds), partial(words.letter_text, refunds)
    offer_letter_files("extra-help-refund", session.key("help-letter"), html, text, words.LETTER)
