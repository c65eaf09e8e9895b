"""The example of docs/guides/add-a-question.md works as written: four files and a page that answers."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.reading import grade

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs/guides/add-a-question.md").read_text(encoding="utf-8")
FILES = dict(re.findall(r"in `([\w/]+\.py)`.*?```python\n(.*?)```", GUIDE, re.DOTALL))


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The guide's four files, where the program's packages find them."""
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        if name.startswith("finder/"):
            package = importlib.import_module(str(Path(name).parent).replace("/", "."))
            monkeypatch.setattr(package, "__path__", [*package.__path__, str(path.parent)])
    importlib.invalidate_caches()
    return tmp_path / "pages" / "insulin_cap.py"


def said(page: AppTest) -> str:
    assert not page.exception
    return "\n".join(element.proto.body for element in page.get("html"))


def test_the_guide_has_four_files() -> None:
    rooms = [str(Path(name).parent) for name in FILES]
    assert rooms == ["finder/domain", "finder/questions/explainers", "finder/explain/explainers", "pages"]


def test_the_page_of_the_guide_answers(page: Path) -> None:
    app = AppTest.from_file(page, default_timeout=60)
    app.session_state["routed"] = True
    app.run()
    assert "In 2026 a month of insulin costs you at most $35.00." in said(app)  # 42 USC 1395w-102(b)(9)
    app.number_input[0].set_value(2022).run()
    assert "In 2022 the law has no cap on insulin." in said(app)


def test_its_words_are_at_grade_six() -> None:
    messages = re.findall(r'(?:say|mark)\("([^"]+)"', GUIDE)
    assert grade("\n".join(re.sub(r"\{\w+\}", "it", message) for message in messages)) <= 6
