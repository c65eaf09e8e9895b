"""What people type for a drug, and what must come first. Truth by hand, from the names file of CMS's release and the labels' own names."""

from __future__ import annotations

import pytest

from finder.domain.market import Drug
from finder.sources.catalog.reading import MarketCatalog, open_catalog
from finder.sources.names.asked_name import read_asked
from finder.sources.names.ndc_codes import ndc_readings

# (typed, the RxCUI that must come first; nothing typed may differ from it)
FIRST = """
hctz 25: 310798 | HCTZ 12.5 tablet: 429503 | hctz 12.5 mg capsule: 199903 | hydrochlorothiazide 25mg tab: 310798
losartan-hctz 50-12.5: 979468 | hctz/losartan 100/25: 979471 | losartan potassium/hydrochlorothiazide 100-12.5: 979464
hyzaar 50/12.5: 979468 | lisinopril hctz 20/12.5: 197886 | Lisinopril-HCTZ 10-12.5: 197885 | zestoretic 20/25: 197887
valsartan hctz 160-25: 349353 | Diovan HCT 160/12.5: 200285 | triamterene hctz 37.5/25 tablet: 310812 | maxzide tablet: 310812
hctz triamterene capsule: 198316 | metformin er 500: 860975 | metformin xr 750 mg: 860981 | Glucophage XR 500: 860975
metformin 500: 861007 | glucophage 1000: 861004 | metformin hcl 850: 861010 | metformin extended release 750: 860981
metoprolol succ er 50: 866436 | metop tart 25: 866924 | lopressor 50: 866514 | toprol xl 100: 866412 | Toprol 25: 866427
metoprolol tartrate 100 mg tablet: 866511 | metoprolol er 200: 866419 | hydroco/apap 5-325: 857002 | norco 10/325: 856999
vicodin 7.5/325: 857005 | percocet 5-325: 1049221 | oxycodone 5: 1049621 | acetaminophen codeine 300/30: 993781 | apap/codeine: 993781
bactrim ds: 198335 | smx tmp: 198335 | amox clav 875: 562508 | augmentin 875/125: 562508 | lotrel 10/20: 898342
amlodipine benazepril: 898342 | sinemet 25/100: 197444 | levodopa carbidopa: 197444 | entresto 24/26: 1656340
sacubitril valsartan 97/103: 1656354 | janumet 50/1000: 861771 | sitagliptin metformin: 861771 | advair 250/50: 896212
Advair Diskus 250-50: 896212 | wixela 250/50: 2110513 | trelegy 100: 1945048 | trelegy ellipta 200/62.5/25: 2395775 | breo: 1539893
anoro ellipta: 1487528 | symbicort 160/4.5: 1246306 | spiriva respimat: 1552004 | spiriva handihaler: 580261 | ventolin hfa: 859088
flonase: 1797907 | fluticasone nasal: 1797907 | breztri: 2387331 | trulicity 1.5: 1551306 | trulicity 3: 2395779
Trulicity 3mg: 2395779 | mounjaro 10: 2601770 | mounjaro 5 mg pen: 2601746 | ozempic 1 mg: 2398842 | ozempic 0.5: 2619154
lantus solostar: 847232 | lantus vial: 285018 | humalog kwikpen: 1652640 | novolog flexpen: 1653204 | tresiba u-200: 1670023
tresiba flextouch 100: 1670016 | toujeo max: 2002420 | humulin n vial: 311026 | victoza: 897126 | synthroid .05mg: 966247
synthroid 88: 966282 | levothyroxine 50: 966221 | levothyroxine 0.1: 892246 | l-thyroxine 75 mcg: 966222 | eliquis 5: 1364447
Eliquis (apixaban) 2.5: 1364441 | xarleto 20: 1232088 | coumadin 5: 855332 | warfarin 2.5: 855312 | fosamax 70: 904431
alendronate 70: 904431 | boniva: 904932 | zocor 40: 198211 | crestor 10: 859747 | prilosec 20: 198051 | omeprazole dr 40: 200329
protonix 40: 314200 | wellbutrin xl 300: 993557 | effexor xr 75: 313585 | depakote er 500: 1099569 | depakote 250: 1099678
klor-con m20: 1801295 | kcl er 20: 1801294 | isosorbide mono 30: 317110 | imdur 60: 353538 | glucotrol xl 5: 314006
glipizide 5: 310490 | detrol la: 855189 | zolpidem er 6.25: 854894 | valtrex 1 gm: 313564 | vascepa: 1304985
humira pen 40mg/0.8ml: 1655728 | repatha sureclick: 1665900 | 847232: 847232 | 00000847232: 847232 | 00000-8472-32: 847232
0000-8472-32: 847232 | 0000847232: 847232
""".replace("\n", " | ")
FOUND = [tuple(pair.rsplit(": ", 1)) for pair in FIRST.split(" | ") if ": " in pair]

