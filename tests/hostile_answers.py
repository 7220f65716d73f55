"""What every answer must be, whatever was sent: one that a person can use, in the hub's words alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from django.http import HttpResponse

from tests.pages import Element, read

CLEAR = {200, 301, 302, 400, 403, 404, 405}
# Pictures of the hub's own, and the code that an authenticator app reads, which is drawn in the page.
OWN_IMAGES = ("/pictures/", "/static/", "data:image/svg+xml;")
NUMBERS = re.compile(r'<code>[^<]*</code>|name="csrfmiddlewaretoken" value="[^"]*"')
TYPED = ("", "text", "search", "email", "url", "tel", "number")
_read: set[str] = set()


def clear(response: HttpResponse, sent: object) -> None:
    """Fails for an answer that a person could not use, or that says what an attacker wanted said."""
    assert response.status_code in CLEAR, (response.status_code, sent)
    assert "evil" not in response.cookies, sent
    leads_to = urlsplit(response.headers.get("Location", ""))
    assert (leads_to.scheme, leads_to.netloc) == ("", ""), (leads_to, sent)
    if response.headers.get("Content-Type", "").startswith("text/html") and response.content:
        # Most pages come again and again, but for their numbers: each is read once.
        text = NUMBERS.sub("", response.text)
        if text not in _read:
            _read.add(text)
            _only_own(read(response), sent)


def _only_own(page: Element, sent: object) -> None:
    """No markup but the hub's: one heading, its own scripts and images, no handler, no script in a link."""
    assert [one.text != "" for one in page.all("h1")] == [True], sent
    for script in page.all("script"):
        own = script.attributes.get("src", "").startswith("/static/")
        assert own or script.attributes == {"type": "application/ld+json"}, sent
    for one in page:
        assert not any(name.startswith("on") for name in one.attributes), (one.name, one.attributes, sent)
        for name in ("href", "action", "formaction"):
            # Browsers pass over spaces and control characters before the scheme.
            leads_to = one.attributes.get(name, "").lower().strip("".join(map(chr, range(33))))
            assert not leads_to.startswith(("javascript:", "data:")), (one.name, one.attributes, sent)
    for image in page.all("img"):
        assert image.attributes.get("src", "").startswith(OWN_IMAGES), (image.attributes, sent)


def posting(page: Element) -> Iterator[Element]:
    """The forms of a page that send something."""
    return (form for form in page.all("form") if form.attributes.get("method", "").lower() == "post")


def lost(response: HttpResponse, sent: Mapping[str, str]) -> dict[str, list[str]]:
    """Fields to type into that came back with something else than was typed: what stands there now."""
    shown: dict[str, list[str]] = {}
    for form in posting(read(response)):
        for one in form:
            name = one.attributes.get("name", "")
            if name not in sent:
                continue
            if one.name == "textarea":
                shown.setdefault(name, []).append("".join(map(str, one.inside)).removeprefix("\n"))
            elif one.name == "input" and one.attributes.get("type", "") in TYPED:
                shown.setdefault(name, []).append(one.attributes.get("value", ""))
    # A page that offers several decisions has the same field in each of their forms: in one is enough.
    return {name: values for name, values in shown.items() if sent[name] not in values}
