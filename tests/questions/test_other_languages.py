"""Lists in Spanish: what stands in the file of its words, names as Spanish spells them, and what is about people. The readings of whole
lines are in ``spanish_readings``."""

from __future__ import annotations

import pytest
import yaml

from finder.domain.drug_lines import ListLine
from finder.explain.drug_list.lines import asked_sentences
from finder.explain.messages import messages_of
from finder.intake.texts import folded
from finder.paths import shipped
from finder.questions.drug_list.identity import without_identity
from finder.questions.drug_list.lexicon import lexicon
from finder.questions.drug_list.names import _IONS, _SALT_WORDS
from finder.questions.drug_list.other_languages import in_english
from finder.questions.drug_list.pasted import parted
from finder.questions.drug_list.reading import lines_of_text, read_drug_list
from finder.questions.drug_list.tokens import tokens_of
from finder.questions.drug_list.words import understand
from finder.sources.catalog.reading import open_catalog
from finder.sources.names.spelling import Spellings
from tests.questions import spanish_readings as spanish
from tests.questions.test_pharmacist_readings import offered, one, settled

CATALOG = open_catalog(2026, shipped("data") / "catalogs")
FILE = yaml.safe_load((shipped("data") / "list_words.es.yaml").read_text(encoding="utf-8"))
NAMES = {
    "vitamin",
    "aspirin",
    "acetaminophen",
    "melatonin",
    "multivitamin",
    "iron",
    "fish",
    "oil",
    "potassium",
    "chloride",
    "folic",
    "acid",
}
SALTS = {word for word in _SALT_WORDS | _IONS if word != "acid"}


def test_the_english_of_each_phrase_is_known() -> None:
    unknown = {token.text for section in FILE.values() for english in section for token in tokens_of(english) if token.kind == "w"}
    assert unknown <= NAMES | SALTS


def test_a_phrase_has_one_meaning() -> None:
    phrases = [folded(phrase) for section in FILE.values() for phrases in section.values() for phrase in phrases]
    assert sorted(phrases) == sorted(set(phrases))


def test_a_word_that_tells_the_language_is_no_english_word_and_no_drug() -> None:
    telling = [folded(phrase) for phrases in FILE["words"].values() for phrase in phrases]
    english = {" ".join(phrase) for phrase in lexicon()}
    assert not english & set(telling)
    exact = {phrase for phrase in telling if any(match.score == 100 for match in CATALOG.find_drugs(phrase, 1))}
    assert {phrase for phrase in exact if in_english(phrase).text not in NAMES} == set()


@pytest.mark.parametrize(
    "line", ["propranolol LA 60 mg once daily", "Detrol LA 4 mg a day", "eliquis 5 mg bid", "metoprolol 50 mg 1 a day"]
)
def test_an_english_line_stays(line: str) -> None:
    assert in_english(line).text == line.lower()


def test_what_is_not_understood_is_said_in_the_words_of_the_line() -> None:
    said = understand("lisinopril 10 mg cada vez menos por la mañana")
    assert said.unread == ("menos",)
    assert understand("metformina 500 mg 1 por la mañana y 2 en la noche").parts[0].when == "por la manana"


SPELLED = {
    "metformina": "metformin",
    "levotiroxina": "levothyroxine",
    "hidroclorotiazida": "hydrochlorothiazide",
    "losartan": "losartan",
    "espironolactona": "spironolactone",
    "alopurinol": "allopurinol",
    "ciprofloxacino": "ciprofloxacin",
    "tiotropio": "tiotropium",
    "oxibutinina": "oxybutynin",
    "donepezilo": "donepezil",
    "metotrexato": "methotrexate",
    "amoxicilina": "amoxicillin",
    "escitalopram": "escitalopram",
}
"""Spanish names as the agencies of Spanish-speaking countries register them, and the American ones."""


@pytest.mark.parametrize("word", SPELLED)
def test_a_name_is_found_by_its_spanish_spelling(word: str) -> None:
    assert CATALOG.own_spelling(word) == SPELLED[word]


@pytest.mark.parametrize("word", ["salbutamol", "glibenclamida", "celexa", "prednisol", "clonazepan", "metforminas"])
def test_no_other_word_becomes_a_name(word: str) -> None:
    assert CATALOG.own_spelling(word) == word


@pytest.mark.parametrize(("word", "name"), [("prednisolona", "prednisolone"), ("prednisona", "prednisone"), ("clonidina", "clonidine")])
def test_near_names_stay_apart(word: str, name: str) -> None:
    assert CATALOG.own_spelling(word) in (name, word)


def test_no_ingredient_is_the_spelling_of_another() -> None:
    names = {word for drug in CATALOG.drugs() for word in drug.ingredient.lower().replace("/", " ").split()}
    assert {name for name in names if CATALOG.own_spelling(name) != name} == set()


@pytest.mark.parametrize(("word", "name"), [("fenitoina", "phenytoin"), ("morfina", "morphine"), ("quetiapina", "quetiapine")])
def test_a_name_that_the_catalog_lacks_is_spelled_by_the_same_rules(word: str, name: str) -> None:
    assert Spellings(["phenytoin", "morphine", "quetiapine"]).own(word) == name


def test_of_two_names_that_a_word_may_spell_it_is_none() -> None:
    assert Spellings(["cefalexine", "cephalexin"]).own("cefalexina") == "cefalexina"


