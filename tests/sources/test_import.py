"""Import the files of CMS from a folder, a zip and a zip of zips; and what stops an import."""

from __future__ import annotations

import io
import os
import zipfile
from datetime import date
from pathlib import Path

import pytest

from finder.domain.benefit import NO_LIMIT, BenefitType, Channel, CostShare, ShareKind
from finder.domain.errors import SourceError
from finder.domain.market import County, PlanKind
from finder.intake.limits import RELEASE
from finder.sources.catalog import store
from finder.sources.catalog.reading import MarketCatalog, open_catalog
from finder.sources.cms import bundle
from finder.sources.cms.importer import import_catalog
from tests.sources.small_market import FILES, PRICE, edited, write_market

WORCESTER = County("25027", "Worcester", "MA")
SUFFOLK = County("25025", "Suffolk", "MA")


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_the_manifest_says_where_the_catalog_is_from_and_what_it_covers(files: Path, tmp_path: Path) -> None:
    info = import_catalog(files, 2026, tmp_path / "catalogs" / "2026")
    assert info.plan_year == 2026
    assert info.covers == "Massachusetts plans of 2026"
    assert info.states == ("MA",)
    assert info.prices_as_of == date(2026, 6, 30)  # PPUF_2026Q2: the second quarter ends on June 30
    assert info.as_of == date(2026, 9, 1)  # Landscape_202609
    assert not info.example
    # the suppressed plan and the plan without drugs are left out; of six prices one is for 90 days
    assert info.rows["plans"] == 3
    assert info.rows["formulary"] == 4
    assert info.rows["prices"] == 6
    # level 1: H0001-001 tier 1: pref, nonpref; 90 days: pref, nonpref, mail pref; tier 3: nonpref; H0001-002: 1; S0002: 2 -> 2+3+1+1+2 = 9
    assert info.rows["cost_shares"] == 9
    # H0001-001: pref, nonpref, mail nonpref; S0002-003: nonpref -> 4
    assert info.rows["insulin"] == 4


def test_a_plan_has_its_premiums_stars_and_kind_from_the_landscape(small: MarketCatalog) -> None:
    plan = small.plan("H0001-001-000")
    assert plan is not None
    assert (plan.premium, plan.part_d_premium, plan.part_d_basic_premium) == (112_000, 2_000, 1_210)
    assert (plan.organization, plan.kind, plan.star_rating, plan.snp_type) == ("Green Health", PlanKind.MA_PD, "4.5", "")
    assert plan.design.benefit_type is BenefitType.ENHANCED_ALTERNATIVE


def test_a_stand_alone_plan_has_its_part_d_premium_and_an_unknown_basic_part(small: MarketCatalog) -> None:
    plan = small.plan("S0002-003-000")
    assert plan is not None
    assert (plan.premium, plan.part_d_premium, plan.part_d_basic_premium) == (3_870, 3_870, None)
    assert (plan.kind, plan.star_rating, plan.pdp_region) == (PlanKind.PDP, "2.0", "02")
    assert plan.design.benefit_type is BenefitType.BASIC_ALTERNATIVE
    assert plan.design.initial_coverage_limit is None


def test_a_name_in_windows_1252_is_read_as_written(small: MarketCatalog) -> None:
    plan = small.plan("H0001-002-000")
    assert plan is not None
    assert plan.name == "Green Dual – Señor (HMO D-SNP)"
    assert (plan.kind, plan.snp_type, plan.star_rating) == (PlanKind.SNP, "Dual-Eligible", "")


def test_shares_keep_channel_days_and_limits(small: MarketCatalog) -> None:
    plan = small.plan("H0001-001-000")
    assert plan is not None
    first, third = plan.design.tiers[1], plan.design.tiers[3]
    assert not first.deductible_applies
    assert third.deductible_applies
    assert first.initial_coverage == {
        (Channel.STANDARD_RETAIL, 30): CostShare(ShareKind.COPAY, 500),
        (Channel.PREFERRED_RETAIL, 30): CostShare(ShareKind.COPAY, 0),
        (Channel.STANDARD_RETAIL, 90): CostShare(ShareKind.COPAY, 1_250),  # code 2 is 90 days
        (Channel.PREFERRED_RETAIL, 90): CostShare(ShareKind.COPAY, 0),
        (Channel.PREFERRED_MAIL, 90): CostShare(ShareKind.COPAY, 0),
    }
    assert third.initial_coverage == {(Channel.STANDARD_RETAIL, 30): CostShare(ShareKind.COINSURANCE, 2_500, 1_000, 10_000)}
    assert first.coverage_gap is None


