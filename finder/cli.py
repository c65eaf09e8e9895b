"""The commands of the contract: one JSON document in, one out. A refused input: one line per problem, and exit 2.

Each command imports only what it needs, so that a cold process answers fast.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer
from typer.exceptions import TyperException

from finder import __version__
from finder.clock import today
from finder.documents.commands import COMMANDS, Command
from finder.domain.errors import FinderError, Problem, Refusal, SourceError
from finder.intake.files import read_file
from finder.intake.json_text import parse_json
from finder.intake.limits import CLAIMS, DOCUMENT, POPULATION, Limits
from finder.intake.texts import Unfit
from finder.spoken_commands import SpokenCommands
from finder.terminal import print_json, tell

if TYPE_CHECKING:
    from finder.domain.market import CatalogInfo

REFUSED = 2

app = SpokenCommands(
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Which Medicare drug plan costs a person least, and why.",
)
catalog_app = SpokenCommands(rich_markup_mode=None, help="The plans, drugs and prices that comparisons read.")
app.add_typer(catalog_app, name="catalog")

Document = Annotated[str | None, typer.Argument(metavar="FILE", help="A JSON document, or - for standard input.")]
Schema = Annotated[bool, typer.Option("--schema", help="Print the JSON Schema of the input and stop.")]
Pretty = Annotated[bool, typer.Option("--pretty", help="Indent the answer.")]
States = Annotated[
    list[str] | None,
    typer.Option("--state", help="Only the plans of a state, by its two letters; may be given several times."),
]
NoCache = Annotated[bool, typer.Option("--no-cache", help="Neither read nor write kept answers.")]
"""Part of the contract. A comparison is made faster than a kept one is found, so none is kept with or without it."""


def _register(command: Command) -> None:
    @app.command(command.name, help=command.help)
    def answer(document: Document = None, schema: Schema = False, pretty: Pretty = False) -> None:
        _answer(document, schema, pretty, command.schema, command.ask)


for _command in COMMANDS:
    if _command.name not in ("list", "simulate"):  # they take a file too
        _register(_command)


@app.command("list")
def drug_list(
    document: Document = None,
    file: Annotated[Path | None, typer.Option("--file", help="A list: text, CSV, XLSX, Blue Button (text or JSON), PDE events.")] = None,
    year: Annotated[int | None, typer.Option("--year", help="The plan year of a file's list; the newest where not given.")] = None,
    schema: Schema = False,
    pretty: Pretty = False,
) -> None:
    """A drug list as people write it: each line ready, or what is open."""
    from finder.documents.drug_list import INPUT, answer, answer_file

    def question() -> object:
        if file is None:
            return answer(_read(document))
        given = _read(document) if document else {} if year is None else {"plan_year": year}
        return answer_file(file.name, _bytes(file), given)

    print_json(INPUT.model_json_schema() if schema else _refusing(question), pretty)


@app.command()
def compare(document: Document = None, schema: Schema = False, pretty: Pretty = False, no_cache: NoCache = False) -> None:
    """A member and a drug list against every plan of the catalog."""
    from finder.documents.compare_request import CompareRequest, dated, read_request

    def question(given: object) -> object:
        from finder.documents.comparison import answer_compare
        from finder.sources.catalog.reading import open_catalog_at

        request = dated(read_request(given), today())
        return answer_compare(open_catalog_at(request.plan_year, request.zip, request.county), request)

    _answer(document, schema, pretty, CompareRequest.model_json_schema, question)


@app.command()
def simulate(
    document: Document = None,
    policy: Annotated[Path | None, typer.Option("--policy", help="A policy in YAML, in place of the document's own.")] = None,
    baseline: Annotated[Path | None, typer.Option("--baseline", help="The policy that it is compared with, in YAML.")] = None,
    schema: Schema = False,
    pretty: Pretty = False,
) -> None:
    """A policy over a population: who gains, who loses, who pays."""
    from finder.documents.simulate import INPUT, answer, with_policies

    files = {name: path for name, path in (("policy", policy), ("baseline", baseline)) if path is not None}
    _answer(document, schema, pretty, INPUT.model_json_schema, lambda given: answer(with_policies(given, files)), POPULATION)


@app.command()
def population(
    seed: Annotated[int, typer.Option("--seed", help="The same seed makes the same people, on every machine.")],
    members: Annotated[int, typer.Option("--members", help="How many people.")],
    state: Annotated[str, typer.Option("--state", help="Where they live: a state by its two letters.")],
    out: Annotated[Path, typer.Option("--out", help="The members file to write, as finder batch reads it.")],
    year: Annotated[int | None, typer.Option("--year", help="The plan year; the latest where not given.")] = None,
    drugs: Annotated[int | None, typer.Option("--drugs", help="How many drugs everyone takes; 1 to 12 where not given.")] = None,
    extra_help: Annotated[int | None, typer.Option("--extra-help", help="Of 100 people, how many have Extra Help.")] = None,
    medicaid: Annotated[int, typer.Option("--medicaid", help="Of 100 people with Extra Help, how many have Medicaid.")] = 60,
    without_plan: Annotated[int, typer.Option("--without-plan", help="Of 100 people, how many have no plan yet.")] = 0,
    pretty: Pretty = False,
) -> None:
    """A members file of people who do not exist, drawn from published counts; what was assumed is printed."""
    from finder.domain.population import Recipe
    from finder.population_command import write_population

    recipe = Recipe(seed, members, extra_help, medicaid, drugs, without_plan=without_plan)
    (letters,) = _letters([state])
    print_json(_refusing(lambda: write_population(recipe, letters, year, out)), pretty)


@app.command()
def batch(
    members: Annotated[Path | None, typer.Argument(metavar="MEMBERS", help="A CSV, JSON Lines or Parquet file, or session files.")] = None,
    out: Annotated[Path | None, typer.Option("--out", help="A row for each member and plan: .parquet or .csv.")] = None,
    summary: Annotated[Path | None, typer.Option("--summary", help="A row for each member.")] = None,
    questions: Annotated[Path | None, typer.Option("--questions", help="What is open in the drug lists.")] = None,
    answers: Annotated[Path | None, typer.Option("--answers", help="A questions file with answers.")] = None,
    rejects: Annotated[Path | None, typer.Option("--rejects", help="Rows that were refused, and why.")] = None,
    year: Annotated[int | None, typer.Option("--year", help="The plan year of members who name none.")] = None,
    workers: Annotated[int | None, typer.Option("--workers", min=1, help="Processes; one a core where not given.")] = None,
    without_questions: Annotated[bool, typer.Option("--without-questions", help="Leave open drugs out; costs are then at least.")] = False,
    plain: Annotated[bool, typer.Option("--plain", help="Without compiled code: slower, the same answer.")] = False,
    scheduler: Annotated[str | None, typer.Option("--scheduler", help="A Dask scheduler whose workers answer: tls://host:8786.")] = None,
    tls_ca: Annotated[Path | None, typer.Option("--tls-ca", help="The authority of the cluster's certificates (PEM).")] = None,
    tls_cert: Annotated[Path | None, typer.Option("--tls-cert", help="This machine's certificate (PEM).")] = None,
    tls_key: Annotated[Path | None, typer.Option("--tls-key", help="Its key (PEM).")] = None,
    plain_network: Annotated[bool, typer.Option("--plain-network", help="Let members cross the network unencrypted.")] = False,
    schema: Schema = False,
    pretty: Pretty = False,
) -> None:
    """Many members against every plan that serves each. A stopped run goes on where it stopped."""
    from finder.documents.batch.written import input_schema

    if schema:
        print_json(input_schema(), pretty)
        return
    if members is None or out is None:
        _refuse([str(Problem("finder batch", "a file of members and --out FILE", "nothing"))])
    from finder.batch_command import Order, run_batch
    from finder.cluster.command import ClusterOptions, cluster_of

    order = Order(members, out, summary, questions, rejects, answers, year, workers, without_questions, plain)
    cluster = ClusterOptions(scheduler, tls_ca, tls_cert, tls_key, plain_network, workers)
    if not _refusing(lambda: run_batch(order, today(), cluster_of(cluster))).answered:
        raise typer.Exit(REFUSED)


@app.command("next-year")
def next_year(document: Document = None, schema: Schema = False, pretty: Pretty = False) -> None:
    """A plan this year and next, and with Extra Help whether Medicare moves the person."""
    from finder.documents.next_year import NextYearRequest, read_next_year

    def question(given: object) -> object:
        from finder.documents.next_year import answer_next_year
        from finder.sources.catalog.reading import open_catalog_at

        request = read_next_year(given)
        now, then = (open_catalog_at(year, request.zip, request.county) for year in (request.plan_year, request.plan_year + 1))
        return answer_next_year(now, then, request)

    _answer(document, schema, pretty, NextYearRequest.model_json_schema, question)


@catalog_app.command("info")
def catalog_info(pretty: Pretty = False) -> None:
    """The catalogs at hand: plan year, source, dates and cover."""
    print_json(_refusing(_catalogs), pretty)


@catalog_app.command("import")
def catalog_import(
    path: Annotated[Path, typer.Argument(help="A CMS public use file: a zip, a folder, or a zip of zips.")],
    year: Annotated[int, typer.Option("--year", help="The plan year of the files.")],
    state: States = None,
    out: Annotated[Path | None, typer.Option("--out", help="The folder for the catalog; the user's own where not given.")] = None,
    pretty: Pretty = False,
) -> None:
    """Read, check and keep the files of CMS for a plan year. A bad file is refused whole; the catalog that was there stays."""
    from finder.documents.catalog import info_document
    from finder.paths import own_folder, shipped
    from finder.sources.cms.importer import import_catalog, import_release

    states = _letters(state)

    def imported() -> CatalogInfo:
        others = (own_folder("catalogs"), shipped("data") / "catalogs")
        if out:
            return import_catalog(path, year, out, others, states=states)
        return import_release(path, year, others[0], others[1:], states=states)

    print_json(info_document(_told(_refusing(imported))), pretty)


def _told(info: CatalogInfo) -> CatalogInfo:
    """The catalog, once what it lacks and leaves out is said on standard error."""
    from finder.explain.plans.download import import_sentences

    for sentence in import_sentences(info):
        tell(sentence)
    return info


@catalog_app.command("fetch")
def catalog_fetch(
    year: Annotated[int, typer.Option("--year", help="The plan year to fetch.")],
    state: States = None,
    url: Annotated[str | None, typer.Option("--url", help="A release's own address; the newest of the year where not given.")] = None,
    monthly: Annotated[bool, typer.Option("--monthly", help="The newest monthly release, which has no prices of its own.")] = False,
    networks: Annotated[bool, typer.Option("--networks", help="Fetch the pharmacy networks too: nine tenths of a release.")] = False,
    keep: Annotated[bool, typer.Option("--keep", help="Keep the files once they are imported.")] = False,
    landscape: Annotated[str | None, typer.Option("--landscape", help="CMS's Landscape: an address or a file (csv, xlsx, zip).")] = None,
    pretty: Pretty = False,
) -> None:
    """Download the newest release of CMS for a plan year, and import it. What came stays for the next run, should it stop."""
    from finder.documents.catalog import info_document
    from finder.fetch_command import fetch_catalog
    from finder.sources.get_plans import Order, own_folders

    order = Order(year, tuple(_letters(state)), url, monthly, networks, keep, landscape)
    print_json(info_document(_told(_refusing(lambda: fetch_catalog(order, own_folders())))), pretty)


@catalog_app.command("pack")
def catalog_pack(
    out: Annotated[Path, typer.Option("--out", help="The file to write.")],
    state: States = None,
    year: Annotated[int | None, typer.Option("--year", help="The plan year; the latest where not given.")] = None,
    pretty: Pretty = False,
) -> None:
    """Write the plans of a year, or of some states, as one small file for others to add."""
    from finder.documents.catalog import info_document
    from finder.sources.catalog.reading import open_catalog
    from finder.sources.packs.publish import pack

    packed = _refusing(lambda: pack(open_catalog(year, states=_letters(state)).folder, _letters(state), out))
    print_json({**info_document(packed.info), "bytes": packed.size, "sha256": packed.sha256}, pretty)


@catalog_app.command("add")
def catalog_add(
    path_or_url: Annotated[str, typer.Argument(metavar="FILE|URL", help="A pack: a file on this machine, or its address.")],
    pretty: Pretty = False,
) -> None:
    """Take a pack of plans that somebody published. A changed byte is refused."""
    from finder.documents.catalog import added_document
    from finder.fetch_command import add_pack
    from finder.paths import own_folder

    added = _refusing(lambda: add_pack(path_or_url, own_folder("catalogs")))
    print_json(added_document(*added), pretty)


@catalog_app.command("names")
def catalog_names(
    path: Annotated[Path, typer.Argument(help="RxNorm's prescribable content: a zip or a folder with its RRF files.")],
    ndc: Annotated[Path | None, typer.Option("--ndc", help="FDA's National Drug Code Directory, for package sizes.")] = None,
    pretty: Pretty = False,
) -> None:
    """Read drug names, NDCs and package sizes. The next import of a catalog uses them; an NDC is then found by any of a product's."""
    from finder.paths import own_folder
    from finder.sources.names.import_names import import_names

    print_json(_refusing(lambda: import_names(path, ndc, own_folder("drug_names"))), pretty)


