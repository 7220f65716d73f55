"""What to ask for at the addresses of the charter’s consultation."""

from __future__ import annotations

from collections.abc import Callable

from tests.town import Town
from tests.urls import Paths, samples

TOLD_APART = ("draft", "open", "closed", "settled", "results")
AT = "charter/manage/<slug:slug>/"


def at_consultations(page: str) -> Callable[[Town], Paths]:
    """One page of a consultation in each state, and of none."""

    def make(town: Town) -> Paths:
        known = {state: f"/charter/manage/specimen-{state}/{page}" for state in TOLD_APART}
        return {**known, "unknown": f"/charter/manage/no-such-thing/{page}"}

    return make


def at_part(page: str) -> Callable[[Town], Paths]:
    """A part of the version in preparation of a few consultations, and one that is not there."""

    def make(town: Town) -> Paths:
        known = {state: f"/charter/manage/specimen-{state}/{page}" for state in ("draft", "open", "closed")}
        nothing = page.replace("premises-right", "nothing").replace("premises", "nothing")
        return {**known, "no part": f"/charter/manage/specimen-draft/{nothing.replace('1/', '99/')}"}

    return make


for page in (
    *("", "details/", "dates/", "launch/", "delete/", "preview/", "versions/"),
    *("edit/", "edit/new/", "edit/move/", "edit/again/", "edit/file/", "edit/publish/", "edit/discard/"),
):
    samples(f"{AT}{page}")(at_consultations(page))
for page, route in (
    ("edit/section/premises/", "edit/section/<slug:key>/"),
    ("edit/section/premises/delete/", "edit/section/<slug:key>/delete/"),
    ("edit/section/premises/ask/", "edit/section/<slug:key>/ask/"),
    ("edit/question/premises-right/", "edit/question/<slug:key>/"),
    ("edit/question/premises-right/delete/", "edit/question/<slug:key>/delete/"),
    ("preview/premises/", "preview/<slug:key>/"),
    ("versions/1/", "versions/<int:number>/"),
    ("versions/1/file/", "versions/<int:number>/file/"),
):
    samples(f"{AT}{route}")(at_part(page))
