"""What one site allows, as plain values; everything that is not named is denied."""

from dataclasses import dataclass, fields
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

from starlette.datastructures import Headers
from starlette.types import Scope

from rag.bound import Bound
from settings import Settings

Network = IPv4Network | IPv6Network


@dataclass(frozen=True)
class Limits:
    """The values of the settings of the same names; 0 questions a minute means that they are not counted."""

    questions_per_minute: int = 0
    queue: int = 32
    max_body: int = 64 * 1024  # bytes
    max_question: int = 2_000  # characters
    allowed_origins: tuple[str, ...] = ()
    access_token: str = ""
    user_header: str = ""
    trusted_proxies: tuple[Network, ...] = ()

    def trusts(self, address: str) -> bool:
        """Whether this address is one of the proxies; what is no IP address never is."""
        found = _parsed(address)
        return found is not None and any(found in network for network in self.trusted_proxies)

    def client(self, scope: Scope) -> str:
        """The address a request comes from: the last in X-Forwarded-For that no trusted proxy wrote of another such proxy.

        Whatever an untrusted peer claims is passed over: it could otherwise be somebody else at every request.
        """
        address = peer(scope)
        if not self.trusts(address):
            return address
        told = [part.strip() for line in Headers(scope=scope).getlist("x-forwarded-for") for part in line.split(",")]
        for hop in reversed(told):
            if _parsed(hop) is None:
                break
            address = hop
            if not self.trusts(hop):
                break
        return address

    def scheme(self, scope: Scope) -> str:
        """http or https, as the reader's browser has it: a trusted proxy tells it in X-Forwarded-Proto."""
        told = Headers(scope=scope).get("x-forwarded-proto", "").strip().lower()
        spoken: str = scope["scheme"]
        return told if told in {"http", "https"} and self.trusts(peer(scope)) else spoken


def bound_of(settings: Settings) -> Bound:
    """The part of the corpus that the settings name."""
    return Bound(sources=settings.only_sources, folders=settings.only_folders)


def peer(scope: Scope) -> str:
    """The address of the other end of the connection."""
    return scope["client"][0] if scope.get("client") else ""


def _parsed(text: str) -> IPv4Address | IPv6Address | None:
    try:
        found = ip_address(text)
    except ValueError:
        return None
    # A socket that takes both families tells 127.0.0.1 as ::ffff:127.0.0.1.
    return (found.ipv4_mapped or found) if isinstance(found, IPv6Address) else found


def limits_of(settings: Settings) -> Limits:
    """The limits that the settings name."""
    named = {field.name: getattr(settings, field.name) for field in fields(Limits)}
    return Limits(**{**named, "access_token": settings.access_token.get_secret_value()})
