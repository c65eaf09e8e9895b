"""The CMS files as tables of text in DuckDB: blanks are NULL, and codes that join files have one form."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from finder.domain.catalog_check import Oddity
from finder.sources.catalog.places import Places, place_key, state_of
from finder.sources.cms.bundle import Bundle, SourceFile
from finder.sources.cms.layout import KINDS, NEEDED_KINDS, OTHER_CATEGORIES, STAGED, kind_of
from finder.sources.cms.state_slice import FIRST, Keep, StateSlice
from finder.sources.cms.text_files import Layout, Problems, at, plain, read_batches
from finder.sources.cms.workbook import as_text, is_workbook

if TYPE_CHECKING:
    import duckdb


def chosen_files(bundle: Bundle, problems: Problems) -> dict[str, SourceFile]:
    """The one file of each kind. A missing needed kind is a problem, and so is a kind that is there twice."""
    files: dict[str, SourceFile] = {}
    for file in sorted(bundle.files, key=lambda file: is_workbook(file.name)):
        kind = kind_of(file.name)
        if kind is None or (is_workbook(file.name) and kind in files and not is_workbook(files[kind].name)):
            continue  # a workbook beside the same table as text
        if kind in files:
            problems.add(at(file.name), f"one {KINDS[kind].title}", f"a second one beside {files[kind].name}")
        files[kind] = file
    for kind, file in files.items():
        if is_workbook(file.name):
            files[kind] = as_text(file, KINDS[kind])
    for kind in NEEDED_KINDS:
        if kind not in files:
            problems.add(at(bundle.path.name), f"a {KINDS[kind].title}", "none")
    return files


def stage(
    connection: duckdb.DuckDBPyConnection,
    files: dict[str, SourceFile],
    places: Places,
    problems: Problems,
    chosen: StateSlice | None = None,
) -> None:
    """Read every file but the prices into a table named by its kind, and unchanged into a table ``cms_<kind>``.

    ``chosen`` keeps the rows of some states alone. What cannot be read goes into ``problems``.
    """
    for kind in (*FIRST, *(kind for kind in STAGED if kind not in FIRST)):
        if kind in files:
            _stage(connection, kind, files[kind], problems, chosen.keep(kind) if chosen else None)
        if chosen and kind in FIRST:
            problems.refuse_if_any()
            chosen.learn(kind, connection)
    problems.refuse_if_any()
    if "landscape" in files:
        _leave_out_other_plans(connection, problems)
    _place_names(connection, "landscape" in files, places)


def _leave_out_other_plans(connection: duckdb.DuckDBPyConnection, problems: Problems) -> None:
    """Take the rows of plans that we don't compare out of the Landscape. The text as read keeps them."""
    of_others = f"category IN {OTHER_CATEGORIES}"
    found = connection.execute(f"SELECT category || ' ' || coalesce(plan_id, '') FROM landscape WHERE {of_others} ORDER BY row").fetchall()
    problems.leave_out(Oddity.ROW_OF_ANOTHER_PLAN_TYPE, [place for (place,) in found])
    connection.execute(f"DELETE FROM landscape WHERE {of_others}")


def _stage(connection: duckdb.DuckDBPyConnection, kind: str, file: SourceFile, problems: Problems, keep: Keep | None) -> None:
    present: set[str] | None = None
    for batch in read_batches(file, KINDS[kind], problems, keep=keep):
        connection.register("incoming", batch)
        if present is None:
            present = set(batch.column_names)
            connection.execute(f"CREATE TABLE cms_{kind} AS SELECT * FROM incoming")
        else:
            connection.execute(f"INSERT INTO cms_{kind} SELECT * FROM incoming")
        connection.unregister("incoming")
    if present is not None:
        connection.execute(f"CREATE TABLE {kind} AS {_select(KINDS[kind], kind, present)}")


def _select(layout: Layout, kind: str, present: set[str]) -> str:
    """Blanks (a space or a dot) become NULL; in the insulin file's tier a dot means all tiers. The plan's id becomes one text."""
    columns, seen = ["row"], set()
    for column in (*layout.columns, *layout.optional):
        key = layout.key(column)
        if key in seen:
            continue
        seen.add(key)
        if key == "plan_id" and "segment_id" in present:
            columns.append(f"contract_id || '-' || {_three('plan_id')} || '-' || {_three('segment_id')} AS plan_id")
        elif key not in present:
            columns.append(f"NULL::VARCHAR AS {key}")
        else:
            blanks = "('')" if (kind, key) == ("insulin", "tier") else "('', '.')"
            columns.append(f"CASE WHEN {key} NOT IN {blanks} THEN {key} END AS {key}")
    return f"SELECT {', '.join(columns)} FROM cms_{kind}"


def _three(column: str) -> str:
    """Three digits with leading zeros, which the Landscape drops in segments."""
    return f"repeat('0', greatest(0, 3 - length({column}))) || {column}"


def _place_names(connection: duckdb.DuckDBPyConnection, landscape: bool, places: Places) -> None:
    """Add to the locator the state's letters and the county's key, FIPS code and shown name; to the Landscape the county's key."""
    rows = connection.execute("SELECT row, statename, county FROM locator").fetchall()
    found = []
    for row, state_name, county in rows:
        state = state_of(places, state_name or "")
        key = place_key(state or "", county or "")
        found.append((row, state, key, *places.counties.get((state or "", key), (None, None))))
    _insert(connection, "found", ("row", "state", "place_key", "fips", "name"), found)
    connection.execute(
        "CREATE OR REPLACE TABLE locator AS SELECT l.*, f.* EXCLUDE (row) FROM locator l JOIN found f USING (row) ORDER BY row"
    )
    if landscape:
        pairs = connection.execute("SELECT DISTINCT state, county_name FROM landscape WHERE county_name IS NOT NULL").fetchall()
        words = connection.execute("SELECT DISTINCT benefit_type FROM landscape WHERE benefit_type IS NOT NULL").fetchall()
        _insert(
            connection,
            "spelled",
            ("state", "county_name", "place_key"),
            [(state, name, place_key(state or "", name)) for state, name in pairs],
        )
        _insert(connection, "typed", ("benefit_type", "type_key"), [(word, plain(word)) for (word,) in words])
        connection.execute(
            "CREATE OR REPLACE TABLE landscape AS SELECT l.*, s.place_key, t.type_key FROM landscape l "
            "LEFT JOIN spelled s USING (state, county_name) LEFT JOIN typed t USING (benefit_type) ORDER BY row"
        )


def _insert(connection: duckdb.DuckDBPyConnection, table: str, columns: tuple[str, ...], rows: Sequence[tuple[object, ...]]) -> None:
    """Make a table of these rows in one step; row by row takes seconds. ``row`` is a number, all other columns are text."""
    import pyarrow as pa

    types = {"row": pa.int64()}
    arrays = {name: pa.array([row[index] for row in rows], types.get(name, pa.string())) for index, name in enumerate(columns)}
    connection.register("made", pa.table(arrays))
    connection.execute(f"CREATE TABLE {table} AS SELECT * FROM made")
    connection.unregister("made")
