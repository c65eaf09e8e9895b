"""Extra Help: one question at a time; how likely it is and why, what it pays, its dates, and what it means for the person's own drugs."""

from finder.domain.extra_help import HelpDays, Likelihood
from finder.explain.explainers import extra_help as words
from finder.questions.explainers.extra_help import extra_help
from pages.parts.extra_help_form import ask_extra_help, show_dates
from pages.parts.extra_help_plans import show_plans
from pages.parts.frame import frame, show
from pages.parts.hand_back import offer_help_level
from pages.parts.whose import person_in_view

with frame(words.TITLE) as foot:
    visitor = person_in_view()
    foot.info = visitor.comparison.info if visitor.comparison else None
    asked = ask_extra_help(visitor)
    if asked is not None:
        answer = extra_help(*asked, HelpDays())
        show(words.verdict(answer))
        offer_help_level(visitor, answer.year, None if answer.likelihood is Likelihood.MAYBE else answer.level)
        show(words.numbers(answer))
        if answer.likelihood is not Likelihood.UNLIKELY:
            answer = show_dates(visitor, *asked)
        if answer.level:
            show_plans(visitor, answer.level)
        show(words.law(answer))
