"""Drug lists by class: which drugs of a class each plan leaves out, restricts, or puts on its specialty tier."""

from finder.explain.plans import formulary_map as words
from pages.parts.formulary_form import ask_class, ask_map
from pages.parts.frame import frame, show
from pages.parts.whose import person_in_view

with frame(words.TITLE) as foot:
    visitor = person_in_view()
    show(words.intro())
    found = ask_map(visitor)
    if found is not None:
        foot.info = found.info
        show(words.sections(found, ask_class(visitor, found)))
