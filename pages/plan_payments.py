"""Who pays the plan: where the money for a person's plan and drugs comes from, where it goes, and how losses are shared."""

from finder.explain.explainers import plan_payments as words
from pages.parts.frame import frame, show
from pages.parts.plan_payments_form import show_example, show_own
from pages.parts.whose import person_in_view

with frame(words.TITLE) as foot:
    visitor = person_in_view()
    foot.info = visitor.comparison.info if visitor.comparison else None
    show(words.intro())
    if visitor.comparison is None:
        show_example(visitor)
    else:
        show_own(visitor)
