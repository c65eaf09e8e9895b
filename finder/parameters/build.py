"""Turns tables of the law's numbers into the YAML beside this file: ``python -m finder.parameters.build LAW_DIR``.

``LAW_DIR`` holds ``benefit_parameters.csv`` and ``lis_benchmarks.csv`` (columns parameter, year, value, unit, source_1, source_2, status,
note). The second table is the later and closer reading: its row replaces the first table's row for the same parameter and year. Two rows
that print different values are refused. The tables have no descriptions, so those already in the YAML are kept.
"""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml

from finder.domain.law import Source
from finder.parameters.model import HOME, index, topic_of
from finder.parameters.schema import NumberFile
from finder.parameters.spans import read_yaml

Row = Mapping[str, str]
Key = tuple[str, int]

_SPANS: dict[Key, tuple[int, int]] = {
    ("biosimilars_are_applicable_drugs", 2018): (2011, 2018),  # "2011-2018"
    ("biosimilars_are_applicable_drugs", 2019): (2019, 2027),  # "from plan year 2019"
    ("iep_months", 2006): (2006, 2027),  # "all years"
    ("lis_resource_burial_allowance_per_person", 2006): (2006, 2026),  # "2006-2026"
    ("ma_disenrollment_period", 2011): (2011, 2018),  # "2011-2018"
    ("ma_open_enrollment_period", 2019): (2019, 2027),  # "2019 on"
    ("formulary_must_include_selected_drugs", 2026): (2026, 2027),  # "2026 on"
    ("formulary_protected_classes", 2011): (2011, 2027),  # "in force through 2027"
}
"""Values that the tables have once, with a note that says for which years they hold. No other value is carried to another year."""
_ESTIMATES = ("lis_benchmark_paid.",)
"""Values that the tables derive from what plans charge. Nobody printed them, so they have a status of their own."""
_COPIES = {
    "shared/data/ma_2026/formulary_price.csv:": "CMS quarterly pricing file 2026:",
    "shared/data/planfinder_2026_scrape/plans.csv:": "Medicare Plan Finder of 2026:",
}
"""Copies that the tables name by their path, and the titles of what was copied."""
_UNCHANGED = "unchanged through 2027"

_URL = re.compile(r"https?://[^\s,;()]+[^\s,;():.]")
_CITATION = r"(?:[0-9]+ (?:USC|CFR|FR) |SSA POMS [A-Z]+ |SSA Handbook)[^,:;(]*(?:\([^)]*\)[^,:;(]*)*"
_PLACE = re.compile(rf"({_CITATION}), (.+)|(repo [^\s,]+), (.+)|([^;]+?), (repo .+)")
"""A citation of the law, or a repository, and what follows it; or a text and the repository that holds the copy that was read."""


class _Line(dict[str, Any]):
    """A mapping that is written on one line."""


class _Writer(yaml.Dumper):
    """Writes text without quotes where the syntax allows it, since every scalar is read as text."""

    def ignore_aliases(self, data: Any) -> bool:
        """Whether to write the same list again rather than refer to it: always."""
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> Any:
        """Indent a list below its key."""
        return super().increase_indent(flow, indentless=False)


_Writer.yaml_implicit_resolvers = {}
_Writer.add_representer(int, lambda writer, number: writer.represent_str(str(number)))
_Writer.add_representer(_Line, lambda writer, line: writer.represent_mapping("tag:yaml.org,2002:map", line, flow_style=True))


def tidy_source(text: str) -> str:
    """A source without pointers to where the table's compiler kept a copy."""
    for copy, title in _COPIES.items():
        text = text.replace(copy, title)
    text = re.sub(r"shared/\S+ \(((?:[^()]|\([^()]*\))*)\)", r"\1", text.strip())
    text = re.sub(r";? ?\(?(see )?seeds\.md S\d+\)", lambda found: ")" if found[0].startswith(";") else "", text)
    return text.replace("project seed ", "").strip()


def read_rows(law: Path) -> dict[Key, Row]:
    """Every row of both tables by parameter and year. Raises ValueError where the two print different values."""
    rows: dict[Key, Row] = {}
    for name in ("benefit_parameters.csv", "lis_benchmarks.csv"):
        with (law / name).open(newline="", encoding="utf-8") as lines:
            for row in csv.DictReader(lines):
                key = (row["parameter"], int(row["year"]))
                if key in rows and (rows[key]["value"], rows[key]["unit"]) != (row["value"], row["unit"]):
                    raise ValueError(f"{key}: {rows[key]['value']} in one table, {row['value']} in {name}")
                rows[key] = row
    return rows


