"""Every setting of the server: the only reader of environment and configuration file.

A flag beats the environment, the environment beats the TOML file, the file beats the default. A
wrong value becomes one line that names the setting, where it came from, what is wrong and what
would be right (``SettingsError``); values of secrets are never in it.
"""

import difflib
import os
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, SecretStr, ValidationError
from pydantic_core import ErrorDetails
from pydantic_settings import (
    BaseSettings,
    InitSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from vbranch.setting_errors import line_of
from vbranch.setting_forms import (
    BranchFolder,
    ClaimName,
    Folder,
    Host,
    Issuer,
    Networks,
    Origins,
    Port,
    StaffRoles,
)
from vbranch.voice_settings import VOICE_SECRETS, VoiceSettings
from vbranch.voice_settings import lacking as lacking_of_voice

PREFIX = "VBRANCH_"
CONFIG_VARIABLE = "VBRANCH_CONFIG"
SECRETS = frozenset({"bot_key", "oidc_client_secret"}) | VOICE_SECRETS
"""Whose values are in no message."""
_NEED_ISSUER = (
    "oidc_client_id",
    "oidc_client_secret",
    "oidc_roles",
    "oidc_role_claim",
    "oidc_name_claim",
)


class SettingsError(Exception):
    """One or more wrong settings; each of ``lines`` is a whole sentence for the operator."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


class Settings(VoiceSettings):
    """``examples`` of a field is what an error message offers as right."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_ignore_empty=True,
        extra="forbid",
        frozen=True,
        hide_input_in_errors=True,
    )

    host: Host = Field(
        "127.0.0.1",
        description="address to listen at; 0.0.0.0 is every interface",
        examples=["an IP address or host name such as 127.0.0.1"],
    )
    port: Port = Field(
        8080, description="http port", examples=["a number from 0 (any free one) to 65535"]
    )
    data_dir: Folder = Field(
        Path("data"),
        description="where the branch keeps its database, keys and caches",
        examples=["a folder, made if it is not there, such as ./data"],
    )
    branch_dir: BranchFolder = Field(
        None,
        description="the branch to open: a folder with branch.toml (default: the demo branch)",
        examples=["a folder with a branch.toml"],
    )
    lan: bool = Field(
        False,
        description="open to the local network, with an https listener beside http",
        examples=["true or false"],
    )
    tls_port: Port = Field(
        8443,
        description="https port of lan",
        examples=["a number from 0 (any free one) to 65535"],
    )
    trusted_proxies: Networks = Field(
        (),
        description="networks whose X-Forwarded-For and X-Forwarded-Proto are believed",
        examples=["networks such as 10.0.0.0/8 or 127.0.0.1/32, separated by commas"],
    )
    origins: Origins = Field(
        (),
        description="further origins whose pages may use this server",
        examples=["origins without a path such as https://branch.example, separated by commas"],
    )
    metrics_allow: Networks = Field(
        (IPv4Network("127.0.0.0/8"), IPv6Network("::1/128")),
        description="networks that may read /metrics",
        examples=["networks such as 10.0.0.0/8 or 127.0.0.1/32, separated by commas"],
    )
    bot_key: Annotated[SecretStr | None, Field(min_length=16, max_length=256)] = Field(
        None,
        description="key that marks load-test bots (default: made in data_dir/bot.key)",
        examples=["a secret of 16 to 256 characters"],
    )
    people_per_address: Annotated[int, Field(ge=1, le=100_000)] = Field(
        50,
        description="visitors that one address may stand for: an office or a school shares one",
        examples=["a number from 1 to 100000"],
    )
    hsts_days: Annotated[int, Field(ge=0, le=730)] = Field(
        0,
        description="days for Strict-Transport-Security where a trusted proxy ends TLS; 0 is off",
        examples=["a number of days from 0 to 730"],
    )
    staff_passwords: bool = Field(
        True,
        description="staff may sign in by a password of this server",
        examples=["true or false"],
    )
    oidc_issuer: Issuer | None = Field(
        None,
        description="identity provider (OpenID Connect) by which staff may sign in",
        examples=["the provider's issuer, word for word, such as https://id.bank.example/realm"],
    )
    oidc_client_id: Annotated[str | None, Field(min_length=1, max_length=255)] = Field(
        None,
        description="what this server is called at the identity provider",
        examples=["the client id that the provider gave"],
    )
    oidc_client_secret: Annotated[SecretStr | None, Field(min_length=1, max_length=1024)] = Field(
        None,
        description="this server's secret at the identity provider (none: a public client)",
        examples=["the client secret that the provider gave"],
    )
    oidc_roles: StaffRoles = Field(
        {},
        description="which role of staff somebody has whose role claim has that value",
        examples=["groups and roles such as branch-hosts=host, branch-it=administrator"],
    )
    oidc_role_claim: ClaimName = Field(
        "roles",
        description="claim of the ID token that has a person's groups; points lead further in",
        examples=["the name of a claim such as roles, groups or realm_access.roles"],
    )
    oidc_name_claim: ClaimName = Field(
        "name",
        description="claim of the ID token by which others see a person called",
        examples=["the name of a claim such as name or given_name"],
    )
    transport: Literal["auto", "asyncio"] = Field(
        "auto",
        description="how sockets are read: auto is at the tick where TLS does not end here",
        examples=["auto or asyncio"],
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info",
        description="least weight that is logged",
        examples=["debug, info, warning or error"],
    )
    log_format: Literal["console", "json"] = Field(
        "console", description="log lines for people or programs", examples=["console or json"]
    )


