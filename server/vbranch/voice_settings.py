"""Settings of voice (docs/voice.md): by which servers sound may go, and who carries the stage."""

from collections.abc import Iterator
from typing import Annotated

from pydantic import BeforeValidator, Field, SecretStr, StringConstraints
from pydantic_settings import BaseSettings, NoDecode

from .setting_forms import comma_list

_HOST = r"([A-Za-z0-9.\-]+|\[[0-9A-Fa-f:.]+\])(:\d{1,5})?"
IceUrl = Annotated[
    str, StringConstraints(pattern=rf"^(stuns?|turns?):{_HOST}(\?transport=(udp|tcp))?$")
]
IceUrls = Annotated[tuple[IceUrl, ...], NoDecode, BeforeValidator(comma_list)]
SocketUrl = Annotated[str, StringConstraints(pattern=rf"^wss?://{_HOST}$")]

VOICE_SECRETS = frozenset({"voice_turn_secret", "livekit_secret"})
_LIVEKIT = ("livekit_url", "livekit_key", "livekit_secret")


class VoiceSettings(BaseSettings):
    """See ``vbranch.settings``, which has these among its own."""

    voice: bool = Field(
        True,
        description="people may talk; false: there is text and no sound of anybody",
        examples=["true or false"],
    )
    voice_ice_servers: IceUrls = Field(
        (),
        description="STUN and TURN servers by which pages find each other",
        examples=["addresses such as stun:turn.example:3478, turn:turn.example:3478"],
    )
    voice_turn_secret: Annotated[SecretStr | None, Field(min_length=16, max_length=256)] = Field(
        None,
        description="what this server shares with the TURN servers (coturn's static-auth-secret)",
        examples=["a secret of 16 to 256 characters"],
    )
    voice_relay_only: bool = Field(
        False,
        description="sound goes by TURN servers alone, so that visitors see no address of others",
        examples=["true or false"],
    )
    voice_stage_hearers: Annotated[int | None, Field(ge=0, le=10_000)] = Field(
        None,
        description="how many hear who speaks to all; 0: nobody can (default: 32, LiveKit 10000)",
        examples=["a number from 0 to 10000"],
    )
    livekit_url: SocketUrl | None = Field(
        None,
        description="LiveKit server that carries who speaks to all, instead of the built-in one",
        examples=["an address such as wss://livekit.example"],
    )
    livekit_key: Annotated[str | None, Field(min_length=1, max_length=256)] = Field(
        None,
        description="what this server is called at LiveKit",
        examples=["the API key of the LiveKit server"],
    )
    livekit_secret: Annotated[SecretStr | None, Field(min_length=16, max_length=256)] = Field(
        None,
        description="this server's secret at LiveKit",
        examples=["the API secret of the LiveKit server"],
    )


def lacking(settings: VoiceSettings) -> Iterator[tuple[str, str]]:
    """Which setting makes no sense without which other one."""
    relays = any(url.startswith("turn") for url in settings.voice_ice_servers)
    if relays and settings.voice_turn_secret is None:
        yield "a turn server in voice_ice_servers", "voice_turn_secret"
    for name in ("voice_turn_secret", "voice_relay_only"):
        if getattr(settings, name) and not relays:
            yield name, "voice_ice_servers"
    given = [name for name in _LIVEKIT if getattr(settings, name) is not None]
    for name in _LIVEKIT:
        if given and name not in given:
            yield given[0], name
