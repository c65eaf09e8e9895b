"""Retiree drug subsidy: what Medicare pays an employer for its retirees' drugs in a plan year, and by when it must report."""

from finder.explain.explainers import retiree_drug_subsidy as words
from finder.questions.explainers.retiree_drug_subsidy import retiree_drug_subsidy
from pages.parts.frame import frame, show
from pages.parts.retiree_form import ask
from pages.parts.whose import person_in_view

with frame(words.TITLE):
    show(words.intro())
    asked = ask(person_in_view())
    if asked.retirees:
        show(words.sections(retiree_drug_subsidy(*asked)))