@catalog_app.command("networks")
def catalog_networks(
    path: Annotated[Path, typer.Argument(help="The pharmacy networks of CMS: a zip, a folder, or a zip of zips.")],
    year: Annotated[int, typer.Option("--year", help="The plan year, whose catalog must be there.")],
    state: Annotated[list[str], typer.Option("--state", help="A state by its two letters; may be given several times.")],
    nppes: Annotated[Path | None, typer.Option("--nppes", help="The NPPES extract, for the names of pharmacies.")] = None,
    pretty: Pretty = False,
) -> None:
    """Keep the pharmacy networks of some states, so that a comparison can ask where a person's own pharmacies stand."""
    from finder.paths import own_folder
    from finder.sources.catalog.reading import open_catalog
    from finder.sources.cms.networks import import_networks

    states = _letters(state)
    print_json(
        _refusing(lambda: import_networks(path, open_catalog(year, states=states), states, own_folder("networks"), nppes)), pretty=pretty
    )


@catalog_app.command("pharmacies")
def catalog_pharmacies(
    year: Annotated[int, typer.Option("--year", help="The plan year.")],
    zip_code: Annotated[str, typer.Option("--zip", help="The ZIP code to look near.")],
    name: Annotated[str, typer.Option("--name", help="Words of the pharmacy's name; misspellings are allowed.")] = "",
    pretty: Pretty = False,
) -> None:
    """Pharmacies near a ZIP code, with the NPI by which a comparison takes them."""
    from finder.sources.catalog.pharmacy_networks import PharmacyNetworks

    found = _refusing(lambda: PharmacyNetworks(year).find(name, zip_code))
    print_json({"pharmacies": [pharmacy._asdict() for pharmacy in found]}, pretty)


