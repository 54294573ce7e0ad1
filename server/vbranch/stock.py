"""What is read from files before the first visitor, and what rooms and routes are given of it.

A part of the composition root (``app``).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import structlog

from vbranch import resources
from vbranch.branch.description import describe, describe_branch
from vbranch.branch.load import Branch, RoomConfig, load_branch
from vbranch.ids import ExhibitId, RoomId
from vbranch.room.plan import ExhibitPlan, RoomPlan, SeatPlan, Spawn
from vbranch.settings import Settings
from vbranch.web.api import API
from vbranch.web.content import Content
from vbranch.web.static import Client

log = structlog.get_logger("vbranch.app")


@dataclass(frozen=True, slots=True)
class Stock:
    """What is read from files before the first visitor."""

    branch: Branch
    about: Mapping[str, Any]
    scenes: Mapping[RoomId, Mapping[str, Any]]
    content: Content
    client: Client


def load_stock(settings: Settings) -> Stock:
    """Read the branch, its scenes and the page; slow the first time, so not on the event loop.

    Raises ``BranchError``.
    """
    folder = settings.branch_dir or resources.demo_branch()
    cache = settings.data_dir / "cache"
    branch = load_branch(
        folder, _beside(folder, "scenes"), _beside(folder, "assets"), cache / "scenes"
    )
    for problem in branch.warnings:
        tell = log.debug if problem.severity == "note" else log.warning
        tell("branch_problem", problem=str(problem))
    content = Content(cache / "content")
    scenes = {room: describe(config, content.add) for room, config in branch.rooms.items()}
    about = describe_branch(branch, content.add)
    return Stock(branch, about, scenes, content, Client.load(resources.built_client()))


def _beside(branch: Path, name: str) -> Path:
    """A branch may bring its own ``scenes`` and ``assets``; else the shipped ones are used."""
    own = branch / name
    return own if own.is_dir() else resources.root() / name


def plan_of(config: RoomConfig) -> RoomPlan:
    """The room's own plan from the branch's configuration of it."""
    return RoomPlan(
        room=config.room,
        capacity=config.capacity,
        bounds=(config.scene.bounds.min, config.scene.bounds.max),
        spawns=tuple(Spawn(anchor.position, anchor.yaw) for anchor in config.spawns),
        exhibits=tuple(
            ExhibitPlan(ExhibitId(exhibit.id), tuple(spot.id for spot in exhibit.hotspots))
            for exhibit in config.scene.exhibits
        ),
        seats=tuple(SeatPlan(seat.node, seat.position) for seat in config.seats),
        walkable=config.walkable,
    )


def always_open(now: float) -> None:
    """For a branch without hours."""


def rooms_answer(branch: Branch) -> list[dict[str, Any]]:
    return [
        {
            "room": room,
            "title": config.title.model_dump(),
            "scene": scene_url(room),
            "capacity": config.capacity,
        }
        for room, config in branch.rooms.items()
    ]


def scene_url(room: RoomId) -> str:
    return f"{API}/scenes/{room}"
