"""A real address for each route, for whoever sends nonsense to all of them."""

from __future__ import annotations

from tests.urls import every_url

# What stands for what in the addresses that are about something; the first that fits a route.
ARGUMENTS = (
    ("groups/<slug:slug>", "groups/heathfield"),
    ("consultation/<slug:slug>", "consultation/gates"),
    ("manage/<slug:slug>", "manage/gates"),
    ("areas/<slug:slug>", "areas/premises"),
    ("sign/<slug:slug>", "sign/heathfield"),
    ("decisions/<slug:slug>", "decisions/gates"),
    ("section/<slug:key>", "section/premises"),
    ("results/<slug:key>", "results/premises-barriers"),
    ("add/<slug:what>", "add/clause"),
    ("<slug:what>/<slug:key>", "clause/ask-early"),
    ("<slug:public_id>", "r2345"),
    ("<int:number>", "1"),
    ("post/new/<slug:slug>", "post/new/heathfield"),
    *(
        ("<slug:slug>", "story-time"),
        ("<slug:how>", "once"),
        ("<slug:step>", "what"),
        ("<slug:page>", "what"),
    ),
    *(("<slug:stamp>", "20261129T100000Z"), ("<int:pk>", "1"), ("<int:width>", "320")),
    *(("<uuid:key>", "00000000-0000-4000-8000-000000000000"), ("<slug:key>", "listings")),
    *(("<str:secret>", "x" * 43), ("(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)", "1-x"), ("^", ""), ("$", "")),
)


def paths() -> dict[str, str]:
    """A real address for each route, by the route."""
    found = {}
    for url in every_url():
        if url.route == "readyz":
            # It takes nothing, and takes its time over the migrations: tests/hub/web/test_health.py.
            continue
        path = url.route
        for argument, value in ARGUMENTS:
            path = path.replace(argument, value)
        assert "<" not in path, f"Say in ARGUMENTS what stands for what in “{url.route}”."
        found[url.route] = f"/{path}"
    return found


PATHS = paths()
