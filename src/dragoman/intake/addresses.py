"""A host's name in, the addresses that may be connected to out; everything private is refused."""

from __future__ import annotations

import ipaddress
import socket

from dragoman.errors import FetchError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

# Addresses that carry an IPv4 address inside: what they lead to is not what they look like.
_CARRIERS = (
    ipaddress.ip_network("::/96"),  # IPv4-compatible
    ipaddress.ip_network("64:ff9b::/96"),  # NAT64
    ipaddress.ip_network("64:ff9b:1::/48"),  # local NAT64
    ipaddress.ip_network("2001::/32"),  # Teredo
    ipaddress.ip_network("2002::/16"),  # 6to4
    ipaddress.ip_network("fec0::/10"),  # site-local, deprecated
)


def allowed(address: Address, *, loopback: bool = False) -> bool:
    """Say whether an address is of the public internet (or, with `loopback`, this machine)."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return allowed(address.ipv4_mapped, loopback=loopback)
        if address.is_loopback:
            return loopback
        if address.scope_id or any(address in carrier for carrier in _CARRIERS):
            return False
    if address.is_loopback:
        return loopback
    return (
        address.is_global
        and not address.is_multicast
        and not address.is_reserved
        and not address.is_unspecified
        and not address.is_link_local
        and not address.is_private
    )


def resolve(item: str, host: str, port: int, *, loopback: bool = False) -> list[str]:
    """Return the addresses of a host, all of them checked; FetchError where one is not allowed.

    One forbidden address among several refuses the host: which of them answers is not ours to
    leave to chance. Connect only to what this returns, never to the name again, so that a name
    that changes its address between check and connection gains nothing.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as failure:
        raise FetchError(item, f"host {host!r} was not found ({failure})") from None
    addresses: list[str] = []
    for *_, place in found:
        raw = str(place[0])
        try:
            address = ipaddress.ip_address(raw)
        except ValueError:
            raise FetchError(item, f"host {host!r} has an unreadable address {raw!r}") from None
        if not allowed(address, loopback=loopback):
            raise FetchError(
                item, f"host {host!r} is at {raw}, a private or local address: refused"
            )
        if raw not in addresses:
            addresses.append(raw)
    if not addresses:
        raise FetchError(item, f"host {host!r} has no address")
    return addresses
