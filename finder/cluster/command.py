"""The cluster that the options of a command name. Dask is loaded only where one is named."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import NamedTuple

from finder.cluster.address import TlsFiles, scheduler_at
from finder.domain.errors import ClusterError
from finder.questions.population.runner import Runner


class ClusterOptions(NamedTuple):
    """As a person gives them: the scheduler's address, three PEM files, and whether members may cross the network in clear.

    ``processes``: of this machine, which answers alone where no scheduler is named.
    """

    scheduler: str | None = None
    authority: Path | None = None
    certificate: Path | None = None
    key: Path | None = None
    plain_network: bool = False
    processes: int | None = None


def cluster_of(options: ClusterOptions) -> AbstractContextManager[Runner] | None:
    """A runner on the cluster, connected when it is entered; None where no scheduler is named. Raises ClusterError."""
    if options.scheduler is None:
        if any((*_files(options), options.plain_network)):
            raise ClusterError("--tls-ca, --tls-cert, --tls-key and --plain-network say how to reach a --scheduler, and none is named.")
        return None
    if options.processes is not None:
        raise ClusterError("--workers counts processes of this machine. With --scheduler the cluster's workers answer.")
    scheduler = scheduler_at(options.scheduler, _tls(options), options.plain_network)
    try:
        from finder.cluster.runner import on_cluster
    except ModuleNotFoundError as error:
        raise ClusterError("--scheduler needs Dask: pip install 'partd-finder[cluster]'") from error
    return on_cluster(scheduler)


def _files(options: ClusterOptions) -> tuple[Path | None, ...]:
    return options.authority, options.certificate, options.key


def _tls(options: ClusterOptions) -> TlsFiles | None:
    match _files(options):
        case (None, None, None):
            return None
        case (Path() as authority, Path() as certificate, Path() as key):
            return TlsFiles(authority, certificate, key)
    raise ClusterError("--tls-ca, --tls-cert and --tls-key go together.")
