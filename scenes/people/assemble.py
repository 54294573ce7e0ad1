"""A dressed person as one mesh: skin, eyes, clothes, hair; ready to be written as glTF.

python -m people.assemble [person ...]      # raw models into build/people/, then people/levels.mjs and compress.mjs
"""

import json
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import bpy  # noqa: F401  (brings mathutils)
import numpy as np
from kit.glb import Blob, pack
from mathutils import Vector
from mathutils.bvhtree import BVHTree

from people import face, face_picture, far, garments, headwear, shade
from people import hair as styles
from people.body import Body
from people.figures import PEOPLE, Face, Figure
from people.garments.mesh import Mesh
from people.part import ZONES, Part
from people.skeleton import INDEX, NAMES, joint_nodes

LEVELS = ("near", "middle", "far")
SCENES = Path(__file__).resolve().parents[1]
RAW = SCENES / "build" / "people"
SHIPPED = SCENES.parent / "assets" / "avatars"
SEEN_LASHES = 0.6
ROUGHNESS = {
    "skin": 0.52, "hair": 0.55, "top": 0.86, "bottom": 0.88, "shoes": 0.4, "shirt": 0.85, "accent": 0.7, "eye": 0.12,
    "dark": 0.5, "light": 0.5,
}  # fmt: skip


@dataclass
class Whole:
    """All of a person, a row a vertex: faces' zones split vertices where they meet."""

    positions: np.ndarray
    normals: np.ndarray
    shades: np.ndarray  # (V, 3)
    zones: np.ndarray
    weights: np.ndarray
    keep: np.ndarray  # (V,) 1 where no level may take a vertex away
    uvs: np.ndarray  # (V, 2) in the face's picture
    triangles: np.ndarray


def parts_of(person: Figure, body: Body) -> list[Part]:
    """The skin that shows, eyes, clothes and hair."""
    dressed = garments.dress(person.outfit, body)
    worn = [headwear.make(kind, body) for kind in person.headwear]
    hidden = dressed.hidden.union(*(one.hidden for one in worn))
    more = [part for one in worn for part in one.parts]
    locks = styles.make(person.hair, body) if person.hair != "none" else []
    beard = styles.make(person.beard, body) if person.beard else []
    clothes = [under(part, dressed.parts) for part in dressed.parts]
    return [
        skin(body, hidden),
        *eyes(body, person.face),
        *clothes,
        *locks,
        *beard,
        *more,
    ]


def under(part: Part, others: list[Part]) -> Part:
    """A shirt without what the jacket over it hides: it would look through where the two are close."""
    if part.zones[0] != "shirt" or len(part.faces) < 40:
        return part
    outer = [other for other in others if other.zones[0] == "top" and other is not part]
    if not outer:
        return part
    trees = [BVHTree.FromPolygons(other.vertices.tolist(), other.faces) for other in outer]
    normals = Mesh(part.vertices, part.faces).normals()

    def seen(i: int) -> bool:
        start, way = Vector(part.vertices[i] - normals[i] * 0.006), Vector(normals[i])
        return all(tree.ray_cast(start, way, 0.06)[0] is None for tree in trees)

    bare = {i for i in range(len(part.vertices)) if seen(i)}
    beside = bare
    for _ in range(3):  # so far it runs on below the jacket
        beside = {i for f in part.faces if beside & set(f) for i in f}
    kept = [k for k, f in enumerate(part.faces) if beside & set(f)]
    return replace(part, faces=[part.faces[k] for k in kept], zones=[part.zones[k] for k in kept])


def skin(body: Body, hidden: set[int]) -> Part:
    """What of the body is not covered; the face with its places in the picture."""
    faces = [body.base.faces[i] for i in body.faces_of("body") if i not in hidden]
    made = _cut(body, "skin", faces, "skin", detail=0.9)
    used = np.array(sorted({i for f in faces for i in f}))
    return replace(made, uvs=face_picture.uvs(used), shade=face.nails(used))