def split_source(printed: str) -> Source:
    """A printed source as title, locator and link, of which ``Source.printed`` makes the same line again. Nothing is added: a link is one
    that the line has, and a locator is what follows a citation of the law, or the repository that holds the copy."""
    link = next(iter(_URL.findall(printed)), "")
    line = printed.removesuffix(f", {link}") if link else printed
    place = _PLACE.fullmatch(line)
    title, locator = filter(None, place.groups()) if place else (line, "")
    return Source(title, locator, link)


def slug(printed: str, taken: Mapping[str, str]) -> str:
    """A short key for a source: the first words of its title, with a number if another source has them."""
    words = re.sub(r"https?://(www\.)?|^repo ", " ", split_source(printed).title.lower())
    base = re.sub(r"[^a-z0-9]+", "-", words).strip("-")
    base = base if len(base) <= 36 else base[:36].rsplit("-", 1)[0]
    key, number = base, 1
    while taken.get(key, printed) != printed:
        number += 1
        key = f"{base}-{number}"
    return key


def _span(key: Key, row: Row, unit: str, sources: dict[str, str]) -> _Line:
    """A row's value on its line, with the years for which its note says that it holds."""
    first, last = (key[1], 2027) if _UNCHANGED in row["note"] else _SPANS.get(key, (key[1], key[1]))
    span = _Line({"from": first, "through": last, "value": row["value"]})
    if row["unit"] != unit:
        span["unit"] = row["unit"]
    span["status"] = "estimate" if key[0].startswith(_ESTIMATES) else row["status"]
    span["sources"] = []
    for printed in filter(None, (tidy_source(row["source_1"]), tidy_source(row["source_2"]))):
        source = slug(printed, sources)
        sources[source] = printed
        span["sources"].append(source)
    if row["note"].strip():
        span["note"] = row["note"].strip()
    return span


def _once(spans: Iterable[_Line]) -> list[_Line]:
    """The spans by year, those that follow each other and differ in nothing but their years made one."""
    merged: list[_Line] = []
    for span in sorted(spans, key=lambda span: int(span["from"])):
        before = merged[-1] if merged else None
        if before and span == before | {"from": before["through"] + 1, "through": span["through"]}:
            before["through"] = span["through"]
        else:
            merged.append(span)
    return merged


def document(rows: Mapping[Key, Row], descriptions: Mapping[str, str]) -> dict[str, Any]:
    """One topic's file: ``sources`` by key, and ``parameters`` by name (description, unit, values by span)."""
    sources: dict[str, str] = {}
    parameters: dict[str, Any] = {}
    for name in sorted({name for name, _ in rows}):
        years = sorted(year for other, year in rows if other == name)
        unit = rows[name, years[0]]["unit"]
        spans = _once([_span((name, year), rows[name, year], unit, sources) for year in years])
        parameters[name] = {"description": descriptions.get(name, ""), "unit": unit, "spans": spans}
    return {"sources": {key: _source(printed) for key, printed in sorted(sources.items())}, "parameters": parameters}


def _source(printed: str) -> _Line:
    return _Line({part: text for part, text in split_source(printed)._asdict().items() if text})


def _descriptions(path: Path) -> dict[str, str]:
    """The descriptions in a topic's file as it stands; none where there is no file yet."""
    if not path.exists():
        return {}
    return {name: body["description"] for name, body in read_yaml(path)["parameters"].items()}


def write(topic: str, content: Mapping[str, Any]) -> None:
    """Writes one topic's file, one line per span, and checks it."""
    text = yaml.dump(dict(content), Dumper=_Writer, sort_keys=False, allow_unicode=True, width=100_000)
    path = HOME / f"{topic}.yaml"
    path.write_text(text, encoding="utf-8")
    NumberFile.model_validate(read_yaml(path))


def build(law: Path) -> int:
    """Writes every topic's file from the tables of that directory and returns how many values there are."""
    rows = read_rows(law)
    homeless = sorted({name for name, _ in rows if topic_of(name) is None})
    if homeless:
        raise ValueError(f"no topic of index.yaml has a prefix for {', '.join(homeless)}")
    for topic in index().topics:
        of_topic = {key: row for key, row in rows.items() if topic_of(key[0]) == topic}
        write(topic, document(of_topic, _descriptions(HOME / f"{topic}.yaml")))
    return len(rows)


def main(arguments: Iterable[str]) -> None:
    """The command: one argument, the directory of the tables."""
    (law,) = arguments
    print(f"{build(Path(law))} values")


if __name__ == "__main__":
    main(sys.argv[1:])
