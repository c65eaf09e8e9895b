"""Late fee: whether a late enrollment penalty is owed, its months and cost, what waiting adds, and the steps and letter against it."""

from finder.explain.explainers import late_enrollment as words
from pages.parts.frame import frame, show
from pages.parts.hand_back import offer_late_months
from pages.parts.late_enrollment_form import ask_late_enrollment, offer_letter
from pages.parts.whose import person_in_view

with frame(words.TITLE):
    visitor = person_in_view()
    show(words.intro())
    answer = ask_late_enrollment(visitor)
    if answer is None:
        show(words.empty())
    else:
        show(words.answer_sections(answer))
        offer_late_months(visitor, answer)
        show(words.time_and_cost(answer))
        offer_letter(visitor, answer)
        show(words.law(answer))
