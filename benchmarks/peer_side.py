"""The peer's side of ``benchmarks.national_peer``, run by a Python that has pdpcompare installed and nothing of this project.

``python peer_side.py load RELEASE FOLDER ZIP STATE`` loads the files of a release by the peer's own loader, and the state of one ZIP.
``python peer_side.py ask FOLDER QUESTION`` answers the question once for each line of standard input: its own server's bundle of the
plans' data from its database, then its own comparison and ranking, in one process; without HTTP and JSON, and without RxNorm, whose
answer is given with the question.
"""

# mypy: disable-error-code="import-not-found"
from __future__ import annotations

import json
import sys
import time
import zipfile
from pathlib import Path
from typing import Any

YEAR = 2026
NO_NETWORK = (  # the peer loads no release without a pharmacy file; this question names no pharmacy, so that it reads none of it
    "CONTRACT_ID|PLAN_ID|SEGMENT_ID|PHARMACY_NUMBER|PHARMACY_ZIPCODE|PREFERRED_STATUS_RETAIL|PHARMACY_RETAIL|IN_AREA_FLAG\n"
    "S0000|000|000|100000000000|00000|N|N|0\n"
)


def load(release: Path, folder: Path, zip_code: str, state: str) -> None:
    """Load a release into the peer's database."""
    from pdpcompare import db
    from pdpcompare.ingest import spuf_loader

    files = folder / "release"
    with zipfile.ZipFile(release) as outer:
        outer.extractall(files)
    (files / "pharmacy networks file part 1.txt").write_text(NO_NETWORK)
    connection = db.connect(folder / "peer.duckdb", allow_read_dirs=[files.resolve()])
    spuf_loader.load_spuf(connection, files, plan_year=YEAR)
    connection.execute("CREATE TABLE zip_state AS SELECT ? AS zip, ? AS state_code", [zip_code, state])
    connection.close()


class Names:
    """In place of RxNorm: each drug is the one product that the question names. The peer's own look-up finds brands and generics beside
    it and hundreds of NDCs, and asks its database for all of them; this spares it that."""

    def __init__(self, question: dict[str, Any]) -> None:
        self.drugs = {drug["name"]: drug for drug in question["drugs"]}

    def normalize(self, name: str, strength: str | None = None) -> Any:
        """The product of a name."""
        from pdpcompare.rxnorm import RxNormResult

        drug = self.drugs[name]
        return RxNormResult(drug["rxcui"], name, (drug["ndc"],), (drug["rxcui"],), ("SCD",), (name,))

    def ingredient_products(self, rxcui: str) -> list[Any]:
        """No other strengths."""
        return []

    def ndcs_for(self, rxcui: str) -> tuple[str, ...]:
        """No other NDCs."""
        return ()


def bundled(connection: Any) -> Any:
    """The peer's desk side, whose one round trip calls the function that its server calls."""
    from pdpcompare.bundle import BundleRequest
    from pdpcompare.server.bundle_builder import build_bundle
    from pdpcompare.sources import RemoteSource

    class Bundled(RemoteSource):  # type: ignore[misc]
        def prefetch(self, zip_code: str, drugs: Any, pharmacy: Any, plan_year: int) -> None:
            wanted = BundleRequest(plan_year, zip_code, tuple(drugs), pharmacy.npi, pharmacy.zip, ("ql", "excluded"))
            self._index(zip_code, build_bundle(connection, wanted))

    source = Bundled("http://nowhere.invalid", "", YEAR)
    source._health_cache = {"years": {str(YEAR): {}}}
    return source


def ask(folder: Path, question: dict[str, Any]) -> None:
    """Answer once a line: milliseconds of the whole (by the clock and of processors), of what is left with the bundle in memory, totals."""
    from pdpcompare import db
    from pdpcompare.engine import compare_client
    from pdpcompare.models import ClientRecord, Drug, Pharmacy

    drugs = [Drug(drug["name"], quantity=drug["quantity"], rxcui=drug["rxcui"]) for drug in question["drugs"]]
    client = ClientRecord("one", question["zip"], None, None, Pharmacy(), drugs)
    names, connection = Names(question), db.connect(folder / "peer.duckdb", read_only=True)
    for _ in sys.stdin:
        source = bundled(connection)
        begun, worked = time.perf_counter(), time.process_time()
        found = compare_client(source, client, names, YEAR)
        whole, work = time.perf_counter() - begun, time.process_time() - worked
        source.prefetch = lambda *_: None
        begun, worked = time.perf_counter(), time.process_time()
        compare_client(source, client, names, YEAR)
        kept, kept_work = time.perf_counter() - begun, time.process_time() - worked
        plans = {
            f"{row.contract_id}-{row.plan_id}-{row.segment_id}": (row.drug_cost_total, row.total_cost, len(row.excluded_drugs))
            for row in found.results
        }
        times = {"whole": (whole * 1000, work * 1000), "kept": (kept * 1000, kept_work * 1000)}
        print(json.dumps({**times, "plans": plans}), flush=True)


if __name__ == "__main__":
    if sys.argv[1] == "load":
        load(Path(sys.argv[2]), Path(sys.argv[3]), *sys.argv[4:6])
    else:
        ask(Path(sys.argv[2]), json.loads(sys.argv[3]))