def test_a_range_of_subsidized_copays_is_kept_and_never_zero(small: MarketCatalog) -> None:
    plan = small.plan("H0001-002-000")
    assert plan is not None
    share = plan.design.tiers[1].initial_coverage[Channel.STANDARD_RETAIL, 30]
    assert share == CostShare(ShareKind.COPAY, 510, 160, 510)


def test_insulin_is_the_lesser_of_copay_and_coinsurance(small: MarketCatalog) -> None:
    one, all_tiers = small.plan("H0001-001-000"), small.plan("S0002-003-000")
    assert one is not None
    assert all_tiers is not None
    assert one.design.insulin == {
        3: {
            (Channel.STANDARD_RETAIL, 30): CostShare(ShareKind.COINSURANCE, 2_500, NO_LIMIT, 3_500),
            (Channel.PREFERRED_RETAIL, 30): CostShare(ShareKind.COPAY, 3_000),
            (Channel.STANDARD_MAIL, 30): CostShare(ShareKind.COINSURANCE, 2_000),
        }
    }
    assert all_tiers.design.insulin == {0: {(Channel.STANDARD_RETAIL, 30): CostShare(ShareKind.COINSURANCE, 2_500, NO_LIMIT, 3_500)}}


def test_a_formulary_entry_has_price_limits_and_restrictions(small: MarketCatalog) -> None:
    entries = small.formulary(["H0001-001-000", "S0002-003-000", "H0001-002-000"], ["847232", "1364447", "617311"])
    lantus = entries["H0001-001-000", "847232"]
    assert (lantus.tier, lantus.unit_price, lantus.prior_authorization, lantus.step_therapy) == (3, 620_678, True, False)
    assert (lantus.quantity_limit, lantus.quantity_limit_days) == (15_000, 30)
    assert entries["S0002-003-000", "847232"].unit_price is None  # listed, but not in the pricing file
    eliquis = entries["S0002-003-000", "1364447"]
    assert (eliquis.unit_price, eliquis.step_therapy, eliquis.selected_drug) == (414_510, True, True)
    assert ("H0001-002-000", "847232") not in entries
    assert entries["H0001-001-000", "617311"].unit_price == 19_770  # the 30-day price, not the 90-day one


def test_plans_serve_by_county_and_by_region(small: MarketCatalog) -> None:
    assert [plan.plan_id for plan in small.plans_serving(WORCESTER)] == ["H0001-001-000", "H0001-002-000", "S0002-003-000"]
    assert [plan.plan_id for plan in small.plans_serving(SUFFOLK)] == ["S0002-003-000"]
    assert small.plans_serving(County("09001", "Fairfield", "CT")) == []  # of region 02 too, but the locator of this catalog lacks it


def test_without_landscape_names_and_insulin_the_rest_is_imported(tmp_path: Path) -> None:
    folder = write_market(tmp_path / "files", landscape=None, names=None, insulin=None)
    import_catalog(folder, 2026, tmp_path / "catalogs" / "2026")
    catalog = open_catalog(2026, tmp_path / "catalogs")
    plan, stand_alone = catalog.plan("H0001-001-000"), catalog.plan("S0002-003-000")
    assert plan is not None
    assert stand_alone is not None
    assert (plan.premium, plan.part_d_premium, plan.kind) == (None, 2_000, PlanKind.MA_PD)  # the Part C part is unknown
    assert (stand_alone.premium, stand_alone.kind) == (3_870, PlanKind.PDP)
    assert plan.design.insulin == {}


@pytest.mark.parametrize("drift", [str.lower, lambda name: name.replace("_", " "), lambda name: f" {name} "])
def test_headers_may_drift_in_case_space_and_punctuation(tmp_path: Path, drift: object) -> None:
    header, _, rest = PRICE.partition("\n")
    changed = "|".join(drift(name) for name in header.split("|"))  # type: ignore[operator]
    info = import_catalog(write_market(tmp_path / "files", price=f"{changed}\n{rest}"), 2026, tmp_path / "2026")
    assert info.rows["prices"] == 6


def test_the_same_files_give_the_same_bytes(files: Path, tmp_path: Path) -> None:
    import_catalog(files, 2026, tmp_path / "a")
    import_catalog(files, 2026, tmp_path / "b")
    assert contents(tmp_path / "a") == contents(tmp_path / "b")


