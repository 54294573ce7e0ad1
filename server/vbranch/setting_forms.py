"""The forms that values of settings have, and what of a wrong one is said to the operator."""

from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints
from pydantic_settings import NoDecode

from vbranch.access.urls import is_confidential
from vbranch.protocol.constants import StaffRole

Network = IPv4Network | IPv6Network


def comma_list(value: object) -> object:
    """The environment and flags write a list with commas; TOML has arrays."""
    if isinstance(value, str):
        return [part.strip() for part in value.split(",") if part.strip()]
    if isinstance(value, list) and not all(isinstance(part, str) for part in value):
        raise ValueError("has parts that are not text")
    return value


Networks = Annotated[tuple[Network, ...], NoDecode, BeforeValidator(comma_list)]
Origin = Annotated[str, StringConstraints(pattern=r"^https?://[A-Za-z0-9.\-\[\]:]+$")]
Origins = Annotated[tuple[Origin, ...], NoDecode, BeforeValidator(comma_list)]
Host = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9.\-:]{1,253}$")]


def _no_truth(value: object) -> object:
    """TOML's true is no number, though Python would take it for 1."""
    if isinstance(value, bool):
        raise ValueError("is not a whole number")
    return value


Port = Annotated[int, Field(ge=0, le=65535), BeforeValidator(_no_truth)]


def _issuer(value: str) -> str:
    if not is_confidential(value) or "?" in value:
        raise ValueError("is not an address with https")
    return value


def _comma_table(value: object) -> object:
    """The environment and flags write ``group=role`` with commas; TOML has tables. A group may
    have any characters but commas, so the role is what stands behind the last ``=``."""
    if isinstance(value, str):
        pairs = [part.rpartition("=") for part in value.split(",") if part.strip()]
        value = {group.strip(): role.strip() for group, _, role in pairs}
    if not isinstance(value, dict):
        raise ValueError("is not a table of groups and roles")
    for group, role in value.items():
        if not group or role not in [*StaffRole]:
            raise ValueError(f"has {role!r}, which is none of {', '.join(StaffRole)}, for a group")
    return value


Issuer = Annotated[str, StringConstraints(max_length=500), AfterValidator(_issuer)]
ClaimName = Annotated[str, StringConstraints(min_length=1, max_length=200)]
StaffRoles = Annotated[dict[str, StaffRole], NoDecode, BeforeValidator(_comma_table)]


def _writable_folder(value: object) -> object:
    path = Path(str(value)).expanduser()
    if path.exists() and not path.is_dir():
        raise ValueError("is a file, not a folder")
    return path


def _branch_folder(value: object) -> object:
    if value is None:
        return None
    path = Path(str(value)).expanduser()
    if not (path / "branch.toml").is_file():
        raise ValueError("has no branch.toml in it")
    return path


Folder = Annotated[Path, BeforeValidator(_writable_folder)]
BranchFolder = Annotated[Path | None, BeforeValidator(_branch_folder)]