def tinted(parts: list[Part], person: Figure, body: Body) -> list[Part]:
    """For who is far away and has no picture: lips, cheeks and brows as colours of the skin's vertices."""
    worn = next(part for part in parts if part.name == "skin")
    used = {tuple(point): i for i, point in enumerate(body.vertices)}
    vertices = np.array([used[tuple(point)] for point in worn.vertices])
    painted = worn.shade * face.colours(body, vertices, person.face, person.colours["skin"][0])
    return [replace(part, shade=painted) if part is worn else part for part in parts]


def eyes(body: Body, look: Face) -> list[Part]:
    """Eyeballs, lashes where they are long enough to be seen, teeth."""
    made = []
    for side, letter in (("left", "l"), ("right", "r")):
        made.append(face.eyeball(body, side, look.iris))
        if look.lashes >= SEEN_LASHES:
            lashes = [body.base.faces[i] for i in body.faces_of(f"helper-{letter}-eyelashes-2")]
            made.append(_cut(body, f"{side}-lashes", lashes, "dark", detail=0.6))
    teeth = [body.base.faces[i] for i in body.faces_of("helper-upper-teeth")]
    return [*made, _cut(body, "teeth", teeth, "light", detail=0.3)]


def _cut(body: Body, name: str, faces: list[list[int]], zone: str, detail: float) -> Part:
    used = sorted({i for f in faces for i in f})
    number = {v: i for i, v in enumerate(used)}
    return Part(name, body.vertices[used].copy(), [[number[i] for i in f] for f in faces], [zone] * len(faces),
                body.weights[used], detail=detail)  # fmt: skip


def join(parts: list[Part]) -> Whole:
    rows: list[list[np.ndarray]] = [[], [], [], [], [], [], []]
    triangles, start = [], 0
    for part in parts:
        normals = Mesh(part.vertices, part.faces).normals()
        shade = np.ones((len(part.vertices), 3))
        if part.shade is not None:
            shade *= np.asarray(part.shade, float).reshape(len(shade), -1)
        keep = np.full(len(part.vertices), float(part.detail >= 1))
        uvs = np.tile(face_picture.WHITE, (len(normals), 1)) if part.uvs is None else part.uvs
        for zone in sorted(set(part.zones)):
            faces = [f for f, z in zip(part.faces, part.zones, strict=True) if z == zone]
            used = sorted({i for f in faces for i in f})
            number = {v: start + i for i, v in enumerate(used)}
            for row, values in zip(
                rows,
                (part.vertices, normals, shade, np.full(len(normals), ZONES.index(zone)), part.weights, keep, uvs),
                strict=True,
            ):
                row.append(values[used])
            for corners in faces:
                own = [number[corner] for corner in corners]
                triangles += [[own[0], own[k], own[k + 1]] for k in range(1, len(own) - 1)]
            start += len(used)
    positions, normals, shades, zones, weights, keeps, places = (np.concatenate(row) for row in rows)
    return Whole(positions, normals, shades, zones, weights, keeps, places, np.array(triangles))


