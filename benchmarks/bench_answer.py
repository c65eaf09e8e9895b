"""My answer: the server's processor time for a rerun, beside the rerun of a page that only says a sentence."""

from __future__ import annotations

import logging
import time
from typing import Any

from streamlit.testing.v1 import AppTest

from benchmarks.bench_compare import milliseconds, prescriptions
from finder.paths import shipped
from finder.sources.catalog.reading import open_catalog

DRUGS = [("617311", 30), ("1364447", 60), ("861007", 60)]
_ZIP = "01604"


def one_sentence() -> None:
    """The page to compare with."""
    import streamlit as st

    st.write("An empty page.")


def answered() -> AppTest:
    """My answer of three drugs in Worcester County."""
    app = AppTest.from_file(shipped("app.py"), default_timeout=60)
    app.query_params["view"] = "all"
    app.run()
    app.session_state["session"].drugs = prescriptions(open_catalog(2026), DRUGS)
    _labeled(app.text_input, "ZIP").set_value(_ZIP).run()
    _labeled(app.button, "Compare plans").click().run()
    return app.switch_page("pages/answer.py").run()


def _labeled(widgets: Any, start: str) -> Any:
    return next(widget for widget in widgets if widget.label.startswith(start))


def main() -> None:
    """Measure and print."""
    logging.getLogger("streamlit").setLevel(logging.ERROR)
    empty = AppTest.from_function(one_sentence).run()
    print(f"  an empty page, a rerun: {milliseconds(empty.run, clock=time.process_time)}")
    app = answered()
    plans = len(app.session_state["session"].comparison.plans)
    print(f"  My answer, {plans} plans, a rerun: {milliseconds(app.run, clock=time.process_time)}")
    _labeled(app.checkbox, "Show all").check().run()
    print(f"  the same with all {plans} plans in the table: {milliseconds(app.run, clock=time.process_time)}")


if __name__ == "__main__":
    main()
