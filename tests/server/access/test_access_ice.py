"""ICE servers as pages get them (PROTOCOL.md V-4)."""

from vbranch.access.ice import TURN_LIFE_S, IceServers, turn_credentials

SECRET = "north-and-south-of-the-river"
URLS = ("stun:s.example", "turn:t.example:3478?transport=udp", "stuns:s.example:5349")


def test_the_password_is_the_hmac_of_the_name_that_says_until_when() -> None:
    """As coturn reckons it. The figure was made by
    ``printf 1700003600:someone | openssl dgst -sha1 -hmac $SECRET -binary | base64``."""
    assert turn_credentials(SECRET, 1_700_003_600, "someone") == (
        "1700003600:someone",
        "VuhmOxd/l/6Vq+cPXcR8TJGAl94=",
    )


def test_only_relays_come_with_credentials() -> None:
    ice = IceServers(URLS, SECRET).for_page(1_700_000_000.9, "abc")
    stun, turn = ice.servers
    assert (stun.urls, stun.username, stun.credential) == ([URLS[0], URLS[2]], None, None)
    assert turn.urls == [URLS[1]]
    assert turn.username == f"{1_700_000_000 + TURN_LIFE_S}:abc"
    assert (ice.relay_only, ice.life_s) == (False, TURN_LIFE_S)


def test_without_servers_there_are_none() -> None:
    assert IceServers().for_page(0.0, "abc").servers == []
    assert IceServers(URLS[1:2], SECRET, relay_only=True).for_page(0.0, "abc").relay_only
