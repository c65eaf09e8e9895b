"""Drug review program (medication therapy management): who must be offered it, what it gives and when, and a sheet to prepare."""

from finder.explain.explainers import medication_therapy as words
from finder.explain.explainers.law import law_sections
from finder.explain.messages import say
from pages.parts.dates import offer_calendar
from pages.parts.frame import frame, show
from pages.parts.screen import st
from pages.parts.therapy_form import ask_therapy
from pages.parts.whose import person_in_view

with frame(words.TITLE):
    visitor = person_in_view()
    st.write(say(words.INTRO))
    answer = ask_therapy(visitor)
    if answer is None:
        st.write(say(words.EMPTY))
    else:
        show(words.answer_sections(answer))
        offer_calendar(words.dues(answer), "drug-review")
        sheet = words.sheet_html(answer, visitor.drugs)
        st.download_button(say(words.SHEET_BUTTON), sheet, "drug-review-sheet.html", "text/html", on_click="ignore")
        show(law_sections(answer.rules))
