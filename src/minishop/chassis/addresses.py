"""Which addresses of the net may be called where strangers name them: public ones only, whatever they are dressed as; and which are our own.

Written out rather than asked of ``ipaddress``: what its ``is_global`` says has changed between versions of Python, and it does not
look into the IPv4 addresses that IPv6 addresses carry.
"""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

WEB_PORTS = frozenset({80, 443})

# IANA's special-purpose registry for IPv4, and the ranges that name no single machine.
_CLOSED_4 = tuple(
    map(
        IPv4Network,
        (
            "0.0.0.0/8",  # this network
            "10.0.0.0/8",
            "100.64.0.0/10",  # behind a carrier's NAT
            "127.0.0.0/8",
            "169.254.0.0/16",  # link-local; clouds keep their keys at 169.254.169.254
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",  # documentation
            "192.31.196.0/24",
            "192.52.193.0/24",
            "192.88.99.0/24",  # 6to4 relays
            "192.168.0.0/16",
            "192.175.48.0/24",
            "198.18.0.0/15",  # benchmarks
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",  # multicast
            "240.0.0.0/4",  # reserved, broadcast
        ),
    )
)
_GLOBAL_6 = IPv6Network("2000::/3")
_CLOSED_6 = tuple(
    map(
        IPv6Network,
        (
            "2001::/23",  # protocols: Teredo, benchmarks, ORCHID, anycast
            "2001:db8::/32",  # documentation
            "2002::/16",  # 6to4: leads to whatever IPv4 address it carries
            "2620:4f:8000::/48",
            "3fff::/20",  # documentation
        ),
    )
)
_MAPPED = IPv6Network("::ffff:0:0/96")
_NAT64 = IPv6Network("64:ff9b::/96")


def is_public(address: str) -> bool:
    """Whether an IPv4 or IPv6 address belongs to one machine of the public net.

    An IPv4 address written as IPv6 (mapped, or behind NAT64, which is how a network without IPv4 reaches one) is judged as the IPv4
    address. Raises ValueError for what is no address.
    """
    found = ip_address(address)
    if isinstance(found, IPv4Address):
        return not any(found in closed for closed in _CLOSED_4)
    if found.scope_id is not None:
        return False
    carried = _carried(found)
    if carried is not None:
        return is_public(str(carried))
    return found in _GLOBAL_6 and not any(found in closed for closed in _CLOSED_6)


def _carried(address: IPv6Address) -> IPv4Address | None:
    if address in _MAPPED or address in _NAT64:
        return IPv4Address(int(address) & 0xFFFF_FFFF)
    return None


def stands_at(url: str, hosts: Iterable[str]) -> bool:
    """Whether an address stands at one of these hosts: a name, or ``.name`` for every name below it."""
    name = urlsplit(url).hostname or ""
    return any(name.endswith(host) if host.startswith(".") else name == host for host in hosts)