@pytest.mark.parametrize(("text", "parts"), spanish.IN_ONE_FIELD)
def test_a_whole_list_in_one_field_is_parted(text: str, parts: tuple[str, ...]) -> None:
    assert parted(CATALOG, text) == parts


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("Paciente: Persona Ejemplo", ""),
        ("Nombre del paciente: Persona Ejemplo", ""),
        ("Farmacia: La Esquina", ""),
        ("Teléfono: 508-555-0100", ""),
        ("Fecha de nacimiento: 3/4/1950", ""),
        ("Dra. Ñandú Águila", ""),
        ("Lista de medicamentos - Sra. Águila Ñandú", "Lista de medicamentos"),
        ("Medications for Mrs. Example", "Medications for"),
        ("Ms Contin 15 mg bid", "Ms Contin 15 mg bid"),
        ("Bupropion Sr Tablet 150 mg", "Bupropion Sr Tablet 150 mg"),
        ("losartán 50 mg diario Dr. Ñandú", "losartán 50 mg diario"),
        ("metformin 500 mg bid Dr. Águila Núñez", "metformin 500 mg bid"),
        ("amlodipino 5 mg diario, recetado por Dra. Águila, 3 de marzo de 2026", "amlodipino 5 mg diario"),
        ("Nombre: metformina 500 mg", "Nombre: metformina 500 mg"),
    ],
)
def test_what_is_about_people_is_dropped(line: str, kept: str) -> None:
    assert without_identity(line) == kept


def test_a_spanish_heading_is_no_drug_and_directions_join_their_drug() -> None:
    lines = lines_of_text("Mis medicinas:\nMetformina 500 mg\n  tomar una tableta dos veces al día\n")
    assert lines == (ListLine(2, "Metformina 500 mg tomar una tableta dos veces al día"),)
    (line,) = read_drug_list(CATALOG, lines)
    assert [(offer.drug.rxcui, offer.amount[:2]) for offer in line.offers] == [("861007", (60_000, 30))]


WITHOUT_PART_D = (
    "vitamina D 2000 ui diaria",
    "6. Aspirina 81",
    "aspirina 81 mg al día",
    "vitamin D 2000 iu",
    "acetaminophen 500 mg as needed for pain",
    "acetaminofén 500 mg si hay dolor",
)


@pytest.mark.parametrize("line", WITHOUT_PART_D)
def test_what_part_d_does_not_pay_for_is_said_so(line: str) -> None:
    read = one(line)
    assert read.outside_part_d is not None
    assert read.outside_part_d.name == line
    (said,) = asked_sentences(read)
    assert said.endswith("Leave the line out, or keep it on the list. It is not counted.")


@pytest.mark.parametrize("line", ["acetaminophen with codeine 300-30 mg", "hydrocodone-acetaminophen 5-325", "calcium acetate 667 mg"])
def test_a_mixture_is_not_outside(line: str) -> None:
    assert one(line).outside_part_d is None


def test_a_name_that_nobody_knows_is_not_said_to_be_outside() -> None:
    assert asked_sentences(one("zzyzx 3")) == ("This file has no drug named “zzyzx”. Write the line again, or leave it out.",)


SAME = (
    ("once a day", "una vez al día"),
    ("1 a day #90", "1 al día #90"),
    ("one tablet twice a day #60", "una tableta dos veces al día #60"),
    ("every 8 hours #90", "cada 8 horas #90"),
    ("1 in the morning and 2 at night", "1 por la mañana y 2 por la noche"),
    ("half a tablet daily #15", "media tableta diaria #15"),
    ("mon/wed/fri", "lunes, miércoles y viernes"),
    ("every other day, qty 15", "un día sí y un día no, cantidad 15"),
    ("1 or 2 as needed", "1 o 2 si es necesario"),
    ("as directed #30", "según indicado #30"),
    ("90 tablets for 90 days", "90 tabletas para 90 días"),
    ("stopped", "suspendido"),
    ("do not stop", "no suspender"),
)
"""Directions in English and in Spanish."""


@pytest.mark.parametrize(("english", "spanish"), SAME)
@pytest.mark.parametrize(("name", "nombre"), [("lisinopril 10 mg", "lisinopril 10 mg"), ("metformin 500 mg", "metformina 500 mg")])
def test_a_line_is_read_the_same_in_both_languages(name: str, nombre: str, english: str, spanish: str) -> None:
    ours, theirs = one(f"{name} {english}"), one(f"{nombre} {spanish}")
    assert (settled(ours), offered(ours), ours.asked, ours.left_out) == (settled(theirs), offered(theirs), theirs.asked, theirs.left_out)


@pytest.mark.parametrize(
    ("english", "spanish"),
    [
        ("atorva 40 1x day", "atorva 40 1 al día"),
        ("eliquis 5mg bid #60", "eliquis 5 mg 2 veces al día #60"),
        ("Lantus pen 2 a month", "Lantus 2 plumas al mes"),
        ("atorvastatin 40 mg once a day", "atorvastatina 40 mg una vez al día"),
    ],
)
def test_the_examples_on_the_pages_are_read_the_same(english: str, spanish: str) -> None:
    assert (settled(one(english)), offered(one(english))) == (settled(one(spanish)), offered(one(spanish)))
    said = messages_of("es").gettext
    pages = [said(message) for message in PAGES_SAY]
    assert any(spanish in page for page in pages)


PAGES_SAY = (
    "Write as you like: “atorva 40 1x day”, “eliquis 5mg bid #60”, “Lantus pen 2 a month”. Leave names and birth dates out.",
    "Type the name and strength, or the whole line: atorvastatin 40 mg once a day. You can paste a whole list, too.",
)