@catalog_app.command("check")
def catalog_check(
    year: Annotated[int | None, typer.Option("--year", help="The plan year; the latest where not given.")] = None,
    against: Annotated[
        str | None, typer.Option("--against", help="What to compare with: a plan year, a catalog's folder, or files of CMS.")
    ] = None,
    state: Annotated[
        list[str] | None, typer.Option("--state", help="The catalog that answers for a state, where there are several.")
    ] = None,
    pretty: Pretty = False,
) -> None:
    """Look a catalog over: every byte, what is odd in it, and what differs from another release."""
    from finder.documents.catalog import check_document

    def question() -> object:
        from finder.sources.catalog.audit import audit
        from finder.sources.catalog.reading import open_catalog
        from finder.sources.cms.compared_release import changes_against

        states = _letters(state)
        folder = open_catalog(year, states=states).folder
        changes = changes_against(against, folder, states) if against else None
        return check_document(audit(folder), changes)

    print_json(_refusing(question), pretty)


@typer.Typer.command(app, "app")  # its pages have a switch
def pages(
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="The port on this machine.")] = 8501,
    headless: Annotated[bool, typer.Option("--headless", help="Do not open a browser.")] = False,
    check: Annotated[bool, typer.Option("--check", help="Start nothing: say what a server with these settings exposes.")] = False,
) -> None:
    """The web pages, on this machine only."""
    if check:
        from finder.check_command import check as told

        raise typer.Exit(told())
    from finder.launch import launch

    raise typer.Exit(launch(port=port, headless=headless))


