"""Answers parts on the workers of a Dask scheduler: few under way, in order, and again where a worker was lost."""

from __future__ import annotations

import logging
import ssl
import time
import warnings
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import partial
from itertools import islice
from typing import Any, NamedTuple, TypeVar

from distributed import Client, Future, Security, TimeoutError, get_worker
from distributed.client import FutureCancelledError, FuturesCancelledError
from distributed.scheduler import KilledWorker

from finder.cluster.address import Scheduler, refuse_open_network
from finder.cluster.versions import difference, program, versions
from finder.documents.batch.versions import data_changed
from finder.domain.errors import ClusterError, FinderError

Answer = TypeVar("Answer")

_PARTS_A_THREAD = 4
"""Under way at once for each thread of a worker: one is answered while others travel, and a slow one doesn't hold up the rest."""
_SECONDS_TO_CONNECT = 10
_SECONDS_BETWEEN_LOOKS = 5.0
_SECONDS_WITHOUT_WORKERS = 60.0
_LOGGERS = ("distributed", "distributed.client", "distributed.core")
_LOST = "{what} at {address} went away. What is answered is kept: run the same command again."
_NO_WORKERS = "The cluster at {address} has no workers. Start one on each machine: dask worker {address}"
_DIFFERS = "{who} has {what}. Give every machine the same program and plans."


class Unshown(NamedTuple):
    """A part on its way. Dask writes the arguments of work that failed into a worker's log, so its ``repr`` says nothing."""

    data: bytes

    def __repr__(self) -> str:
        return "Unshown(...)"


class Failed(NamedTuple):
    """Why a worker gave no answer. A value: an exception's text would stand in the worker's log."""

    sentence: str


class OnCluster:
    """The ``Runner`` of a cluster."""

    def __init__(self, client: Client, scheduler: Scheduler) -> None:
        self._client, self._address = client, scheduler.address

    def answers(self, answer: Callable[[bytes], Answer], parts: Iterable[bytes]) -> Iterator[Answer]:
        """One answer for each part, in order. Raises ClusterError."""
        ask = partial(answer_part, answer, versions())
        coming = iter(parts)
        asked: deque[Future] = deque()
        try:
            while True:
                for part in islice(coming, max(0, self._room() - len(asked))):
                    with self._scheduler_lost_is_said():
                        asked.append(self._client.submit(ask, Unshown(part), pure=False))  # a pure key would be a digest of the part
                if not asked:
                    return
                yield self._result(asked.popleft())
        finally:
            with suppress(OSError):
                self._client.cancel(list(asked))

    def _room(self) -> int:
        return max(1, _PARTS_A_THREAD * self._threads())

    def _threads(self) -> int:
        with self._scheduler_lost_is_said():
            return sum(self._client.nthreads().values())

    def _result(self, future: Future) -> Any:
        last_seen = time.monotonic()
        while True:
            try:
                with self._scheduler_lost_is_said():
                    found = future.result(timeout=_SECONDS_BETWEEN_LOOKS)
            except TimeoutError:
                last_seen = time.monotonic() if self._threads() else last_seen
                if time.monotonic() - last_seen > _SECONDS_WITHOUT_WORKERS:
                    raise ClusterError(_LOST.format(what="All workers", address=self._address)) from None
            else:
                if isinstance(found, Failed):
                    raise ClusterError(found.sentence)
                return found

    @contextmanager
    def _scheduler_lost_is_said(self) -> Iterator[None]:
        try:
            yield
        except TimeoutError:  # an OSError too
            raise
        except (FutureCancelledError, FuturesCancelledError, OSError) as error:
            raise ClusterError(_LOST.format(what="The scheduler", address=self._address)) from error
        except KilledWorker as error:
            raise ClusterError("Several workers ended at the same part. Give each worker more memory, or fewer threads.") from error


def answer_part(answer: Callable[[bytes], Answer], expected: Mapping[str, str], part: Unshown) -> Answer | Failed:
    """On a worker: the answer of a part, if this machine would answer as the one that asks. A worker may join at any time, so each part
    is checked."""
    differs = difference(expected, versions())
    if differs:
        return Failed(_DIFFERS.format(who=f"The worker at {get_worker().address}", what=differs))
    try:
        found = answer(part.data)
        if data_changed():
            return Failed(f"The plans or names at {get_worker().address} changed while it worked. Start that worker again.")
        return found
    except FinderError as error:
        return Failed(str(error))
    except Exception as error:  # noqa: BLE001 - its text may name a drug or a place, and Dask would log it
        return Failed(f"A worker failed at a part ({type(error).__name__}). Without --scheduler this machine answers alone.")


@contextmanager
def on_cluster(scheduler: Scheduler) -> Iterator[OnCluster]:
    """A runner on the workers of a scheduler, all checked. Raises ClusterError."""
    for name in _LOGGERS:
        logging.getLogger(name).setLevel(logging.CRITICAL)  # what goes wrong is said in one sentence
    client = _connected(scheduler)
    try:
        refuse_open_network(scheduler, str(client.scheduler_info(n_workers=0)["address"]))
        _check_versions(client, scheduler)
        yield OnCluster(client, scheduler)
    finally:
        client.close()


def _connected(scheduler: Scheduler) -> Client:
    security = _security(scheduler)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Dask's own warning of other versions: ours follows, and ends the run
        try:
            return Client(scheduler.address, timeout=_SECONDS_TO_CONNECT, security=security, set_as_default=False)
        except OSError as error:
            raise ClusterError(f"No Dask scheduler answers at {scheduler.address}.") from error


def _security(scheduler: Scheduler) -> Security:
    """The certificates given, else those that Dask's own configuration names. Raises ClusterError where they can't be used."""
    named = dict(zip(("tls_ca_file", "tls_client_cert", "tls_client_key"), map(str, scheduler.tls or ()), strict=False))
    security = Security(**named)
    try:
        usable = security.get_connection_args("client")["ssl_context"] is not None
    except (ssl.SSLError, OSError) as error:
        raise ClusterError(f"The certificates can't be used: {error.strerror or error}.") from error
    if scheduler.encrypted and not usable:
        raise ClusterError("tls:// needs certificates: give --tls-ca, --tls-cert and --tls-key, or name them in Dask's configuration.")
    if security.require_encryption and not scheduler.encrypted:
        raise ClusterError("Dask's configuration on this machine asks for encryption: write tls:// in place of tcp://.")
    return security


def _check_versions(client: Client, scheduler: Scheduler) -> None:
    """Compare the scheduler and every worker with this machine. Raises ClusterError for the first that differs."""
    _check("The scheduler", program(), _of_scheduler(client))
    workers = client.run(versions, on_error="return")
    if not workers:
        raise ClusterError(_NO_WORKERS.format(address=scheduler.address))
    for address, found in sorted(workers.items()):
        _check(f"The worker at {address}", versions(), found)


def _of_scheduler(client: Client) -> Any:
    try:
        return client.run_on_scheduler(program)
    except (ImportError, AttributeError) as error:  # it can't load the function
        return error


def _check(who: str, here: Mapping[str, str], found: Any) -> None:
    what = "another program, or none" if isinstance(found, Exception) else difference(here, found)
    if what:
        raise ClusterError(_DIFFERS.format(who=who, what=what))
