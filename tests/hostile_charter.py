"""The forms of the charter’s other rooms: who sends them, and what they say when they are filled in well."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

F = TypeVar("F")
MANAGE = "charter/manage/<slug:slug>/"
EDIT = f"{MANAGE}edit/"
TEXT = "charter/manage/text/"
ENTER = f"{MANAGE}enter/"
WORDS = "We came by and saw it ourselves."
SECTION = {**dict.fromkeys(("area", "barriers", "helps"), ""), "narrative": WORDS, "title": "Gates"}
QUESTION = {
    "area": "",
    "hint": "",
    "kind": "open",
    "label": "9a",
    "section": "premises",
    "text": "What else is shut?",
}
WHOLE_FILE = {"text": "# Gates\nWhat should we open?\n\n## Gates {#gates}\nThey are shut.", "file": ""}
DETAILS = {
    **dict.fromkeys(("code", "event", "organisation_name", "public_name", "kind", "name", "email"), ""),
    **dict.fromkeys(("phone", "postcode", "note", "document", "kept_document", "remove_document"), ""),
    "channel": "letter",
    "people": "1",
    "publish": "not",
    "received_on": "",
    "text": WORDS,
}
BEGUN = "original: begun"
# The questions of the specimens' version, as the page of a letter has them.
WRITTEN = {
    **{
        f"{key}-{part}": ""
        for key in ("premises-barriers", "premises-example", "premises-right", "priorities-others")
        for part in ("here", "text")
    },
    **dict.fromkeys(("training-priority-here", "training-priority-text", "training-priority-choice"), ""),
    **dict.fromkeys(("rate-premises-here", "rate-premises-rating", "rate-training-here"), ""),
    **dict.fromkeys(("rate-training-rating", "premises-right-choice", "premises-example-contact"), ""),
    "then": "",
    "edition": "1",
}
SIGNED = {
    **dict.fromkeys(("pledge_by", "step", "duties"), ""),
    "kind": "school",
    "version": "1",
    "authority": "Headteacher",
    "pledge": "",
}
REVIEWED = {
    **dict.fromkeys(("answer", "end", "note", "occurrence", "start", "reason"), ""),
    "do": "take-words",
    "words": "gate",
    "edition": "1",
}


def forms(make: Callable[..., F]) -> Mapping[str, F]:
    """By route, each made as `make(who, fields, at)`."""
    return {**_text(make), **_signing(make), **_decisions(make), **_asking(make), **_paper(make)}


def _text(make: Callable[..., F]) -> Mapping[str, F]:
    return {
        f"{TEXT}name/": make("admin", {"title": WORDS, "summary": WORDS, "edition": "1"}),
        f"{TEXT}file/": make("admin", {**WHOLE_FILE, "replace": ""}),
        f"{TEXT}start/": make("admin"),
        f"{TEXT}words/": make("admin", {"introduction": WORDS, "note": "", "seen": ""}),
        f"{TEXT}publish/": make("admin", {"consultation": "", "edition": "1"}),
        f"{TEXT}adopt/<int:number>/": make("admin", {"adopted_on": "", "edition": "1"}, "draft"),
        f"{TEXT}throw-away/": make("admin", {"edition": "1"}),
        f"{TEXT}move/": make("admin", {"what": "clause", "key": "open-halls", "to": "up"}),
        f"{TEXT}add/<slug:what>/": make("admin", {"seen": "", "text": WORDS, "under": "premises"}, "clause"),
        f"{TEXT}<slug:what>/<slug:key>/": make(
            "admin", {"seen": "", "text": WORDS, "under": "premises"}, "clause open-halls"
        ),
        f"{TEXT}<slug:what>/<slug:key>/remove/": make("admin", {}, "clause open-halls"),
    }


def _signing(make: Callable[..., F]) -> Mapping[str, F]:
    return {
        "charter/sign/<slug:slug>/": make("head", SIGNED, "school"),
        "charter/sign/<slug:slug>/withdraw/": make("organiser", {}, "verified"),
        "charter/support/": make(
            "visitor", {"email": "noor@secret-mail.test", "name": "Noor", "show_name": "yes"}
        ),
        "charter/support/withdraw/": make("parent"),
        "charter/support/link/<str:secret>/": make("visitor", {"answer": "yes"}, "made up"),
        "charter/decisions/stop/<str:secret>/": make("visitor", {}, "made up"),
    }


def _decisions(make: Callable[..., F]) -> Mapping[str, F]:
    decided = f"{MANAGE}decisions/"
    return {
        f"{decided}publish/": make("admin", {"decision": ""}, "decided"),
        f"{decided}tell/": make("admin", {}, "decided"),
        f"{decided}theme/<int:pk>/": make(
            "admin",
            {
                "change": WORDS,
                "clauses": "",
                "edition": "1",
                "outcome": "not",
                "reason": WORDS,
                "said": WORDS,
            },
            "prepared",
        ),
        f"{decided}<int:pk>/take-back/": make("admin", {}, "published"),
        f"{MANAGE}results/": make("admin", {"do": "publish"}, "closed", chooses="do"),
    }


def _asking(make: Callable[..., F]) -> Mapping[str, F]:
    section, question = f"{EDIT}section/<slug:key>/", f"{EDIT}question/<slug:key>/"
    return {
        "charter/manage/new/": make("admin", {"summary": WORDS, "title": "Gates", "shipped": ""}),
        "charter/manage/new/file/": make("admin", WHOLE_FILE),
        f"{MANAGE}details/": make(
            "admin",
            {
                "how_to_answer": "",
                "introduction": WORDS,
                "mark": "",
                "slug": "gates",
                "summary": WORDS,
                "title": "Gates",
            },
            "draft",
        ),
        EDIT: make("admin", {}, "open"),
        f"{EDIT}move/": make("admin", {"what": "section", "key": "premises", "to": "up"}, "draft"),
        f"{EDIT}again/": make("admin", {"key": ""}, "draft"),
        f"{EDIT}new/": make("admin", SECTION, "draft"),
        section: make("admin", {**SECTION, "mark": ""}, "draft"),
        f"{section}delete/": make("admin", {"edition": "1"}, "draft"),
        f"{section}ask/": make("admin", {**QUESTION, "another": ""}, "draft"),
        question: make("admin", {**QUESTION, "mark": ""}, "draft"),
        f"{question}delete/": make("admin", {"edition": "1"}, "draft"),
        f"{EDIT}file/": make("admin", {**WHOLE_FILE, "replace": ""}, "draft"),
        f"{EDIT}publish/": make("admin", {"note": WORDS, "edition": "1"}, "draft"),
        f"{EDIT}discard/": make("admin", {"edition": "1"}, "draft"),
        f"{MANAGE}dates/": make(
            "admin",
            {**dict.fromkeys(("closes_on", "closes_time", "opens_on", "opens_time"), ""), "edition": "1"},
            "draft",
        ),
        f"{MANAGE}launch/": make("admin", {"edition": "1", "version_edition": "1"}, "draft"),
        f"{MANAGE}delete/": make("admin", {}, "draft"),
    }


def _paper(make: Callable[..., F]) -> Mapping[str, F]:
    return {
        ENTER: make("admin", DETAILS, "open"),
        f"{ENTER}<int:pk>/": make("admin", WRITTEN, BEGUN),
        f"{ENTER}<int:pk>/details/": make("admin", {**DETAILS, "edition": "1"}, BEGUN),
        f"{ENTER}<int:pk>/check/": make(
            "admin",
            {"edition": "1", "note": WORDS, "what": "back"},
            "original: written out by another",
            chooses="what",
        ),
        f"{ENTER}<int:pk>/drop/": make("admin", {}, BEGUN),
        f"{MANAGE}review/<int:pk>/": make("admin", REVIEWED, "review: sent", chooses="do"),
    }
