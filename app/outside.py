"""Servers that a company names: reached only where the installation lets companies reach.

A company's administrator writes the address of a mail server, a gateway or a sign-in provider.
Where several companies share an installation, none of them may make it talk to the machine it
runs on or to its neighbours.
"""

import ipaddress
import socket
from dataclasses import dataclass

from flask import current_app

from app.extensions import db
from app.kernel.errors import DomainError


@dataclass(eq=False)
class PrivateHostError(DomainError):
    """A name or address that leads to this machine or its network."""

    host: str
    field: str | None = None


class HostUnknownError(Exception):
    """The name is not known at the moment."""


def allows_private_hosts() -> bool:
    """Tell whether companies may name servers on this machine or in its network.

    As `PRIVATE_HOSTS` says; where it says nothing: as long as the installation has one company.
    """
    said: bool | None = current_app.config["PRIVATE_HOSTS"]
    return len(db.directory.active_slugs()) <= 1 if said is None else said


def checked_address(host: str, port: int | None, *, allows_private: bool) -> str:
    """Return the network address of a name.

    Raises:
        PrivateHostError: One of its addresses is private, local or reserved.
        HostUnknownError: The name is not known at the moment.
    """
    try:
        found = socket.getaddrinfo(host, port or 443, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise HostUnknownError(str(error)) from error
    addresses = [str(row[4][0]).partition("%")[0] for row in found]
    if not allows_private and not all(ipaddress.ip_address(one).is_global for one in addresses):
        raise PrivateHostError(host)
    return addresses[0]


def ensure_allowed(host: str, port: int | None = None, *, allows_private: bool) -> None:
    """Refuse a host inside where none is allowed; a name not known now is accepted.

    Raises:
        PrivateHostError: It leads to this machine or its network.
    """
    if allows_private:
        return
    try:
        checked_address(host, port, allows_private=False)
    except HostUnknownError:
        return


def ensure_outside(host: str, port: int | None = None) -> None:
    """Refuse a host that companies of this installation may not name.

    Raises:
        PrivateHostError: It leads to this machine or its network.
    """
    ensure_allowed(host, port, allows_private=allows_private_hosts())
