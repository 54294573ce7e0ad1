"""A crowd in the page: draw calls, triangles and the work of a frame, by the viewer of people.

And what it leaves behind on the graphics card when people and room are gone: nothing.
"""

from collections import Counter
from typing import Any

import pytest
from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

LOBBY_CALLS = 58
MOST_CALLS = 120 - LOBBY_CALLS
MOST_FRAME_MS = 4.0
PATIENCE_MS = 240_000
FRAMES = 300

REFLECTANCE = "RG16F 16x16"
"""three's table for physical materials: one for all of a page, kept by three itself."""

# Counts the textures that live on the graphics card, by kind; the page's own calls go through.
WATCH_TEXTURES = """
(() => {
  const gl = WebGL2RenderingContext.prototype;
  const names = new Map(Object.entries(WebGL2RenderingContext).map(([name, at]) => [at, name]));
  const living = new Map();
  const bound = new Map();
  let unit = 0;
  const after = (name, see) => {
    const call = gl[name];
    gl[name] = function (...args) {
      const made = call.apply(this, args);
      see(made, ...args);
      return made;
    };
  };
  const size = (target, format, width, height) =>
    living.set(bound.get(`${unit} ${target}`), `${names.get(format)} ${width}x${height}`);
  after('createTexture', (texture) => living.set(texture, 'empty'));
  after('deleteTexture', (_, texture) => living.delete(texture));
  after('activeTexture', (_, at) => { unit = at; });
  after('bindTexture', (_, target, texture) => bound.set(`${unit} ${target}`, texture));
  after('texStorage2D', (_, target, levels, format, width, height) =>
    size(target, format, width, height));
  window.texturesThatLive = () => [...living.values()].sort();
})();
"""


def look(page: Page, server: Any, query: str) -> dict[str, str]:
    page.goto(f"{server.url}/people.html?{query}", timeout=PATIENCE_MS)
    return state_of(page, "done")


def state_of(page: Page, wanted: str) -> dict[str, str]:
    page.wait_for_selector(
        f"html[data-state={wanted}], html[data-state=failed]", timeout=PATIENCE_MS
    )
    state: dict[str, str] = page.evaluate("({...document.documentElement.dataset})")
    assert state["state"] == wanted, state
    return state


def measured(page: Page, server: Any, count: int, quality: str = "low") -> dict[str, str]:
    state = look(page, server, f"people={count}&draw=off&frames={FRAMES}&quality={quality}")
    assert state["people"] == str(count)
    return state


@pytest.fixture
def page(chromium):
    made = chromium.new_page(viewport={"width": 480, "height": 270})
    yield made
    made.close()


@pytest.mark.parametrize(
    ("quality", "count", "fewest"),
    [
        ("low", 20, 3_000),
        ("low", 200, 40_000),
        ("low", 1000, 200_000),
        ("high", 1000, 250_000),
    ],
)
def test_a_crowd_keeps_its_budget_of_drawing(server, page, quality, count, fewest):
    """The lobby's own draw calls come on top."""
    state = measured(page, server, count, quality)
    assert 0 < int(state["calls"]) <= MOST_CALLS
    assert int(state["triangles"]) > fewest
    # When the crowd is disposed of, the graphics card keeps nothing of it.
    assert int(state["geometriesUsed"]) > 0
    assert state["geometriesLeft"] == "0"
    # Physical materials, which low quality does without, leave three's table.
    assert state["texturesLeft"] == ("1" if quality == "high" else "0")


@pytest.mark.slow
@pytest.mark.parametrize("quality", ["low", "high"])
def test_a_thousand_people_leave_time_for_drawing(server, page, quality):
    """Replica, interpolation, joints and instances, the middle of 300 frames without drawing."""
    assert float(measured(page, server, 1000, quality)["medianMs"]) <= MOST_FRAME_MS


@pytest.mark.parametrize("quality", ["low", "high"])
def test_who_comes_and_goes_leaves_nothing_on_the_graphics_card(server, page, quality):
    page.add_init_script(WATCH_TEXTURES)
    state = look(page, server, f"people=40&cycles=5&quality={quality}")
    assert [int(calls) > 5 for calls in state["calls"].split(",")] == [True] * 5
    kept = 1 if quality == "high" else 0
    geometries = [int(n) for n in state["geometries"].split(",")]
    textures = [int(n) for n in state["textures"].split(",")]
    assert geometries == [geometries[0]] * 6
    assert textures == [textures[0]] + [textures[0] + kept] * 5
    # Which one it is, is told by what was asked of the graphics card, not by three.
    living = Counter(page.evaluate("window.texturesThatLive()"))
    assert living[REFLECTANCE] == kept
    assert sum(living.values()) - living["empty"] - living["RGBA8 1x1"] <= kept + 1, living


@pytest.mark.slow
@pytest.mark.parametrize("quality", ["low", "high"])
def test_a_room_that_is_left_with_its_people_leaves_nothing_either(server, page, quality):
    page.set_viewport_size({"width": 96, "height": 54})
    query = "room=lobby&people=12&seconds=0&variant=light&cycles=3"
    state = look(page, server, f"{query}&quality={quality}")
    geometries = [int(n) for n in state["geometries"].split(",")]
    textures = [int(n) for n in state["textures"].split(",")]
    assert geometries == [geometries[0]] * 4
    assert textures == [textures[0]] + [textures[0] + (1 if quality == "high" else 0)] * 3
