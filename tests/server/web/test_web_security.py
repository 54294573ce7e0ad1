"""Addresses behind proxies, origins, headers, by requests that would fool a lesser check."""

from ipaddress import ip_network

import pytest
from aiohttp.test_utils import make_mocked_request

from vbranch.web.errors import WebError
from vbranch.web.security import NO_ADDRESS, Perimeter, parse_address, policy

PROXY = (ip_network("10.0.0.0/8"), ip_network("::1/128"))
LOOPBACK = (ip_network("127.0.0.0/8"), ip_network("::1/128"))


class Peer:
    """The transport of a request that came from ``address``."""

    def __init__(self, address: str | None, *, tls: bool = False) -> None:
        self._info = {"peername": (address, 5000) if address else "", "sslcontext": tls or None}

    def get_extra_info(self, name: str, default: object = None) -> object:
        return self._info.get(name, default)


def asked(peer: str | None, headers: dict[str, str] | None = None, *, tls: bool = False):
    return make_mocked_request("POST", "/", headers=headers or {}, transport=Peer(peer, tls=tls))


@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        ("203.0.113.5", None, "203.0.113.5"),
        ("203.0.113.5", "198.51.100.1", "203.0.113.5"),  # not a proxy of ours: its word is nothing
        ("10.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("10.0.0.1", "6.6.6.6, 198.51.100.1", "198.51.100.1"),  # the left one is the visitor's word
        ("10.0.0.1", "198.51.100.1, 10.0.0.2", "198.51.100.1"),  # a chain of our proxies
        ("10.0.0.1", "6.6.6.6, 198.51.100.1, 10.9.9.9, 10.0.0.2", "198.51.100.1"),
        ("10.0.0.1", "10.0.0.3, 10.0.0.2", "10.0.0.3"),  # everybody is ours: the farthest
        ("10.0.0.1", None, "10.0.0.1"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("10.0.0.1", "unknown", "10.0.0.1"),
        ("10.0.0.1", "198.51.100.1, <script>", "10.0.0.1"),  # stops at what is no address
        ("10.0.0.1", "198.51.100.1:4711", "198.51.100.1"),
        ("::1", "[2001:db8::1]:4711", "2001:db8::1"),
        ("::1", "2001:db8::1", "2001:db8::1"),
        ("::ffff:10.0.0.1", "198.51.100.1", "198.51.100.1"),  # dual-stack listener
        ("fe80::1%eth0", None, "fe80::1"),
        (None, "198.51.100.1", NO_ADDRESS),
    ],
)
def test_address_is_the_rightmost_that_is_not_ours(
    peer: str | None, forwarded: str | None, address: str
) -> None:
    headers = {} if forwarded is None else {"X-Forwarded-For": forwarded}
    assert Perimeter(PROXY).address(asked(peer, headers)) == address


@pytest.mark.parametrize("text", ["", "1.2.3", "1.2.3.4.5", "host", "[::1", ":", "1.2.3.4:5:6"])
def test_no_address(text: str) -> None:
    assert parse_address(text) is None


@pytest.mark.parametrize(
    ("peer", "said", "tls", "secure"),
    [
        ("203.0.113.5", None, False, False),
        ("203.0.113.5", None, True, True),
        ("203.0.113.5", "https", False, False),  # anybody can write that
        ("10.0.0.1", "https", False, True),
        ("10.0.0.1", "http", False, False),
        ("10.0.0.1", "https, http", False, False),  # the nearest proxy's word is the last
        ("10.0.0.1", "HTTPS", False, True),
    ],
)
def test_https_by_tls_or_by_a_trusted_word(
    peer: str, said: str | None, tls: bool, secure: bool
) -> None:
    headers = {"X-Forwarded-Proto": said} if said else {}
    assert Perimeter(PROXY).secure(asked(peer, headers, tls=tls)) is secure


