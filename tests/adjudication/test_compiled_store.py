"""Object code is kept between runs, for the user alone, and a changed byte of it is never loaded."""

from __future__ import annotations

import os
import stat
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from finder.adjudication import compiled
from finder.adjudication.compiled_store import ObjectStore
from finder.rules.benefit_law import BENEFIT_LAWS, BenefitLaw, benefit_law

CODE = b"object code" * 100


@pytest.fixture
def store(tmp_path: Path) -> ObjectStore:
    return ObjectStore(tmp_path / "compiled")


def test_what_is_kept_is_read_again(store: ObjectStore) -> None:
    assert store.read("one") is None
    store.write("one", CODE)
    assert ObjectStore(store.folder).read("one") == CODE
    assert stat.S_IMODE(store.folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((store.folder / "one").stat().st_mode) == 0o600


@pytest.mark.parametrize("place", [0, 20, 50, -1])
def test_a_changed_byte_is_refused(store: ObjectStore, place: int) -> None:
    store.write("one", CODE)
    kept = bytearray((store.folder / "one").read_bytes())
    kept[place] ^= 1
    (store.folder / "one").write_bytes(kept)
    assert store.read("one") is None


def test_a_file_cut_short_is_refused(store: ObjectStore) -> None:
    store.write("one", CODE)
    for many in (0, 10, 48, 500):
        os.truncate(store.folder / "one", many)
        assert store.read("one") is None


def test_a_file_open_to_others_or_a_link_is_refused(store: ObjectStore, tmp_path: Path) -> None:
    store.write("one", CODE)
    (store.folder / "two").symlink_to(store.folder / "one")
    assert store.read("two") is None
    (store.folder / "one").chmod(0o644)
    assert store.read("one") is None


def test_a_folder_open_to_others_keeps_nothing(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    store = ObjectStore(tmp_path)
    store.write("one", CODE)
    assert (store.read("one"), list(tmp_path.iterdir())) == (None, [])
    assert "open to other users" in store.reason


def test_the_oldest_give_way(store: ObjectStore) -> None:
    for number in range(30):
        store.write(f"code {number}", CODE)
        os.utime(store.folder / f"code {number}", (number, number))
    assert store.read("code 29") == CODE
    assert len(list(store.folder.iterdir())) == 24


def test_code_is_kept_under_the_law_its_text_the_compiler_and_the_processor(monkeypatch: pytest.MonkeyPatch) -> None:
    named = {year: compiled.code_name(benefit_law(year)) for year in (2006, 2012, 2022, 2023, 2024, 2025, 2026)}
    assert len(set(named.values())) == 5  # through 2022 laws differ in what shares and other payers hold, not in the loops
    assert named[2006] == named[2012] == named[2022]
    for name, value in (("_text_digest", lambda: b"another"), ("version", lambda of: f"{of} of tomorrow")):
        with monkeypatch.context() as patch:
            patch.setattr(compiled, name, value)
            assert compiled.code_name(benefit_law(2026)) != named[2026]


@pytest.mark.xdist_group("compiled")
def test_kept_code_is_loaded_and_damaged_code_compiled_again(store: ObjectStore, monkeypatch: pytest.MonkeyPatch) -> None:
    law = BENEFIT_LAWS[-1]
    kept = compiled.kernel_of(law).code
    compilations: list[object] = []
    monkeypatch.setattr(compiled, "_compile", lambda of: compilations.append(of) or kept)
    for expected in (1, 1, 2):
        if expected == 2:
            path = store.folder / compiled.code_name(law)
            path.write_bytes(path.read_bytes()[:-1] + b"?")
        kernel = compiled.made(law, ObjectStore(store.folder))
        assert len(compilations) == expected
        assert kernel.code == kept


@pytest.mark.xdist_group("compiled")
def test_of_several_that_need_a_law_one_compiles(store: ObjectStore, monkeypatch: pytest.MonkeyPatch) -> None:
    code, compiles = compiled.kernel_of(benefit_law(2026)).code, []

    def slowly(law: BenefitLaw) -> bytes:
        compiles.append(law)
        time.sleep(0.2)
        return code

    monkeypatch.setattr(compiled, "_compile", slowly)
    with ThreadPoolExecutor(3) as pool:
        kernels = list(pool.map(lambda _: compiled.made(benefit_law(2026), ObjectStore(store.folder)), range(3)))
    assert ([one.code for one in kernels], len(compiles)) == ([code] * 3, 1)
