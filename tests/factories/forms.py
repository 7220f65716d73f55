"""What a browser would send: the fields of a page's form as they stand, with some filled in."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse

from tests.pages import Element, read


def _value(field: Element) -> list[str]:
    """What one control sends."""
    if field.name == "textarea":
        # A browser drops the line break with which the markup begins.
        return ["".join(map(str, field.inside)).removeprefix("\n").replace("\n", "\r\n")]
    if field.name == "select":
        chosen = [one for one in field.all("option") if "selected" in one.attributes]
        return [one.attributes.get("value", "") for one in chosen or field.all("option")[:1]]
    if field.attributes.get("type") in ("checkbox", "radio"):
        return [field.attributes.get("value", "on")] if "checked" in field.attributes else []
    if field.attributes.get("type") == "file":
        return []
    return [field.attributes.get("value", "")]


def fields_of(response: HttpResponse, **changes: Any) -> dict[str, Any]:
    """The fields of the page's own form (the last in its main part), with `changes`; None leaves one out."""
    form = read(response).one("main").all("form", method="post")[-1]
    sent: dict[str, Any] = {}
    for name in ("input", "textarea", "select"):
        for field in form.all(name):
            if field.attributes.get("name"):
                sent.setdefault(field.attributes["name"], []).extend(_value(field))
    sent = {name: values for name, values in sent.items() if values}
    return {name: value for name, value in {**sent, **changes}.items() if value is not None}
