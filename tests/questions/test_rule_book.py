"""Every rule of the late fee and Extra Help is registered with a sentence and a citation."""

from __future__ import annotations

import inspect
from types import ModuleType

import pytest

from finder.rules import extra_help, late_enrollment
from finder.rules.registry import rule_ids, rule_text


@pytest.mark.parametrize("module", [extra_help, late_enrollment])
def test_each_function_of_the_module_is_a_rule_with_its_law(module: ModuleType) -> None:
    own = {name for name, function in inspect.getmembers(module, inspect.isfunction) if function.__module__ == module.__name__} - {
        "amount_of"
    }
    assert own <= set(rule_ids())
    for rule in own:
        text = rule_text(rule)
        assert text.citation.startswith(("42 CFR", "42 USC"))
        assert "423" in text.citation or "1395w" in text.citation or "406" in text.citation