def load(flags: Mapping[str, object] | None = None, config: Path | str | None = None) -> Settings:
    """Settings from ``flags`` (None counts as not given), environment, ``config`` and defaults.

    Raises ``SettingsError``.
    """
    given: dict[str, Any] = {k: v for k, v in (flags or {}).items() if v is not None}
    path, told_by = _config_path(config)
    in_file = _read_file(path, told_by) if path else {}

    class Bound(Settings):
        @classmethod
        def settings_customise_sources(
            cls,
            settings_cls: type[BaseSettings],
            init_settings: PydanticBaseSettingsSource,
            env_settings: PydanticBaseSettingsSource,
            dotenv_settings: PydanticBaseSettingsSource,
            file_secret_settings: PydanticBaseSettingsSource,
        ) -> tuple[PydanticBaseSettingsSource, ...]:
            return init_settings, env_settings, InitSettingsSource(settings_cls, in_file)

    try:
        bound = Bound(**given)
    except ValidationError as fault:
        lines = {_line(error, given, path): None for error in fault.errors(include_input=True)}
        raise SettingsError(list(lines)) from None
    if lacking := list(_lacking(bound)):
        raise SettingsError(lacking)
    return bound


def _lacking(settings: Settings) -> Iterator[str]:
    """What makes no sense without something else."""
    yield from (_needs(has, lacks) for has, lacks in lacking_of_voice(settings))
    if settings.oidc_issuer is None:
        given = [name for name in _NEED_ISSUER if name in settings.model_fields_set]
        for name in given:
            yield _needs(name, "oidc_issuer")
        if not settings.staff_passwords and not given:
            yield _needs("staff_passwords = false", "oidc_issuer")
        return
    for name in ("oidc_client_id", "oidc_roles"):
        if not getattr(settings, name):
            yield _needs("oidc_issuer", name)


def _needs(has: str, lacks: str) -> str:
    right = (Settings.model_fields[lacks].examples or [""])[0]
    return f"{has} needs {lacks} too ({PREFIX}{lacks.upper()}); right would be {right}"


def misspelt_variables(environ: Iterable[str]) -> list[str]:
    """One line for each variable that looks like a setting's and is none, to warn with."""
    known = [PREFIX + name.upper() for name in Settings.model_fields] + [CONFIG_VARIABLE]
    lines = []
    for name in sorted(environ):
        if name.startswith(PREFIX) and name not in known:
            near = difflib.get_close_matches(name, known, 1, cutoff=0.85)
            if near:
                lines.append(f"{name} is not a setting and is ignored; did you mean {near[0]}?")
    return lines


def _config_path(config: Path | str | None) -> tuple[Path | None, str]:
    if config is not None:
        return Path(config).expanduser(), "--config"
    named = os.environ.get(CONFIG_VARIABLE)
    return (Path(named).expanduser(), CONFIG_VARIABLE) if named else (None, "")


def _read_file(path: Path, told_by: str) -> dict[str, Any]:
    """The file's table; relative paths in it are relative to the file's folder."""
    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except OSError as fault:
        raise SettingsError(
            [f"{told_by}: {path} cannot be read ({fault.strerror}); name a TOML file"]
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise SettingsError([f"{path}: not TOML: {fault}; a line is like `port = 8080`"]) from None
    known = sorted(Settings.model_fields)
    wrong = [_unknown_key(path, key, known) for key in table if key not in known]
    if wrong:
        raise SettingsError(wrong)
    for key in ("data_dir", "branch_dir"):
        if isinstance(table.get(key), str):
            table[key] = path.parent / Path(table[key]).expanduser()
    return table


def _unknown_key(path: Path, key: str, known: list[str]) -> str:
    near = difflib.get_close_matches(key, known, 1)
    remedy = f"did you mean {near[0]}?" if near else f"known are {', '.join(known)}"
    return f"{path}: {key} is not a setting; {remedy}"


def _line(error: ErrorDetails, flags: Mapping[str, object], path: Path | None) -> str:
    name = str(error["loc"][0])
    variable = PREFIX + name.upper()
    if name in flags:
        source = f"--{name.replace('_', '-')}"
    elif os.environ.get(variable):
        source = f"{variable} (environment)"
    else:
        source = f"{path}: {name}"
    return line_of(error, Settings.model_fields[name], source, secret=name in SECRETS)
