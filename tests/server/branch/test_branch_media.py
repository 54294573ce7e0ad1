"""The clip of an exhibit: its files, its captions, and the material that shows it."""

import re
import struct
from pathlib import Path

import pytest
from branch_kit import House

from vbranch.branch.budget import costs
from vbranch.branch.check import check_scene
from vbranch.branch.description import describe_scene
from vbranch.branch.problems import BranchError

CLIP = """turn = "y"

[exhibit.media]
file = "card.webm"
seconds = 12.5
material = "paper"
captions = { en = "card.en.vtt", zh = "card.zh.vtt", ja = "card.ja.vtt" }
"""
ROOT = Path(__file__).parents[3]
DURATION = b"\x44\x89\x88"  # of a WebM file: a double follows, ms
CUE = re.compile(r"^00:(\d\d\.\d{3}) --> 00:(\d\d\.\d{3})$", re.MULTILINE)
CAPTIONS = ("card.en.vtt", "card.zh.vtt", "card.ja.vtt")


@pytest.fixture
def cinema(house: House) -> House:
    """The house with a clip on its card."""
    house.edit_manifest('turn = "y"\n', CLIP)
    (house.files / "card.webm").write_bytes(b"clip!")
    for name in CAPTIONS:
        (house.files / name).write_text("\ufeffWEBVTT\n", "utf-8")
    return house


def refused(house: House) -> str:
    with pytest.raises(BranchError) as caught:
        check_scene(house.manifest, house.files)
    return str(caught.value)


def test_the_description_names_clip_and_captions(cinema: House) -> None:
    found = describe_scene(check_scene(cinema.manifest, cinema.files), lambda path: path.name)
    assert found["exhibits"][0]["media"] == {
        "url": "card.webm",
        "bytes": 5,
        "seconds": 12.5,
        "material": "paper",
        "captions": {"en": "card.en.vtt", "zh": "card.zh.vtt", "ja": "card.ja.vtt"},
    }


def test_a_clip_needs_no_material(cinema: House) -> None:
    cinema.edit_manifest('material = "paper"\n', "")
    found = describe_scene(check_scene(cinema.manifest, cinema.files), lambda path: path.name)
    assert found["exhibits"][0]["media"]["material"] is None


@pytest.mark.parametrize("name", ["card.webm", *CAPTIONS])
def test_each_of_its_files_must_be_there(cinema: House, name: str) -> None:
    (cinema.files / name).unlink()
    assert f"{name} is not in" in refused(cinema)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"paper"', '"papper"', "did you mean paper?"),
        ("12.5", "0.0", "exhibit[0].media.seconds"),
        ('ja = "card.ja.vtt"', 'fr = "card.fr.vtt"', "exhibit[0].media.captions.ja"),
        ('"card.webm"', '"card.mp4"', "exhibit[0].media.file"),
    ],
)
def test_what_is_said_wrongly_of_it_is_named(cinema: House, old: str, new: str, said: str) -> None:
    cinema.edit_manifest(old, new)
    assert said in refused(cinema)


def test_captions_are_webvtt(cinema: House) -> None:
    (cinema.files / "card.zh.vtt").write_text("1\n00:00:01,000 --> 00:00:02,000\nA\n", "utf-8")
    assert "card.zh.vtt: are no captions" in refused(cinema)


def test_the_budget_counts_each_clip(cinema: House) -> None:
    found = {cost.name: cost for cost in costs(check_scene(cinema.manifest, cinema.files))}
    assert found["clip card.webm"].value == 5
    assert found["clip card.webm"].kept


def test_the_lobbys_clip_is_as_long_as_it_says_and_its_captions_lie_within() -> None:
    folder = ROOT / "assets" / "scenes" / "lobby"
    files = check_scene(ROOT / "scenes" / "lobby" / "scene.toml", folder)
    (clip,) = files.manifest.clips()
    data = (folder / clip.file).read_bytes()
    at = data.index(DURATION) + len(DURATION)
    assert struct.unpack(">d", data[at : at + 8])[0] / 1000 == pytest.approx(clip.seconds, abs=0.05)
    assert all(cost.kept for cost in costs(files) if cost.name.startswith("clip "))
    times = []
    for name in clip.captions.files():
        cues = [
            (float(begin), float(end)) for begin, end in CUE.findall((folder / name).read_text())
        ]
        assert all(0 <= begin < end <= clip.seconds for begin, end in cues)
        times.append(cues)
    assert times[0]
    assert times[0] == times[1] == times[2]