@pytest.mark.parametrize(
    ("headers", "own"),
    [
        ({}, True),  # programs
        ({"Origin": "http://branch.example"}, True),
        ({"Origin": "http://BRANCH.example"}, True),
        ({"Origin": "http://branch.example:80"}, True),
        ({"Origin": "http://branch.example:81"}, False),
        ({"Origin": "https://branch.example"}, False),  # another scheme is another origin
        ({"Origin": "http://evil.example"}, False),
        ({"Origin": "http://branch.example.evil.example"}, False),
        ({"Origin": "http://branch.example@evil.example"}, False),
        ({"Origin": "null"}, False),
        ({"Origin": ""}, False),
        ({"Origin": "http://branch.example:x"}, False),
        ({"Origin": "https://shop.example"}, True),  # configured
        ({"Origin": "https://shop.example:443"}, True),
        ({"Origin": "http://shop.example"}, False),
        ({"Sec-Fetch-Site": "cross-site"}, False),  # a browser that keeps its origin to itself
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({"Sec-Fetch-Site": "same-site"}, False),
    ],
)
def test_origin(headers: dict[str, str], own: bool) -> None:
    perimeter = Perimeter(origins=("https://shop.example",))
    request = asked("203.0.113.5", {"Host": "branch.example", **headers})
    assert perimeter.own_origin(request) is own
    if not own:
        with pytest.raises(WebError) as caught:
            perimeter.check_origin(request)
        assert (caught.value.status, caught.value.code) == (403, "origin")


def test_origin_behind_a_trusted_proxy_is_https() -> None:
    headers = {"Host": "b.example", "Origin": "https://b.example", "X-Forwarded-Proto": "https"}
    assert Perimeter(PROXY).own_origin(asked("10.0.0.1", headers))
    assert not Perimeter(()).own_origin(asked("10.0.0.1", headers))


@pytest.mark.parametrize(
    ("peer", "headers", "allowed"),
    [
        ("127.0.0.1", {}, True),
        ("::1", {}, True),
        ("203.0.113.5", {}, False),
        ("203.0.113.5", {"X-Forwarded-For": "127.0.0.1"}, False),
        ("127.0.0.1", {"X-Forwarded-For": "203.0.113.5"}, False),  # an undeclared local proxy
        ("127.0.0.1", {"Forwarded": "for=203.0.113.5"}, False),
        ("127.0.0.1", {"X-Real-IP": "203.0.113.5"}, False),
        ("10.0.0.1", {"X-Forwarded-For": "127.0.0.1"}, True),  # a trusted proxy says loopback
        ("10.0.0.1", {"X-Forwarded-For": "203.0.113.5"}, False),
        (None, {}, False),
    ],
)
def test_metrics_are_for_allowed_networks(
    peer: str | None, headers: dict[str, str], allowed: bool
) -> None:
    perimeter = Perimeter((ip_network("10.0.0.0/8"),), metrics_allow=LOOPBACK)
    assert perimeter.may_read_metrics(asked(peer, headers)) is allowed


def test_policy_names_no_other_host() -> None:
    said = dict(part.split(" ", 1) for part in policy("b.example:8080").split("; "))
    assert said["default-src"] == "'none'"
    assert said["script-src"] == "'self' 'wasm-unsafe-eval'"
    assert said["style-src"] == "'self'"
    assert said["connect-src"] == "'self' blob: data: ws://b.example:8080 wss://b.example:8080"
    assert said["frame-ancestors"] == said["base-uri"] == said["form-action"] == "'none'"


def test_policy_names_the_stage_where_another_server_carries_it() -> None:
    said = dict(part.split(" ", 1) for part in policy(None, ["wss://lk.example"]).split("; "))
    assert said["connect-src"] == "'self' blob: data: wss://lk.example"
    assert "lk.example" not in str({**said, "connect-src": ""})


@pytest.mark.parametrize("host", [None, "", "a b", "a;script-src *", "a,b", "[::1", "a:b", "a/b"])
def test_policy_takes_no_words_from_the_host_header(host: str | None) -> None:
    assert "ws://" not in policy(host)