def zipped(members: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def test_a_zip_and_a_zip_of_zips_give_what_the_folder_gives(files: Path, tmp_path: Path) -> None:
    members = {path.name: path.read_bytes() for path in files.iterdir()}
    (tmp_path / "flat.zip").write_bytes(zipped(members))
    inner = {f"SPUF/{Path(name).stem}.zip": zipped({name: content}) for name, content in members.items()}
    inner["SPUF/pharmacy networks file  PPUF_2026Q2 part 1.zip"] = zipped({"pharmacy networks file  PPUF_2026Q2 part 1.txt": b"not|read"})
    (tmp_path / "SPUF_2026_20260701.zip").write_bytes(zipped(inner))
    import_catalog(files, 2026, tmp_path / "folder")
    import_catalog(tmp_path / "flat.zip", 2026, tmp_path / "flat")
    import_catalog(tmp_path / "SPUF_2026_20260701.zip", 2026, tmp_path / "nested")
    assert contents(tmp_path / "flat") == contents(tmp_path / "folder")
    assert contents(tmp_path / "nested") == contents(tmp_path / "folder")


@pytest.mark.parametrize("name", ["../../{}", "a/../../{}", "/etc/{}", "..\\..\\{}", "C:\\{}"])
def test_a_member_that_climbs_out_of_its_folder_is_refused(files: Path, tmp_path: Path, name: str) -> None:
    members = {name.format(path.name): path.read_bytes() for path in files.iterdir()}
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "climbing.zip").write_bytes(zipped(members))
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(SourceError, match=r"climbing.zip: expected files inside the zip's own folder, found one called"):
        import_catalog(tmp_path / "deep" / "climbing.zip", 2026, tmp_path / "deep" / "2026")
    assert sorted(tmp_path.rglob("*")) == before


def test_inner_zips_are_counted_together(files: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inner = {f"{path.stem}.zip": zipped({path.name: path.read_bytes()}) for path in files.iterdir()}
    (tmp_path / "outer.zip").write_bytes(zipped(inner))
    whole = sum(len(content) for content in inner.values()) + sum(path.stat().st_size for path in files.iterdir())
    monkeypatch.setattr(bundle, "RELEASE", RELEASE._replace(expanded=whole - 1))
    with pytest.raises(SourceError, match="GB of files, found more"):
        import_catalog(tmp_path / "outer.zip", 2026, tmp_path / "2026")
    monkeypatch.setattr(bundle, "RELEASE", RELEASE._replace(expanded=whole))
    assert import_catalog(tmp_path / "outer.zip", 2026, tmp_path / "2026").rows["plans"] == 3


def test_a_zip_inside_a_zip_that_is_cut_short_is_refused(files: Path, tmp_path: Path) -> None:
    inner = {f"{path.stem}.zip": zipped({path.name: path.read_bytes()}) for path in files.iterdir()}
    cut = next(name for name in inner if name.startswith("pricing"))
    inner[cut] = inner[cut][:-40]
    (tmp_path / "outer.zip").write_bytes(zipped(inner))
    with pytest.raises(SourceError, match=f"outer.zip > {cut}: expected a zip, found a damaged one"):
        import_catalog(tmp_path / "outer.zip", 2026, tmp_path / "2026")


def test_a_download_that_ended_early_is_refused(files: Path, tmp_path: Path) -> None:
    whole = zipped({path.name: path.read_bytes() for path in files.iterdir()})
    (tmp_path / "half.zip").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(SourceError, match="expected a folder or a zip of the CMS public use file, found another kind of file"):
        import_catalog(tmp_path / "half.zip", 2026, tmp_path / "2026")


def test_a_bomb_is_refused_before_it_is_read(tmp_path: Path) -> None:
    (tmp_path / "bomb.zip").write_bytes(zipped({FILES["price"]: b"0" * (65 * 2**20)}))
    with pytest.raises(SourceError, match="expected a table, found a member that expands 250 times and more"):
        import_catalog(tmp_path / "bomb.zip", 2026, tmp_path / "2026")


def test_a_member_with_a_flipped_byte_is_refused(files: Path, tmp_path: Path) -> None:
    content = bytearray(zipped({path.name: path.read_bytes() for path in files.iterdir()}))
    start = content.find(FILES["price"].encode()) + len(FILES["price"]) + 20
    content[start] ^= 0xFF
    (tmp_path / "damaged.zip").write_bytes(content)
    with pytest.raises(SourceError) as refused:
        import_catalog(tmp_path / "damaged.zip", 2026, tmp_path / "2026")
    assert str(refused.value).startswith(f"{FILES['price']}: expected a file that can be read to its end, found ")


def test_files_added_by_other_systems_are_ignored(files: Path, tmp_path: Path) -> None:
    members = {path.name: path.read_bytes() for path in files.iterdir()}
    (tmp_path / "mac.zip").write_bytes(zipped(members | {f"__MACOSX/._{FILES['price']}": b"\x00\x05\x16\x07"}))
    assert import_catalog(tmp_path / "mac.zip", 2026, tmp_path / "2026").rows["prices"] == 6


def test_the_sample_files_of_a_release_are_no_second_tables(files: Path, tmp_path: Path) -> None:
    samples = {name.replace("  PPUF", " sample PPUF"): (files / name).read_bytes() for name in FILES.values() if name.endswith(".txt")}
    samples["pharmacy networks sample PPUF_2026Q2.txt"] = b"not|read"
    members = {f"{name[:-4]}.ZIP": zipped({name.upper(): (files / name).read_bytes()}) for name in FILES.values() if name.endswith(".txt")}
    members |= {name: (files / name).read_bytes() for name in FILES.values() if name.endswith(".csv")}
    (tmp_path / "SPUF_2026_20260701.zip").write_bytes(zipped(members | {"sample files PPUF_2026Q2.zip": zipped(samples)}))
    import_catalog(tmp_path / "SPUF_2026_20260701.zip", 2026, tmp_path / "zip")
    import_catalog(files, 2026, tmp_path / "folder")
    assert contents(tmp_path / "zip") == contents(tmp_path / "folder")
    for name, content in samples.items():  # unpacked beside the tables
        (files / name).write_bytes(content)
    import_catalog(files, 2026, tmp_path / "unpacked")
    assert contents(tmp_path / "unpacked") == contents(tmp_path / "folder")


def test_zips_in_zips_are_read_to_the_depth_that_people_pack(files: Path, tmp_path: Path) -> None:
    content = zipped({path.name: path.read_bytes() for path in files.iterdir()})
    for depth in range(6):
        content = zipped({f"folder/level {depth}.zip": content})
    (tmp_path / "packed.zip").write_bytes(content)
    assert import_catalog(tmp_path / "packed.zip", 2026, tmp_path / "2026").rows["plans"] == 3


def test_zips_nested_too_deep_are_refused(tmp_path: Path) -> None:
    content = zipped({"a.txt": b""})
    for _ in range(16):
        content = zipped({"inner.zip": content})
    (tmp_path / "deep.zip").write_bytes(content)
    with pytest.raises(SourceError, match="nested at most 16 deep"):
        import_catalog(tmp_path / "deep.zip", 2026, tmp_path / "2026")


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("missing", None, "there is no such file or folder"),
        ("text.txt", b"hello", "expected a folder or a zip of the CMS public use file, found another kind of file"),
    ],
)
def test_a_path_without_a_market_is_refused(tmp_path: Path, name: str, content: bytes | None, expected: str) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(SourceError, match=expected):
        import_catalog(tmp_path / name, 2026, tmp_path / "2026")


