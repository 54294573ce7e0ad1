"""People who come with a browser each, and what broke on their pages."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from browser import SMALL, Visitor
from playwright.sync_api import Browser

Invite = Callable[..., Visitor]


@contextmanager
def inviting(browser: Browser) -> Iterator[Invite]:
    """``invite(url, name, like=visitor, script=...)``: a person with a browser of their own.

    ``like`` opens a second tab of the same person; ``script`` runs before the page's own; further
    options are those of Playwright's ``new_context``.
    Whatever broke on a page fails the test at its end.
    """
    visitors: list[Visitor] = []

    def come(
        url: str,
        name: str,
        like: Visitor | None = None,
        script: str | None = None,
        **options: Any,
    ) -> Visitor:
        width, height = SMALL
        usual = {
            "viewport": {"width": width, "height": height},
            "locale": "en-GB",
            "reduced_motion": "reduce",
        }
        context = like.context if like else browser.new_context(**{**usual, **options})
        if script:
            context.add_init_script(script)
        visitors.append(Visitor(context, url, name))
        return visitors[-1]

    yield come
    problems = [f"{v.name}: {problem}" for v in visitors for problem in v.problems]
    for visitor in visitors:
        visitor.context.close()
    assert not problems, problems