@app.command()
def version(pretty: Pretty = False) -> None:
    """Versions of the program, the parameters and the catalogs."""
    from finder.parameters import version as parameters_version

    catalogs = [{key: info[key] for key in ("plan_year", "as_of", "digest")} for info in _refusing(_catalogs)["catalogs"]]
    print_json({"program": __version__, "parameters": parameters_version(), "catalogs": catalogs}, pretty)


def _letters(states: list[str] | None) -> list[str]:
    """The states by their letters, in order. Refused before anything is opened or fetched where one is no state."""
    from finder.paths import shipped
    from finder.sources.catalog.places import state_names

    given = sorted({name.upper() for name in states or ()})
    known = state_names(shipped("data") / "states.yaml") if given else {}
    wrong = [name for name in given if name not in known]
    if wrong:
        _refuse([str(Problem("--state", "the two letters of a state, DC or a territory, such as MA", name)) for name in wrong])
    return given


def _catalogs() -> dict[str, Any]:
    """The catalogs at hand. A damaged one is also a line on standard error; if there is no other, that is a refusal."""
    from finder.documents.catalog import catalog_infos
    from finder.sources.catalog.reading import all_catalogs

    found = all_catalogs()
    lines = [catalog.says for catalog in found.damaged]
    if found.damaged and not found.opened:
        _refuse(lines)
    for line in lines:
        tell(line)
    infos = zip((catalog.info for catalog in found.opened), found.answers, strict=True)
    return catalog_infos(infos, today(), found.damaged)


