"""Settings of voice: their forms, and what needs what."""

import pytest

from vbranch.settings import Settings, SettingsError, load

SECRET = "0123456789abcdef-secret"
TURN = {"voice_ice_servers": "turn:turn.example:3478", "voice_turn_secret": SECRET}
LIVEKIT = {
    "livekit_url": "wss://livekit.example",
    "livekit_key": "key",
    "livekit_secret": SECRET,
}


@pytest.fixture(autouse=True)
def _bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"VBRANCH_{name.upper()}", raising=False)
    monkeypatch.delenv("VBRANCH_CONFIG", raising=False)


def lines_of(**flags: str) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        load(flags)
    return caught.value.lines


def test_nothing_is_needed() -> None:
    settings = load()
    assert (settings.voice, settings.voice_ice_servers, settings.livekit_url) == (True, (), None)


@pytest.mark.parametrize(
    "url",
    [
        "stun:stun.example",
        "stuns:stun.example:5349",
        "turn:203.0.113.4:3478?transport=tcp",
        "turns:[2001:db8::4]:5349?transport=udp",
    ],
)
def test_addresses_that_browsers_take(url: str) -> None:
    assert load({**TURN, "voice_ice_servers": f"turn:t.example, {url}"}).voice_ice_servers == (
        "turn:t.example",
        url,
    )


@pytest.mark.parametrize(
    "url",
    ["https://turn.example", "turn:", "turn:a b", "turn:u@turn.example", "turn:a?transport=sctp"],
)
def test_addresses_that_are_none(url: str) -> None:
    (line,) = lines_of(voice_ice_servers=url)
    assert line.startswith(f"--voice-ice-servers: '{url}' has the wrong form; right would be")


@pytest.mark.parametrize(
    ("given", "lacks"),
    [
        ({"voice_ice_servers": "turn:turn.example"}, "voice_turn_secret"),
        ({"voice_turn_secret": SECRET}, "voice_ice_servers"),
        ({"voice_relay_only": "true"}, "voice_ice_servers"),
        ({"voice_relay_only": "true", "voice_ice_servers": "stun:a.example"}, "voice_ice_servers"),
        *[({k: v for k, v in LIVEKIT.items() if k != name}, name) for name in LIVEKIT],
    ],
)
def test_what_makes_no_sense_alone(given: dict[str, str], lacks: str) -> None:
    (line,) = lines_of(**given)
    assert f" needs {lacks} too (VBRANCH_{lacks.upper()}); right would be " in line


def test_all_of_it() -> None:
    settings = load({**TURN, **LIVEKIT, "voice_relay_only": "true", "voice_stage_hearers": "0"})
    assert settings.voice_turn_secret is not None
    assert settings.voice_turn_secret.get_secret_value() == SECRET
    assert (settings.voice_relay_only, settings.voice_stage_hearers) == (True, 0)


@pytest.mark.parametrize("name", ["voice_turn_secret", "livekit_secret"])
def test_secrets_are_neither_repeated_nor_shown(name: str) -> None:
    (line,) = lines_of(**{name: "hunter2"})
    assert "hunter2" not in line
    assert f"--{name.replace('_', '-')}: is too short" in line
    assert SECRET not in repr(load({**TURN, **LIVEKIT}))
