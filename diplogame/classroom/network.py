"""Under which address can the phones in the room reach this machine?

The usual trick (open a UDP socket towards the internet and look) finds nothing on a switch or hotspot without internet, so all
interfaces are listed and ranked: routed first, then Wi-Fi and Ethernet by name, then private ranges; what belongs to containers,
bridges and tunnels comes last.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from typing import NamedTuple

import ifaddr

_UNREAL = re.compile(
    r"docker|veth|^br-|virbr|vmnet|vbox|virtualbox|hyper-v|vethernet|wsl|tun|tap|^wg|wireguard|tailscale|^zt|zerotier|utun|awdl|llw|bluetooth",
    re.IGNORECASE,
)
_WIFI = re.compile(r"^wl|wlan|wi-?fi|wireless|^en0$", re.IGNORECASE)
_WIRE = re.compile(r"^eth|^en|ethernet|^lan", re.IGNORECASE)


class Address(NamedTuple):
    """An IPv4 address of this machine."""

    ip: str
    interface: str
    rank: float
    """Higher is likelier to be the one that phones can open; below zero hardly."""


def addresses() -> list[Address]:
    """The addresses of this machine except loopback, likeliest first."""
    routed = _routed()
    found = []
    for adapter in ifaddr.get_adapters():
        for ip in adapter.ips:
            if isinstance(ip.ip, str) and not ipaddress.ip_address(ip.ip).is_loopback:
                found.append(Address(ip.ip, adapter.nice_name, rank(ip.ip, adapter.nice_name, routed=ip.ip == routed)))
    return sorted(set(found), key=lambda address: (-address.rank, address.ip))


def rank(ip: str, interface: str, *, routed: bool) -> float:
    """How likely a phone in the room can open `ip`."""
    address = ipaddress.ip_address(ip)
    score = 8.0 if routed else 0.0
    score += 4.0 if _WIFI.search(interface) else 3.0 if _WIRE.search(interface) else 0.0
    score += 1.0 if address.is_private and not address.is_link_local else 0.0
    score += 0.5 if ip.startswith(("192.168.", "10.")) else 0.0
    score -= 6.0 if address.is_link_local else 0.0
    score -= 20.0 if _UNREAL.search(interface) else 0.0
    return score


def _routed() -> str:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # a documentation address: nothing is sent by connecting
            return str(probe.getsockname()[0])
        except OSError:
            return ""


def listener(host: str, port: int) -> socket.socket:
    """A bound socket. Raises OSError."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    found = socket.getaddrinfo(host, port, family, socket.SOCK_STREAM)[0]
    made = socket.socket(found[0], found[1])
    if hasattr(socket, "SO_EXCLUSIVEADDRUSE"):  # Windows: SO_REUSEADDR there would let others take the port over
        made.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
    else:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind(found[4])
    except OSError:
        made.close()
        raise
    return made


def shown(host: str, port: int, *, secure: bool = False) -> str:
    """The address as one types it."""
    scheme = "https" if secure else "http"
    name = f"[{host}]" if ":" in host else host
    return f"{scheme}://{name}" if port == (443 if secure else 80) else f"{scheme}://{name}:{port}"