def _answer(
    document: str | None,
    schema: bool,
    pretty: bool,
    schema_of: Callable[[], dict[str, Any]],
    question: Callable[[object], object],
    limits: Limits = DOCUMENT,
) -> None:
    if schema:
        print_json(schema_of(), pretty)
        return
    print_json(_refusing(lambda: question(_read(document, limits))), pretty)


def _refusing(question: Callable[[], Any]) -> Any:
    """The answer to a question. If it is refused: one line per problem on standard error, and exit 2."""
    try:
        return question()
    except (Refusal, SourceError) as error:
        from finder.explain.refusal_words import refusal_line

        _refuse([refusal_line(problem) for problem in error.problems] or [str(error)])
    except FinderError as error:
        _refuse([str(error)])


def _refuse(lines: list[str]) -> NoReturn:
    for line in lines:
        tell(line)
    raise typer.Exit(REFUSED)


def _bytes(file: Path) -> bytes:
    try:
        return read_file(file, CLAIMS)
    except Unfit as unfit:
        raise Refusal([Problem("--file", unfit.expected, unfit.found)]) from unfit


def _read(document: str | None, limits: Limits = DOCUMENT) -> object:
    """The JSON document in a file or on standard input. Raises Refusal if it is not JSON, or more of it than the limits allow."""
    if document is None:
        raise Refusal([Problem("FILE", "a JSON document, or - for standard input", "nothing")])
    where = document
    try:
        data = read_file(document, limits)
        where = "$"
        return parse_json(data, limits)
    except Unfit as unfit:
        raise Refusal([Problem(where, unfit.expected, unfit.found)]) from unfit


def main() -> None:
    """The command ``finder``. A usage error is one line and exit 2, like every other refusal."""
    if len(sys.argv) == 1:
        sys.argv.append("--help")
    try:
        code = app(standalone_mode=False)
    except TyperException as error:
        tell(f"finder: {error.format_message()}")
        code = REFUSED
    except (typer.Abort, KeyboardInterrupt):
        code = 130
    except BrokenPipeError:
        code = 0
    except OSError as error:  # a name that is too long, a full disk: whatever the system says of a path that was given
        tell(f"{error.filename or 'finder'}: {error.strerror or 'the system refused'}")
        code = REFUSED
    sys.exit(code or 0)


if __name__ == "__main__":
    main()