def test_a_refused_import_leaves_the_old_catalog_byte_for_byte(files: Path, tmp_path: Path) -> None:
    out = tmp_path / "catalogs" / "2026"
    import_catalog(files, 2026, out)
    before = contents(out)
    bad = write_market(tmp_path / "bad", **edited("price", "0.1977", "N/A"))
    with pytest.raises(SourceError):
        import_catalog(bad, 2026, out)
    assert contents(out) == before
    assert [path.name for path in out.parent.iterdir()] == ["2026"]


@pytest.mark.parametrize("step", ["_write_bytes", "_swap"])
def test_an_import_that_fails_while_writing_leaves_the_old_catalog(
    files: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    out = tmp_path / "catalogs" / "2026"
    import_catalog(files, 2026, out)
    before = contents(out)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(store, step, full)
    other = write_market(tmp_path / "other", **edited("price", "0.1977", "0.9999"))
    with pytest.raises(SourceError, match=r"could not be written \(No space left on device\)"):
        import_catalog(other, 2026, out)
    assert contents(out) == before
    assert [path.name for path in out.parent.iterdir()] == ["2026"]


def test_a_failing_second_rename_puts_the_old_catalog_back(files: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "catalogs" / "2026"
    import_catalog(files, 2026, out)
    before = contents(out)
    rename = Path.rename

    def failing(self: Path, target: Path) -> Path:
        if self.name.startswith(".2026.importing"):
            raise OSError(5, "Input/output error")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(SourceError, match="Input/output error"):
        import_catalog(files, 2026, out)
    assert contents(out) == before


def test_a_stop_between_the_renames_loses_no_catalog(files: Path, tmp_path: Path) -> None:
    out = tmp_path / "catalogs" / "2026"
    import_catalog(files, 2026, out)
    os.rename(out, out.parent / ".2026.replaced")
    assert open_catalog(2026, out.parent).info.plan_year == 2026
    assert out.is_dir()
