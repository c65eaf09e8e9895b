"""Where a scheduler is, and whether members may be sent there: encrypted, or without leaving this machine."""

from __future__ import annotations

import ipaddress
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from finder.domain.errors import ClusterError

_ENCRYPTED, _PLAIN = "tls", "tcp"


class TlsFiles(NamedTuple):
    """Three PEM files: the authority that signed every machine's certificate, this machine's certificate, and its key."""

    authority: Path
    certificate: Path
    key: Path


class Scheduler(NamedTuple):
    """A scheduler's address with its protocol. ``tls``: None where Dask's own configuration names the files."""

    address: str
    tls: TlsFiles | None = None
    plain_network: bool = False

    @property
    def encrypted(self) -> bool:
        """Whether what goes there is encrypted."""
        return self.address.startswith(_ENCRYPTED)


def scheduler_at(address: str, tls: TlsFiles | None = None, plain_network: bool = False) -> Scheduler:
    """The scheduler that a person named: ``tls://host:8786``, ``tcp://..`` or ``host:8786``. Raises ClusterError."""
    protocol, _, place = address.rpartition("://")
    protocol = protocol or (_ENCRYPTED if tls else _PLAIN)
    if protocol not in (_ENCRYPTED, _PLAIN) or not _has_port(place):
        raise ClusterError(f"--scheduler: expected an address as tls://host:8786 or tcp://127.0.0.1:8786, found {address!r}.")
    if tls and protocol == _PLAIN:
        raise ClusterError("--scheduler: certificates were given for an address that isn't encrypted. Write tls:// in place of tcp://.")
    missing = [str(path) for path in tls or () if not path.is_file()]
    if missing:
        raise ClusterError(f"There is no file {missing[0]}.")
    found = Scheduler(f"{protocol}://{place}", tls, plain_network)
    refuse_open_network(found, found.address)
    return found


def refuse_open_network(scheduler: Scheduler, address: str) -> None:
    """Refuse to send members in clear to another machine. Raises ClusterError."""
    if not (scheduler.encrypted or scheduler.plain_network or on_this_machine(address)):
        raise ClusterError(
            f"{address} is not encrypted, and drug lists would cross the network as plain text. Use tls:// with certificates, "
            "let the scheduler listen on 127.0.0.1, or give --plain-network if the network itself is encrypted."
        )


def on_this_machine(address: str) -> bool:
    """Whether an address is a loopback address."""
    host = urlsplit(address).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _has_port(place: str) -> bool:
    try:
        parts = urlsplit(f"//{place}")
        return bool(parts.hostname and parts.port) and not (parts.path or parts.query or parts.fragment or parts.username)
    except ValueError:
        return False
