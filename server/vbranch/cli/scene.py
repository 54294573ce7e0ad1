"""``vbranch scene``: say whether a scene is fit for a branch, and if not, how to mend it."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.text import Text

from vbranch.branch.check import SceneFiles, check_file, check_scene, mib
from vbranch.branch.manifest import SceneManifest
from vbranch.branch.model import SceneModel
from vbranch.branch.problems import BranchError, Problem, errors

from .inspect import inspection, show_inspection
from .picture import NoPicture, Shot, take_picture

scene = typer.Typer(
    name="scene", help="Check scenes before they go into a branch.", no_args_is_help=True
)


@scene.callback()
def _scene() -> None:
    """Scenes are read safely, wherever they come from."""


@scene.command()
def check(
    files: Annotated[
        list[Path], typer.Argument(help="Scene manifests (scene.toml) or single .glb files.")
    ],
    assets: Annotated[
        Path | None,
        typer.Option(
            help="Folder with the files that a scene.toml names. By default "
            "assets/scenes/SLUG beside the scenes folder, or else the manifest's own folder."
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON, for programs.")] = False,
) -> None:
    """Read scenes safely and say what is wrong, where, and how to mend it.

    A scene.toml is checked with all its files; a .glb alone. Files may come from anywhere: they
    are bounded before they are read, and read by a process with limits. Exit status: 0 all can be
    used (warnings may be shown), 1 something cannot.

    Example: vbranch scene check scenes/lobby/scene.toml
    """
    results = [_check(path, assets) for path in files]
    if as_json:
        typer.echo(json.dumps(results, indent=2, ensure_ascii=False))
    else:
        console = Console(highlight=False, soft_wrap=True)
        for result in results:
            _show(console, result)
    if not all(result["ok"] for result in results):
        raise typer.Exit(1)


@scene.command()
def inspect(
    manifest: Annotated[Path, typer.Argument(help="A scene.toml.")],
    assets: Annotated[Path | None, typer.Option(help="As for check.")] = None,
    picture: Annotated[
        Path | None, typer.Option(help="Where the picture goes; SLUG.png by default.")
    ] = None,
    no_picture: Annotated[bool, typer.Option("--no-picture", help="Figures only.")] = False,
    light: Annotated[bool, typer.Option("--light", help="Picture the light variant.")] = False,
    view: Annotated[
        str, typer.Option(help="Where to stand and look, metres: x,y,z,x,y,z. Else the entrance.")
    ] = "",
    size: Annotated[tuple[int, int], typer.Option(help="Pixels of the picture.")] = (960, 540),
    no_sandbox: Annotated[
        bool, typer.Option("--no-sandbox", help="Run Chromium unprotected: for files you trust.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON, for programs.")] = False,
) -> None:
    """Print a scene's anchors and budget, and make a picture of it.

    The scene is checked first, as safely as by check. The picture needs Chromium (on the PATH, or
    at CHROMIUM) and the built page; without them everything else is still printed, and the exit
    status is 2. Exit status 1: the scene cannot be used.

    Example: vbranch scene inspect scenes/lobby/scene.toml --picture lobby.png
    """
    try:
        files = check_scene(manifest, assets or _assets_of(manifest))
    except BranchError as fault:
        _show(Console(highlight=False, soft_wrap=True), _result(manifest, None, fault.problems))
        raise typer.Exit(1) from None
    facts = inspection(files)
    if not no_picture:
        target = picture or Path(f"{files.manifest.slug}.png")
        query = _viewpoint(view) + ("&variant=light" if light else "&variant=full")
        shot = Shot(size=size, query=query, sandbox=not no_sandbox)
        facts["picture"] = _picture(files, target, shot)
    if as_json:
        typer.echo(json.dumps(facts, indent=2, ensure_ascii=False))
    else:
        show_inspection(Console(highlight=False, soft_wrap=True), facts)
    if "problem" in facts.get("picture", {}):
        raise typer.Exit(2)


def _picture(files: SceneFiles, target: Path, shot: Shot) -> dict[str, Any]:
    """Takes it; what is told of it, or why there is none."""
    try:
        image, about = take_picture(files, shot)
    except NoPicture as fault:
        return {"problem": str(fault)}
    target.write_bytes(image)
    return {"file": str(target), "shown": about}


def _viewpoint(view: str) -> str:
    if not view:
        return ""
    try:
        numbers = [float(part) for part in view.split(",")]
    except ValueError:
        numbers = []
    if len(numbers) != 6 or not all(abs(number) < 1e6 for number in numbers):
        raise typer.BadParameter("six numbers, such as 0,1.6,5,0,1.5,-4", param_hint="--view")
    eye, to = (",".join(map(str, part)) for part in (numbers[:3], numbers[3:]))
    return f"&from={eye}&to={to}"


def _check(path: Path, assets: Path | None) -> dict[str, Any]:
    """One file's result in the form of ``--json``."""
    try:
        if path.suffix == ".toml":
            found = check_scene(path, assets or _assets_of(path))
            summary = _summary(found.nav.model, found.model.model, found.bytes, found.manifest)
            problems = found.warnings
        else:
            read = check_file(path)
            summary, problems = _summary(read.model, read.model, read.bytes), read.warnings
    except BranchError as fault:
        return _result(path, None, fault.problems)
    return _result(path, summary, problems)


def _result(
    path: Path, summary: dict[str, Any] | None, problems: tuple[Problem, ...]
) -> dict[str, Any]:
    listed = [
        {"severity": p.severity, "where": p.where, "what": p.what, "remedy": p.remedy}
        for p in problems
    ]
    ok = not errors(problems)
    return {"file": str(path), "ok": ok, "summary": summary, "problems": listed}


def _assets_of(manifest: Path) -> Path:
    """``assets/scenes/<slug>`` beside ``scenes/<slug>/scene.toml``, else the manifest's folder."""
    home = manifest.resolve().parent
    beside = home.parent.parent / "assets" / "scenes" / home.name
    return beside if beside.is_dir() else manifest.parent


def _summary(
    nav: SceneModel, model: SceneModel, size: int, manifest: SceneManifest | None = None
) -> dict[str, Any]:
    exhibits = len(manifest.exhibits) if manifest else len(model.exhibits)
    return {
        "spawn_points": len(nav.spawns),
        "seats": len(nav.seats),
        "portals": len(nav.links),
        "screens": len(model.screens),
        "exhibits": exhibits,
        "hotspots": len(model.hotspots),
        "triangles": model.triangles,
        "meshes": model.meshes,
        "materials": model.materials,
        "walkable_triangles": len(nav.walkable),
        "bytes": size,
    }


def _show(console: Console, result: dict[str, Any]) -> None:
    for problem in result["problems"]:
        wrong = problem["severity"] == "error"
        line = Text(problem["severity"], "bold red" if wrong else "yellow")
        console.print(line.append(f" {problem['where']}", "bold"))
        console.print(Text(f"      what: {problem['what']}"))
        console.print(Text(f"      mend: {problem['remedy']}", "green"))
    if result["ok"]:
        console.print(Text("ok ", "bold green").append(_sentence(result), "default"))


def _sentence(result: dict[str, Any]) -> str:
    facts = result["summary"]
    parts = (
        _count(facts["spawn_points"], "spawn point"),
        _count(facts["seats"], "seat"),
        _count(facts["portals"], "portal"),
        _count(facts["exhibits"], "exhibit"),
        _count(facts["triangles"], "triangle"),
        _count(facts["materials"], "material"),
        mib(facts["bytes"]),
    )
    return f"{result['file']}: {', '.join(parts)}"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")
