"""Parts answered by a scheduler and two workers: the same bytes as here, whatever happens to a worker; and who is refused."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple, TypeVar

import pytest

from finder.batch_command import Order, run_batch
from finder.cluster import runner
from finder.cluster.address import Scheduler, TlsFiles, on_this_machine, scheduler_at
from finder.cluster.command import ClusterOptions, cluster_of
from finder.cluster.runner import on_cluster
from finder.cluster.versions import difference, versions
from finder.documents.batch.versions import answering_versions
from finder.domain.errors import ClusterError, PlansChanged
from finder.questions.population.runner import InThisProcess, Runner
from tests.cluster.machines import SECRET, Machines, digest_slowly, machines

pytestmark = pytest.mark.xdist_group("cluster")
"""One cluster for all of them."""
Answer = TypeVar("Answer")
PARTS = [b"%d" % number for number in range(40)]


@pytest.fixture(scope="module")
def two_workers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machines]:
    with machines(tmp_path_factory.mktemp("cluster")) as started:
        wait_for_workers(started, 2)
        yield started


@pytest.fixture
def other_names(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """On this machine drug names were imported; on the workers they were not."""
    (tmp_path / "drug_names").mkdir()
    (tmp_path / "drug_names" / "manifest.json").write_text("{}")
    monkeypatch.setenv("FINDER_DATA", str(tmp_path))
    for found in (versions, answering_versions):
        found.cache_clear()
    yield
    for found in (versions, answering_versions):
        found.cache_clear()


def wait_for_workers(started: Machines, count: int) -> None:
    end = time.monotonic() + 60
    while (started.logs / "scheduler.log").read_text().count("Starting worker compute stream") < count:
        assert time.monotonic() < end
        time.sleep(0.05)


class WorkerKilled(NamedTuple):
    """A runner of whom a worker is lost once the first part is answered."""

    runner: Runner
    machines: Machines

    def answers(self, answer: Callable[[bytes], Answer], parts: Iterable[bytes]) -> Iterator[Answer]:
        for number, found in enumerate(self.runner.answers(answer, parts)):
            if number == 0:
                self.machines.kill(0)
            yield found


@contextmanager
def losing_a_worker(started: Machines) -> Iterator[Runner]:
    with on_cluster(started.scheduler) as cluster:
        yield WorkerKilled(cluster, started)


def members_file(path: Path, people: int = 40) -> Path:
    """People of Nantucket (ZIP 02554) with one or two drugs."""
    rows = [f"{number},2026,02554,2026-01-01,{rxcui},30,30" for number in range(people) for rxcui in ("617311", "314076")[: number % 2 + 1]]
    path.write_text("\n".join(["member,plan_year,zip,coverage_start,rxcui,quantity,days_supply", *rows]), encoding="utf-8")
    return path


def test_few_parts_are_under_way_and_answers_come_in_order(two_workers: Machines) -> None:
    taken = 0

    def parts() -> Iterator[bytes]:
        nonlocal taken
        for part in PARTS:
            taken += 1
            yield part

    answers, most_ahead = [], 0
    with on_cluster(two_workers.scheduler) as cluster:
        for answer in cluster.answers(digest_slowly, parts()):
            answers.append(answer)
            most_ahead = max(most_ahead, taken - len(answers))
    assert answers == list(InThisProcess().answers(digest_slowly, PARTS))
    assert most_ahead < 8  # four for each of two threads, and one of them is the answer at hand


def test_a_killed_worker_changes_no_byte_of_the_files(two_workers: Machines, tmp_path: Path) -> None:
    members = members_file(tmp_path / "members.csv")
    here, there = ([tmp_path / f"{where}-{name}.csv" for name in ("plans", "people")] for where in ("here", "there"))
    for runner_, (plans, people) in ((nullcontext(InThisProcess()), here), (losing_a_worker(two_workers), there)):
        assert run_batch(Order(members, plans, people, plain=True), date(2026, 11, 1), runner_).answered == 40
    assert two_workers.workers[0].poll() is not None
    assert [path.read_bytes() for path in there] == [path.read_bytes() for path in here]


def test_what_a_part_says_stands_in_no_log(two_workers: Machines) -> None:
    with on_cluster(two_workers.scheduler) as cluster:
        with pytest.raises(ClusterError, match=r"A worker failed at a part \(KeyError\)"):
            list(cluster.answers(digest_slowly, [b"1", SECRET]))
        with pytest.raises(ClusterError, match=r"^This part was refused\.$"):
            list(cluster.answers(digest_slowly, [b"refused"]))
    logs = b"".join(path.read_bytes() for path in two_workers.logs.glob("*.log"))
    assert b"atorvastatin" not in logs
    assert sha256(SECRET).hexdigest()[:8].encode() not in logs


def test_a_machine_with_other_names_is_refused(two_workers: Machines, monkeypatch: pytest.MonkeyPatch, other_names: None) -> None:
    with pytest.raises(ClusterError, match=r"has other drug names: expected \w+, found \w+"), on_cluster(two_workers.scheduler):
        raise AssertionError
    monkeypatch.setattr(runner, "_check_versions", lambda *_: None)  # as for a worker that joins later
    with on_cluster(two_workers.scheduler) as cluster, pytest.raises(ClusterError, match=r"The worker at .* has other drug names"):
        next(cluster.answers(digest_slowly, PARTS))


def test_no_answer_is_given_by_plans_that_changed(other_names: None, tmp_path: Path) -> None:
    versions()

    def answered(data: bytes) -> bytes:
        (tmp_path / "drug_names" / "manifest.json").write_text('{"another": 1}')
        return data

    class Here(NamedTuple):
        address: str = "tcp://127.0.0.1:1"

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(runner, "get_worker", Here)
        assert runner.answer_part(bytes, versions(), runner.Unshown(b"1")) == b"1"
        assert "changed while it worked" in str(runner.answer_part(answered, versions(), runner.Unshown(b"1")))
    order = Order(members_file(tmp_path / "members.csv", 2), tmp_path / "plans.csv", plain=True)
    with pytest.raises(PlansChanged):
        run_batch(order, date(2026, 11, 1), nullcontext(InThisProcess()))
    assert [path.name for path in tmp_path.iterdir() if "plans" in path.name] == []


def test_the_last_worker_may_go_too(two_workers: Machines, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "_SECONDS_BETWEEN_LOOKS", 0.1)
    monkeypatch.setattr(runner, "_SECONDS_WITHOUT_WORKERS", 0.3)

    def parts() -> Iterator[bytes]:
        yield from PARTS[:8]
        for worker in range(len(two_workers.workers)):  # the test that kills the first may run in another process, with its own cluster
            two_workers.kill(worker)
        yield PARTS[8]

    with on_cluster(two_workers.scheduler) as cluster, pytest.raises(ClusterError, match=r"All workers at .* went away"):
        list(cluster.answers(digest_slowly, parts()))
    with pytest.raises(ClusterError, match=r"has no workers\. Start one"), on_cluster(two_workers.scheduler):
        raise AssertionError


def test_nobody_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "_SECONDS_TO_CONNECT", 0.3)
    with pytest.raises(ClusterError, match=r"No Dask scheduler answers at tcp://127\.0\.0\.1:9"), on_cluster(scheduler_at("127.0.0.1:9")):
        raise AssertionError


def test_members_never_cross_a_network_in_clear() -> None:
    for address in ("tcp://10.0.0.5:8786", "10.0.0.5:8786", "tcp://cluster.example:8786", "tcp://[2001:db8::1]:8786"):
        with pytest.raises(ClusterError, match="not encrypted"):
            scheduler_at(address)
    assert scheduler_at("10.0.0.5:8786", plain_network=True).address == "tcp://10.0.0.5:8786"
    assert scheduler_at("tls://cluster.example:8786").encrypted
    assert [on_this_machine(f"tcp://{host}:1") for host in ("localhost", "127.0.0.1", "127.9.0.1", "[::1]")] == [True] * 4
    assert [on_this_machine(f"tcp://{host}:1") for host in ("localhost.example", "0.0.0.0", "[::]", "128.0.0.1")] == [False] * 4


def test_an_address_is_one_that_dask_takes(tmp_path: Path) -> None:
    for address in (
        "",
        "tcp://",
        "localhost",
        "http://localhost:8786",
        "tcp://localhost:x",
        "tcp://localhost:99999",
        "tls://a:1/b",
        "tcp://u@a:1",
    ):
        with pytest.raises(ClusterError, match="expected an address as"):
            scheduler_at(address)
    files = TlsFiles(*(tmp_path / name for name in ("ca.pem", "cert.pem", "key.pem")))
    with pytest.raises(ClusterError, match=r"There is no file .*ca\.pem"):
        scheduler_at("tls://a:8786", files)
    with pytest.raises(ClusterError, match="Write tls://"):
        scheduler_at("tcp://127.0.0.1:8786", files)
    for path in files:
        path.touch()
    assert scheduler_at("a:8786", files) == Scheduler("tls://a:8786", files)
    with pytest.raises(ClusterError, match="certificates"), on_cluster(scheduler_at("tls://127.0.0.1:9", files)):
        raise AssertionError


def test_options_of_a_cluster_go_together(tmp_path: Path) -> None:
    assert cluster_of(ClusterOptions()) is None
    with pytest.raises(ClusterError, match="how to reach a --scheduler, and none is named"):
        cluster_of(ClusterOptions(plain_network=True))
    with pytest.raises(ClusterError, match="go together"):
        cluster_of(ClusterOptions("tls://127.0.0.1:8786", tmp_path / "ca.pem"))
    with pytest.raises(ClusterError, match="--workers counts processes of this machine"):
        cluster_of(ClusterOptions("tcp://127.0.0.1:8786", processes=2))
    assert cluster_of(ClusterOptions(processes=2)) is None


def test_without_dask_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "finder.cluster.runner", None)
    with pytest.raises(ClusterError, match=r"pip install 'partd-finder\[cluster\]'"):
        cluster_of(ClusterOptions("tcp://127.0.0.1:8786"))


def test_the_first_difference_is_named() -> None:
    assert difference({"program": "1", "plans": "a"}, {"program": "1", "plans": "a"}) == ""
    assert difference({"program": "1", "plans": "a"}, {"program": "1", "plans": "b"}) == "other plans: expected a, found b"
    assert difference({"program": "1"}, {"program": "1", "plans of 2012": "b"}) == "other plans of 2012: expected none, found b"
