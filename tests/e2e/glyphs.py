"""Whether the page's own font shows every character: none is missing, none is another font's.

Of what is painted on canvases (signs, screens, names and words in the room) the pen is watched.
"""

from typing import Any

from playwright.sync_api import CDPSession, Error, Page

# The characters that the loaded faces of the page's font claim to have, as a function `has`.
_HAS = """
  const ranges = [];
  for (const { family, status, unicodeRange } of document.fonts) {
    if (status !== 'loaded' || !family.includes('Noto Sans SC')) continue;
    for (const range of unicodeRange.split(',')) {
      const ends = range.trim().slice(2).split('-');
      const [first, last = first] = ends.map((one) => parseInt(one, 16));
      ranges.push([first, last]);
    }
  }
  const has = (code) => ranges.some(([first, last]) => code >= first && code <= last);
"""

# Characters of the visible texts that are in none of them.
UNCLAIMED = f"""async () => {{
  await document.fonts.ready;
  {_HAS}
  const shown = [document.body.innerText];
  for (const {{ value, placeholder }} of document.querySelectorAll('input, textarea'))
    shown.push(value, placeholder);
  return [...new Set(shown.join(''))].filter((one) => one > ' ' && !has(one.codePointAt(0)));
}}"""

# Runs before the page: keeps every text that is painted, and in which font it was painted last.
WATCH_PENS = """
(() => {
  const painted = (window.painted = new Map());
  const paint = CanvasRenderingContext2D.prototype.fillText;
  CanvasRenderingContext2D.prototype.fillText = function (text, ...rest) {
    painted.set(text, { font: this.font, there: document.fonts.check(this.font, text) });
    return paint.call(this, text, ...rest);
  };
})();
"""

# The painted texts, and those of them that were painted last in another font than the page's own,
# before its face had come, or with a character that no face has.
PAINTED = f"""async () => {{
  await document.fonts.ready;
  {_HAS}
  const whole = (text) => [...text].every((one) => one <= ' ' || has(one.codePointAt(0)));
  const good = ([text, {{ font, there }}]) =>
    font.includes('"Noto Sans SC Variable"') && there && whole(text);
  const all = [...window.painted].filter(([text]) => text.trim() !== '');
  return {{
    all: all.map(([text]) => text),
    bad: all.filter((one) => !good(one)).map(([text, {{ font }}]) => `${{text}} (${{font}})`),
  }};
}}"""


def strangers(page: Page) -> list[str]:
    """What is wrong with the glyphs on the page now; empty if nothing is."""
    unclaimed: list[str] = page.evaluate(UNCLAIMED)
    return [f"not in the font: {one!r}" for one in unclaimed] + _foreign(page)


def painted(page: Page) -> tuple[list[str], list[str]]:
    """What has been painted in the room so far, and what of it is not as it should be now.

    For who was invited with ``WATCH_PENS``.
    """
    found: dict[str, list[str]] = page.evaluate(PAINTED)
    return found["all"], found["bad"]


def _foreign(page: Page) -> list[str]:
    """The fonts, other than the page's own, in which something was drawn."""
    line = page.context.new_cdp_session(page)
    try:
        line.send("DOM.enable")
        line.send("CSS.enable")
        root = line.send("DOM.getDocument")["root"]["nodeId"]
        query = {"nodeId": root, "selector": "body *:not(script, style)"}
        nodes = line.send("DOM.querySelectorAll", query)["nodeIds"]
        found = [font for node in nodes for font in _fonts(line, node)]
        return sorted({f"drawn in {one['familyName']}" for one in found if not one["isCustomFont"]})
    finally:
        line.detach()


def _fonts(line: CDPSession, node: int) -> list[dict[str, Any]]:
    """None of what has left the page meanwhile."""
    try:
        answer = line.send("CSS.getPlatformFontsForNode", {"nodeId": node})
    except Error as gone:
        if "Could not find node" not in str(gone):
            raise
        return []
    fonts: list[dict[str, Any]] = answer["fonts"]
    return fonts