def four_joints(weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The four strongest joints of each vertex, and their weights, which sum to 1."""
    order = np.argsort(-weights, axis=1, kind="stable")[:, :4]
    strong = np.take_along_axis(weights, order, axis=1)
    strong /= strong.sum(axis=1, keepdims=True)
    return np.where(strong > 0, order, 0), strong


def mesh_of(blob: Blob, level: str, whole: Whole) -> dict:
    """A level as a glTF mesh; the far one has no picture."""
    joints, strong = four_joints(whole.weights)
    positions = whole.positions.astype("<f4")
    low, high = positions.min(axis=0).tolist(), positions.max(axis=0).tolist()
    attributes = {
        "POSITION": blob.add(positions, "VEC3", min=low, max=high),
        "NORMAL": blob.add(whole.normals, "VEC3"),
        "COLOR_0": blob.add(np.clip(whole.shades, 0, 1), "VEC3"),
        "_ZONE": blob.add(whole.zones, "SCALAR"),
        "_KEEP": blob.add(whole.keep, "SCALAR"),
        "JOINTS_0": blob.add(joints, "VEC4", "u1"),
        "WEIGHTS_0": blob.add(strong, "VEC4"),
    }
    if level != "far":
        attributes["TEXCOORD_0"] = blob.add(whole.uvs, "VEC2")
    indices = blob.add(whole.triangles.ravel(), "SCALAR", "u4")
    material = int(level == "far")
    return {"name": level, "primitives": [{"attributes": attributes, "indices": indices, "material": material}]}


def glb(body: Body, levels: dict[str, Whole], picture: bytes) -> bytes:
    """A skinned mesh on a node for each level, still in full; joints as nodes. `levels.mjs` makes them small."""
    blob = Blob()
    meshes = [mesh_of(blob, level, whole) for level, whole in levels.items()]
    nodes = joint_nodes(body.rest())
    nodes += [{"name": level, "mesh": i, "skin": 0} for i, level in enumerate(levels)]
    inverse = np.linalg.inv(body.bind()).transpose(0, 2, 1).reshape(-1, 16)
    skin = {"joints": list(range(len(NAMES))), "skeleton": INDEX["hips"],
            "inverseBindMatrices": blob.add(inverse, "MAT4")}  # fmt: skip
    image = {"name": "face", "mimeType": "image/jpeg", "bufferView": blob.view(picture)}
    document = {
        "asset": {"version": "2.0", "generator": "virtual-branch people"},
        "scene": 0, "scenes": [{"nodes": [INDEX["hips"], *range(len(NAMES), len(nodes))]}],
        "nodes": nodes,
        "materials": [
            {"name": "person", "pbrMetallicRoughness": {"metallicFactor": 0, "baseColorTexture": {"index": 0}}},
            {"name": "far", "pbrMetallicRoughness": {"metallicFactor": 0}},
        ],
        "textures": [{"source": 0, "sampler": 0}], "samplers": [{"wrapS": 33071, "wrapT": 33071}],
        "images": [image], "meshes": meshes, "skins": [skin], **blob.parts(),
    }  # fmt: skip
    return pack(document, bytes(blob.bytes))


def row_of(person: Figure, body: Body) -> dict:
    """What the page knows of somebody (`people.json`)."""
    return {
        "id": person.id, "file": f"{person.id}.glb", "title": person.title, "height": person.height_m,
        "eyes": round(float(body.joint("leftEye")[1]), 3), "staff": person.staff,
        "colours": {zone: list(tones) for zone, tones in person.colours.items()}, "roughness": ROUGHNESS,
    }  # fmt: skip


def main() -> None:
    RAW.mkdir(parents=True, exist_ok=True)
    rows = []
    for person in PEOPLE:
        body = person.body()
        rows.append(row_of(person, body))
        if sys.argv[1:] and person.id not in sys.argv[1:]:
            continue
        raw = RAW / f"{person.id}.raw.glb"
        parts = shade.occluded(parts_of(person, body), LEVELS)
        wholes = {level: join([part for part in parts if level in part.levels]) for level in LEVELS}
        wholes["far"] = far.figure(join([one for one in tinted(parts, person, body) if "near" in one.levels]), body)
        raw.write_bytes(glb(body, wholes, face_picture.encoded(face_picture.paint(person, body))))
        levels, shipped = RAW / f"{person.id}.levels.glb", SHIPPED / f"{person.id}.glb"
        for script, source, target in (("levels", raw, levels), ("compress", levels, shipped)):
            subprocess.run(["node", f"people/{script}.mjs", str(source), str(target)], cwd=SCENES, check=True)
    text = ",\n".join("  " + json.dumps(row, ensure_ascii=False) for row in rows)
    (SHIPPED / "people.json").write_text('{"people": [\n' + text + "\n]}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
