"""What the settings of voice become."""

import pytest

from vbranch.ports.stage import NoStage
from vbranch.realtime.clock import SystemClock
from vbranch.settings import Settings, load
from vbranch.stage.built_in import BuiltInStage
from vbranch.stage.livekit import LiveKitStage
from vbranch.voice_parts import open_voice, stage_origins

SECRET = "0123456789abcdef-secret"
LIVEKIT = {
    "livekit_url": "wss://livekit.example:7880",
    "livekit_key": "key",
    "livekit_secret": SECRET,
}


@pytest.fixture(autouse=True)
def _bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"VBRANCH_{name.upper()}", raising=False)
    monkeypatch.delenv("VBRANCH_CONFIG", raising=False)


def test_the_built_in_stage_is_for_small_rooms_and_starts_nothing() -> None:
    voice = open_voice(load(), SystemClock())
    assert isinstance(voice.stage, BuiltInStage)
    assert (voice.on, voice.stage.places, voice.stage.process) == (True, 32, None)
    assert stage_origins(load()) == ()


def test_livekit_carries_large_ones_and_pages_may_reach_it() -> None:
    settings = load(LIVEKIT)
    voice = open_voice(settings, SystemClock())
    assert isinstance(voice.stage, LiveKitStage)
    assert voice.stage.places == 10_000
    assert stage_origins(settings) == ("wss://livekit.example:7880", "https://livekit.example:7880")


def test_as_many_hear_it_as_is_set() -> None:
    for flags in ({}, LIVEKIT):
        few = open_voice(load({**flags, "voice_stage_hearers": "7"}), SystemClock())
        assert few.stage.places == 7
        none = open_voice(load({**flags, "voice_stage_hearers": "0"}), SystemClock())
        assert isinstance(none.stage, NoStage)


def test_off_is_off() -> None:
    voice = open_voice(load({**LIVEKIT, "voice": "false"}), SystemClock())
    assert (voice.on, isinstance(voice.stage, NoStage)) == (False, True)


def test_relays_have_the_secret_that_is_set() -> None:
    settings = load(
        {
            "voice_ice_servers": "stun:s.example,turn:t.example",
            "voice_turn_secret": SECRET,
            "voice_relay_only": "true",
        }
    )
    ice = open_voice(settings, SystemClock()).ice
    assert (ice.urls, ice.secret) == (("stun:s.example", "turn:t.example"), SECRET)
    assert ice.relay_only
