"""Whether the page's own font shows every character: none is missing, none is another font's."""

from typing import Any

from playwright.sync_api import CDPSession, Error, Page

# Characters of the visible texts that no loaded face of the page's font claims to have.
UNCLAIMED = """async () => {
  await document.fonts.ready;
  const ranges = [];
  for (const { family, status, unicodeRange } of document.fonts) {
    if (status !== 'loaded' || !family.includes('Noto Sans SC')) continue;
    for (const range of unicodeRange.split(',')) {
      const ends = range.trim().slice(2).split('-');
      const [first, last = first] = ends.map((one) => parseInt(one, 16));
      ranges.push([first, last]);
    }
  }
  const shown = [document.body.innerText];
  for (const { value, placeholder } of document.querySelectorAll('input, textarea'))
    shown.push(value, placeholder);
  const has = (code) => ranges.some(([first, last]) => code >= first && code <= last);
  return [...new Set(shown.join(''))].filter((one) => one > ' ' && !has(one.codePointAt(0)));
}"""


def strangers(page: Page) -> list[str]:
    """What is wrong with the glyphs on the page now; empty if nothing is."""
    unclaimed: list[str] = page.evaluate(UNCLAIMED)
    return [f"not in the font: {one!r}" for one in unclaimed] + _foreign(page)


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