# (typed, what must be said to differ): never in silence
DIFFERS = [
    ("metformin er 850", "850"),
    ("lisinopril er", "ER"),
    ("carvedilol cr 25", "CR"),
    ("coreg cr", "CR"),
    ("jardiance 5", "5"),
    ("jardiance 100 mg", "100 mg"),
    ("levothyroxine 500", "500"),
    ("advair hfa", "hfa"),
    ("advair 500/50", "500"),
    ("trulicity 6 mg", "6 mg"),  # 6 mg/mL is the 3 mg pen
    ("mounjaro 20", "20"),
    ("bupropion sr 150", "SR"),
    ("wellbutrin sr", "SR"),
    ("diclofenac potassium", "potassium"),
    ("metoprolol tartrate er 50", "ER"),
    ("tramadol er 50", "ER"),
    ("eliquis 10", "10"),
    ("eliquis stopped", "stopped"),
    ("amlodipine atorvastatin", "atorvastatin"),
    ("losartan 75", "75"),
    ("atorvastatin 15 mg", "15 mg"),
    ("omeprazole 25", "25"),
    ("sertraline capsule", "capsule"),
    ("lantus 200", "200"),
]
NONE = ["prednisolone", "apidra", "candesartan", "methotrexate", "mtx", "marvel", "xyzabc", "banana", "asa", "aspirin", "99999999999"]


def _words(drug: Drug) -> str:
    return f"{drug.rxcui} {drug.name}"


def test_the_table_is_long_enough() -> None:
    assert len(FOUND) >= 80
    assert len(DIFFERS) + len(NONE) >= 30


@pytest.mark.parametrize(("typed", "rxcui"), FOUND)
def test_names_people_type_find_the_product_first(massachusetts: MarketCatalog, typed: str, rxcui: str) -> None:
    found = massachusetts.find_drugs(typed)
    assert [_words(match.drug) for match in found[:1] if match.drug.rxcui == rxcui], [_words(match.drug) for match in found[:4]]
    assert found[0].differs == ()


@pytest.mark.parametrize(("typed", "differs"), DIFFERS)
def test_what_the_file_lacks_is_said(massachusetts: MarketCatalog, typed: str, differs: str) -> None:
    found = massachusetts.find_drugs(typed, 40)
    assert found
    assert all(match.differs for match in found)
    assert any(differs in match.differs for match in found)


@pytest.mark.parametrize("typed", NONE)
def test_other_drugs_and_words_find_nothing(massachusetts: MarketCatalog, typed: str) -> None:
    assert massachusetts.find_drugs(typed) == []


def test_a_real_drug_that_the_file_lacks_is_known(massachusetts: MarketCatalog) -> None:
    assert massachusetts.find_known("mtx")[0].ingredient == "methotrexate"
    assert massachusetts.find_known("banana") == []


def test_er_never_leads_to_plain_tablets(massachusetts: MarketCatalog) -> None:
    assert all("Extended Release" in match.drug.name for match in massachusetts.find_drugs("metformin er", 40))


def test_two_pens_that_a_number_may_mean_are_both_offered(massachusetts: MarketCatalog) -> None:
    assert {match.drug.rxcui for match in massachusetts.find_drugs("ozempic 2")} == {"2619154", "2599365"}  # 2 mg in 3 mL; a dose of 2 mg


def test_a_printed_code_has_every_reading() -> None:
    assert ndc_readings("0002-1433-80") == ("00002143380",)
    assert ndc_readings("50242-040-62") == ("50242004062",)
    assert ndc_readings("12345-6789-1") == ("12345678901",)
    assert ndc_readings("00002-1433-80") == ("00002143380",)
    assert ndc_readings("00002143380") == ("00002143380",)
    assert ndc_readings("0002143380") == ("00002143380", "00021043380", "00021433800")  # 4-4-2, 5-3-2, 5-4-1
    assert ndc_readings("847232") == ()


def test_every_word_is_accounted_for() -> None:
    asked = read_asked("Metoprolol succ ER 50mg tabs")
    assert asked.words == ("metoprolol",)
    assert [number.shown for number in asked.numbers] == ["50 mg"]
    assert (asked.releases, asked.salts, asked.forms) == ((("er", "ER"),), ("succinate",), ("tabs",))
    assert read_asked("potassium chloride er 20 meq").words == ("potassium", "chloride")


@pytest.mark.parametrize(
    ("rxcui", "name"),
    [
        ("896212", "Advair Diskus 250/50 mcg inhaler (fluticasone propionate, salmeterol)"),
        ("847232", "Lantus SoloStar 100 units/mL pen (insulin glargine)"),
        ("860975", "metformin ER 500 mg tablet (like Glucophage XR)"),
        ("1551306", "Trulicity 1.5 mg/0.5 mL pen (dulaglutide)"),  # 0.5 mL of 3 mg/mL
        ("197886", "lisinopril-hydrochlorothiazide 20/12.5 mg tablet"),
        ("966221", "levothyroxine 50 mcg tablet"),
        ("311026", "Humulin N 100 units/mL vial (insulin isophane)"),
        ("314072", "latanoprost 0.005% eye drops"),
        ("866924", "metoprolol tartrate 25 mg tablet"),
        ("1364447", "Eliquis 5 mg tablet (apixaban)"),
    ],
)
def test_products_have_familiar_names(massachusetts: MarketCatalog, rxcui: str, name: str) -> None:
    found = massachusetts.drug(rxcui)
    assert found is not None
    assert found.familiar == name


def test_a_release_written_with_a_hyphen_is_one() -> None:
    averages = open_catalog(2010, states=("OH",))
    assert averages.find_drugs("metformin", 1)[0].drug.name == "metformin tablet, average of all strengths"
    assert [match.drug.name for match in averages.find_drugs("metformin er")] == [
        "metformin hcl extended-release tablet, average of all strengths"
    ]


def test_a_misspelled_name_never_begins_with_a_starter_pack(massachusetts: MarketCatalog) -> None:
    assert [match.drug.rxcui for match in massachusetts.find_drugs("eliqis")][:2] == ["1364441", "1364447"]  # 2.5 and 5 mg
