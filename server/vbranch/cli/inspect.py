"""What ``vbranch scene inspect`` finds in a scene, and how it prints it."""

import math
from collections.abc import Iterator
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from vbranch.branch.budget import costs
from vbranch.branch.check import SceneFiles
from vbranch.branch.model import SceneModel, Vector


def inspection(files: SceneFiles) -> dict[str, Any]:
    """Anchors, slots, pictures and budget in the form of ``--json``."""
    model = files.model.model
    return {
        "scene": files.manifest.slug,
        "title": files.manifest.title.model_dump(),
        "anchors": [*_anchors(files.nav.model), *_marks(model)],
        "brand": model.brands,
        "lightmapped": model.lightmapped,
        "textures": [texture.model_dump() for texture in model.textures],
        "budget": [
            {
                "name": cost.name,
                "value": cost.value,
                "limit": cost.limit,
                "unit": cost.unit,
                "kept": cost.kept,
            }
            for cost in costs(files)
        ],
        "problems": [str(problem) for problem in files.warnings],
    }


def _anchors(nav: SceneModel) -> Iterator[dict[str, Any]]:
    for kind, anchors in (("spawn", nav.spawns), ("seat", nav.seats)):
        for anchor in anchors:
            turned = f"turned {math.degrees(anchor.yaw):.0f}°"
            yield _anchor(kind, anchor.node, anchor.position, turned)
    for link in nav.links:
        yield _anchor("portal", link.node, link.position, f"to {link.uri}")


def _marks(model: SceneModel) -> Iterator[dict[str, Any]]:
    for exhibit in model.exhibits:
        yield _anchor("exhibit", exhibit.node, exhibit.position, exhibit.exhibit)
    for spot in model.hotspots:
        yield _anchor("hotspot", spot.node, None, f"{spot.hotspot} of {spot.exhibit}")
    for screen in model.screens:
        yield _anchor("screen", screen.node, None, screen.screen)
    for sign in model.signs:
        arrow = "" if sign.arrow == "none" else f", arrow {sign.arrow}"
        yield _anchor("sign", sign.node, None, " / ".join(sign.text.values()) + arrow)
    for probe in model.probes:
        box = " x ".join(f"{side:g}" for side in probe.size)
        yield _anchor("probe", probe.node, probe.position, f"box {box} m")
    for lod in model.lods:
        yield _anchor("far", lod.node, None, f"for {lod.of} from {lod.start:g} m")


def _anchor(kind: str, node: str, place: Vector | None, words: str) -> dict[str, Any]:
    return {"kind": kind, "node": node, "place": place, "about": words}


def show_inspection(console: Console, facts: dict[str, Any]) -> None:
    title = facts["title"]
    console.print(Text(f"{facts['scene']}: {title['en']}, {title['zh']}, {title['ja']}", "bold"))
    console.print(_anchor_table(facts["anchors"]))
    slots = ", ".join(f"{name} ({count})" for name, count in sorted(facts["brand"].items()))
    console.print(f"brand slots: {slots or 'none'}; lightmapped meshes: {facts['lightmapped']}")
    console.print(_budget_table(facts["budget"]))
    for problem in facts["problems"]:
        console.print(Text(problem, "yellow"))
    picture = facts.get("picture", {})
    if "file" in picture:
        console.print(f"picture: {picture['file']}")
    elif picture:
        console.print(Text(f"no picture: {picture['problem']}", "yellow"))


def _anchor_table(anchors: list[dict[str, Any]]) -> Table:
    table = Table(box=None, pad_edge=False)
    for name in ("kind", "node", "place", "what"):
        table.add_column(name, style="bold" if name == "node" else "")
    for one in anchors:
        place = one["place"]
        at = ", ".join(f"{value:.2f}" for value in place) if place else ""
        table.add_row(one["kind"], Text(one["node"]), at, Text(one["about"]))
    return table


def _budget_table(budget: list[dict[str, Any]]) -> Table:
    table = Table(box=None, pad_edge=False)
    table.add_column("budget")
    for name in ("is", "may be", ""):
        table.add_column(name, justify="right")
    for cost in budget:
        verdict = Text("ok", "green") if cost["kept"] else Text("over", "bold red")
        value, limit = (_amount(cost[key], cost["unit"]) for key in ("value", "limit"))
        table.add_row(cost["name"], value, limit, verdict)
    return table


def _amount(value: int, unit: str) -> str:
    if unit == "bytes":
        return f"{value / 1e6:.2f} MB"
    if unit == "memory":
        return f"{value / (1 << 20):.1f} MiB"
    return f"{value:,}"
