"""Every page and notice: axe finds nothing serious, in both themes, and each has a way on."""

import pytest
from browser import grave
from pages import SCENES, Scene

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]

SMALL = {"width": 360, "height": 560}


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", SCENES)
def test_a_page_is_for_everybody(server, chromium, name, theme):
    context = chromium.new_context(
        viewport=SMALL, locale="en-GB", color_scheme=theme, reduced_motion="reduce"
    )
    page = context.new_page()
    page.set_default_timeout(90_000)
    try:
        SCENES[name](Scene(page, server.url))
        page.wait_for_timeout(300)
        assert page.evaluate("document.documentElement.dataset.theme ?? 'light'") == theme
        assert grave(page) == []
        assert page.locator("button:visible").count() > 0
        over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert over <= 0, "wider than the screen"
    finally:
        context.close()
