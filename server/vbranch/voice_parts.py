"""What the settings of voice become: the parts that the rooms' desks share (docs/voice.md)."""

from typing import Final

from vbranch.access.ice import IceServers
from vbranch.ports.clock import Clock
from vbranch.ports.stage import NoStage, Stage
from vbranch.realtime.voice import VoiceParts
from vbranch.settings import Settings

BUILT_IN_HEARERS: Final = 32
LIVEKIT_HEARERS: Final = 10_000


def open_voice(settings: Settings, clock: Clock) -> VoiceParts:
    """Nothing is started yet: a stage is when somebody first speaks from it."""
    if not settings.voice:
        return VoiceParts(on=False)
    secret = settings.voice_turn_secret
    ice = IceServers(
        settings.voice_ice_servers,
        secret.get_secret_value() if secret else None,
        settings.voice_relay_only,
    )
    return VoiceParts(ice=ice, stage=_stage(settings, ice, clock))


def stage_origins(settings: Settings) -> tuple[str, ...]:
    """Where pages connect to for a stage that is elsewhere."""
    url = settings.livekit_url
    return () if url is None else (url, url.replace("ws", "http", 1))


def _stage(settings: Settings, ice: IceServers, clock: Clock) -> Stage:
    """Imported where it is needed: both bring large libraries."""
    places = settings.voice_stage_hearers
    if places == 0:
        return NoStage()
    url, key, secret = settings.livekit_url, settings.livekit_key, settings.livekit_secret
    if url is not None and key is not None and secret is not None:
        from vbranch.stage.livekit import LiveKitStage

        return LiveKitStage(places or LIVEKIT_HEARERS, url, key, secret.get_secret_value())
    from vbranch.stage.built_in import BuiltInStage

    return BuiltInStage(places or BUILT_IN_HEARERS, ice, clock)
