"""The law is compiled only on request."""

from __future__ import annotations

import subprocess
import sys

import pytest

from finder.questions.plans import compiled_law
from finder.sources.catalog.reading import open_catalog
from tests.small_market import SmallMarket


def test_without_numba_plain_python_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled_law, "find_spec", lambda name: None)
    assert compiled_law.compile_law([2026]) == ()
    assert compiled_law.compiled_ranking(SmallMarket()) is None


@pytest.mark.xdist_group("compiled")
def test_the_years_whose_law_we_have_are_compiled() -> None:
    try:
        assert compiled_law.compile_law([1999, 2026, 2031]) == (2026,)
        assert compiled_law.compiled_ranking(SmallMarket())
        assert compiled_law.compiled_ranking(open_catalog(2012)) is None  # the law of another era
    finally:
        compiled_law.forget_compiled_law()


def test_a_single_comparison_loads_no_compiler() -> None:
    code = (
        "import sys, finder.questions.plans.compare; print(sorted({'numba', 'llvmlite', 'numpy', 'pandas', 'duckdb'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
