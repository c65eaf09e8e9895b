"""Policy what-ifs as an advocate meets it: people made, a slider moved, a limit lifted, a file, a refusal, files to keep, starting over."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from finder.documents.policy import policy_yaml, read_policy
from finder.documents.simulation_files import groups_csv, simulation_json
from finder.questions.population import policy_runs
from finder.questions.population.policies import make_policy
from tests.pages.pictures import pictured
from tests.pages.test_find_plans import APP, labeled, press, text_of

PAGE = "pages/policy.py"
EXAMPLES = Path(__file__).parents[2] / "docs/examples/policies"


@pytest.fixture(scope="module")
def people() -> object:
    """A visitor's session with 12 people who do not exist, under the law."""
    app = AppTest.from_file(APP, default_timeout=60).run()
    app.switch_page(PAGE).run()
    labeled(app.number_input, "How many people").set_value(12).run()
    press(app, "Make these people")
    assert not app.exception
    return app.session_state["session"]


@pytest.fixture
def app(people: object) -> AppTest:
    app = AppTest.from_file(APP, default_timeout=60)
    app.session_state["session"] = people
    people.policies.answered = None  # type: ignore[attr-defined]
    return app.run().switch_page(PAGE).run()


def test_the_law_as_it_stands_is_where_the_sliders_begin(app: AppTest) -> None:
    assert [slider.value for slider in app.slider] == [2100, 615, 25, 10, 150, 0, 100, 0]
    assert labeled(app.slider, "Yearly limit").label == "Yearly limit (law: $2,100)"


def test_a_deductible_is_changed_and_the_answer_kept_as_files(app: AppTest) -> None:
    labeled(app.slider, "Deductible").set_value(0).run()
    press(app, "Show who gains and who pays")
    said = text_of(app)
    assert not app.exception
    assert "This is a what-if. It is not the law." in said
    assert "“My policy” would" in said
    assert [finding for finding in pictured(app) if finding.startswith("Of a person's drugs, people pay")]
    kept = app.session_state["session"].policies.answered
    assert [(one.name, one.value, one.replaces) for one in kept[1].changes] == [("deductible", "0.00", "615")]
    assert [button.label for button in app.get("download_button")] == [
        "Download this policy (YAML)",
        "Download the answer (JSON)",
        "Download the groups (CSV)",
    ]
    labeled(app.slider, "Deductible").set_value(100).run()
    assert "“My policy” would" not in text_of(app)  # the answer to another question is not shown


def test_the_files_say_the_policy_and_that_it_is_not_the_law(app: AppTest) -> None:
    runs = app.session_state["session"].policies.runs
    policy = make_policy("=no cap", 2026, numbers={"oop_threshold": "none"})
    found = runs.answer(policy)
    assert read_policy(policy_yaml(policy).encode()) == policy
    told = json.loads(simulation_json(found, ("made of",)))
    assert (told["what_if"], told["policy"]["name"]) == ("This is a what-if. It is not the law.", "=no cap")
    head, everyone, *rest = groups_csv(found).splitlines()
    assert everyone.startswith("'=no cap,The law of 2026,current,everyone,everyone,12,")
    row = dict(zip(head.split(","), everyone.split(","), strict=True))
    assert row["after_own_cost"] == told["at_current_plan"]["everyone"][0]["after"]["own_cost"]
    assert all(line.count(",") == head.count(",") for line in rest)


def test_a_limit_below_the_deductible_is_said_in_a_sentence(app: AppTest) -> None:
    labeled(app.slider, "Yearly limit").set_value(500).run()
    assert [error.value for error in app.error] == ["The yearly limit can't be below the deductible."]
    labeled(app.checkbox, "No yearly limit").check().run()
    assert not app.error
    assert next(slider.label for slider in app.slider) == "Deductible (law: $615)"


def test_compiled_code_answers_without_a_button(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(policy_runs.PolicyRuns, "quick", True)
    said = text_of(app.run())
    assert "This is the law of 2026." in said
    assert "It is not the law" not in said
    labeled(app.selectbox, "Coverage gap").set_value(2010).run()
    assert "“My policy” would" in text_of(app)


def test_starting_over_leaves_nothing(app: AppTest) -> None:
    app.button(key="start-over").click().run()
    app.button(key="start-over-yes").click().run()
    assert app.session_state["session"].policies is None
