"""Every form of the hub: who sends it, where, and what its fields are when they are filled in well."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.core.cache import cache
from django.test import Client
from django.urls import resolve

from listings.filters import PARAMETERS
from listings.forms import OnceForm, WholeForm
from tests import hostile_charter, hostile_charter_analysis
from tests.hostile_answers import posting
from tests.pages import Element, read
from tests.town import Town
from tests.urls import every_url, paths_of


@dataclass(frozen=True)
class Form:
    """`at` is the label of the sample address; `first` is sent before, where a form is a second page."""

    who: str
    fields: Mapping[str, str] = field(default_factory=dict)
    at: str = ""
    first: tuple[str, Mapping[str, str]] | None = None
    # What a button or a hidden field says: which of the page's forms was sent.
    chooses: str = ""


WORDS = "We came by and saw it ourselves."
PASSWORD = "a-long-enough-Phrase-7"
JOINING = {"email": "new@secret-mail.test", "name": "Noor", "password1": PASSWORD, "adult": "on"}
CODE = {"code": "123456"}
PASSKEY = {"credential": '{"id": "x"}'}
WHERE = {"building": "The hall", "street": "1 High Street", "town": "", "postcode": "B14 7AA"}
PROFILE = {
    "name": "Silver Street Singers",
    "sort": "arts",
    "summary": "We sing.",
    "about": "Come and sing.",
    "offers": "rooms",
    "website": "https://singers.test/",
    "public_email": "hello@singers.test",
    "public_phone": "0121 496 0000",
    "charity_number": "1234567",
    "trades_for_profit": "",
}
PICTURE = {"picture_alt": "A choir", "picture_consent": "on", "kept_picture": "", "remove_picture": ""}
CARRIED = {"edition": "1", "opened": "", "seen": ""}
KEPT = dict.fromkeys(("edition", "opened", "posting_key", "keep", "again"), "")
ONCE = {**dict.fromkeys(OnceForm.base_fields, ""), **KEPT}
WHOLE = {**dict.fromkeys(WholeForm.base_fields, ""), **KEPT}
AGAINST = {"decision": "send-back", "criterion": "unclear", "reason": WORDS, "edition": "1", "next": ""}
ANSWER = {"criterion": "unclear", "answer": WORDS, "edition": "1", "next": ""}
ONE_DATE = {
    "do": "move",
    "move-day": "30 November 2026",
    "move-starts": "11am",
    "move-ends": "1pm",
    "move-note": "The hall is taken.",
    "cancel-note": "",
}
HOLIDAYS = {
    "kind": "school",
    "school-dates": "Christmas: 21 December 2026 to 1 January 2027",
    "school-source": "The council",
    "bank-dates": "",
    "bank-source": "",
}
AT_OWN = "group, verified"
LIVE, DRAFT = "published, verified", "draft, verified"

FINDING: dict[str, Form] = {
    "whats-on/find/": Form("visitor", dict.fromkeys(sorted(PARAMETERS), "")),
    "groups/find/": Form("visitor", dict.fromkeys(("q", "kind", "sort", "offers", "near", "within"), "")),
}
ORGANISATIONS: dict[str, Form] = {
    "organisations/new/": Form("parent", {**PROFILE, **WHERE, "withheld": "", "seen": ""}, "a group"),
    "groups/<slug:slug>/edit/": Form("organiser", {**PROFILE, **PICTURE, **CARRIED, "preview": ""}, AT_OWN),
    "groups/<slug:slug>/place/": Form(
        "organiser", {**WHERE, **CARRIED, "withheld": "on", "access": "step-free"}, AT_OWN
    ),
    "groups/<slug:slug>/ask/": Form("newgroup", {}, "group, unverified"),
    "groups/<slug:slug>/people/invite/": Form(
        "organiser", {"email": "friend@secret-mail.test", "roles": "contributor"}, AT_OWN
    ),
    "groups/<slug:slug>/people/<int:pk>/": Form("organiser", {"roles": "contributor"}, "closed"),
    "groups/<slug:slug>/people/<int:pk>/remove/": Form("organiser", {}, "closed"),
    "groups/<slug:slug>/people/invitations/<int:pk>/again/": Form("organiser", {}, "open, to take back"),
    "groups/<slug:slug>/people/invitations/<int:pk>/take-back/": Form(
        "organiser", {}, "open, for somebody else"
    ),
    "groups/<slug:slug>/leave/": Form("organiser", {}, AT_OWN),
    "groups/<slug:slug>/hand-over/": Form("organiser", {"person": "1"}, AT_OWN),
    "groups/<slug:slug>/check/": Form(
        "admin",
        {"looked_at": "charity", "checked": WORDS, "reason": "", "decision": "refuse", "next": ""},
        "group, asks to be checked",
    ),
    "groups/<slug:slug>/suspend/": Form("admin", {"reason": WORDS}, AT_OWN),
    "groups/<slug:slug>/restore/": Form("admin", {}, "group, unverified, suspended"),
    "groups/<slug:slug>/trust/": Form("admin", {}, "group, verified until today"),
    "groups/<slug:slug>/trust/withdraw/": Form("admin", {}, "group, trusted"),
    "invitations/join/": Form("parent", {"secret": "x" * 43, "next": ""}),
    "invitations/<int:pk>/accept/": Form("parent", {"next": ""}, "open, to accept"),
    "invitations/<int:pk>/decline/": Form("parent", {"next": ""}, "open, to decline"),
}
POSTING: dict[str, Form] = {
    "post/holidays/": Form("admin", HOLIDAYS, chooses="kind"),
    "post/new/<slug:slug>/<slug:how>/": Form("organiser", ONCE, "group, verified, once"),
    "post/new/<slug:slug>/<slug:how>/keep/": Form(
        "organiser", {**ONCE, "throw_away": ""}, "group, verified, once"
    ),
    "post/<slug:slug>/send/": Form("organiser", {"edition": ""}, DRAFT),
    "post/<slug:slug>/take-back/": Form("organiser", {}, "submitted, verified"),
    "post/<slug:slug>/undo/": Form("organiser", {"edition": ""}, LIVE),
    "post/<slug:slug>/copy/": Form("organiser", {"posting_key": ""}, LIVE),
    "post/<slug:slug>/cancel/": Form("organiser", {"reason": WORDS}, LIVE),
    "post/<slug:slug>/delete/": Form("organiser", {}, DRAFT),
    "post/<slug:slug>/picture/": Form("organiser", {**PICTURE, "picture": ""}, LIVE),
    "post/<slug:slug>/dates/": Form(
        "organiser",
        {"edition": "1", "ticks": "1", "on": "", "day": "30 November 2026", "starts": "10am", "add": "1"},
        DRAFT,
    ),
    "post/<slug:slug>/date/<slug:stamp>/": Form("organiser", ONE_DATE, LIVE, chooses="do"),
    "post/<slug:slug>/from/<slug:stamp>/": Form("organiser", WHOLE, LIVE),
    "post/<slug:slug>/from/<slug:stamp>/keep/": Form("organiser", {**WHOLE, "throw_away": ""}, LIVE),
    "post/<slug:slug>/from/<slug:stamp>/confirm/": Form("organiser", {"edition": ""}, LIVE),
    "post/<slug:slug>/change/": Form("organiser", WHOLE, LIVE),
    "post/<slug:slug>/change/keep/": Form("organiser", {**WHOLE, "throw_away": ""}, LIVE),
    "post/<slug:slug>/change/confirm/": Form("organiser", {"edition": ""}, LIVE),
    "post/<slug:slug>/<slug:step>/": Form("organiser", WHOLE, f"when, {DRAFT}"),
    "post/<slug:slug>/<slug:page>/keep/": Form("organiser", {**WHOLE, "throw_away": ""}, DRAFT),
}
MODERATION: dict[str, Form] = {
    "moderation/listings/<slug:slug>/": Form("admin", AGAINST, "submitted, verified", chooses="decision"),
    "moderation/reports/<int:pk>/": Form("admin", {**ANSWER, "step": "stays"}, "open, without an account"),
    "moderation/appeals/<int:pk>/": Form(
        "admin", {**ANSWER, "outcome": "stays"}, "reporter's, first decided by another"
    ),
    "whats-on/<slug:slug>/report/": Form(
        "visitor", {"criterion": "untrue", "text": WORDS, "email": "anna@people.test", "key": ""}, LIVE
    ),
    "whats-on/<slug:slug>/appeal/": Form("organiser", {"text": WORDS}, "returned, verified"),
    "reports/<uuid:key>/": Form("visitor", {"text": WORDS}, "answered, without an account"),
}
ACCOUNTS: dict[str, Form] = {
    "account/join/": Form("visitor", {**JOINING, "next": ""}),
    "account/confirm-email/": Form("visitor", {**CODE, "action": ""}, first=("/account/join/", JOINING)),
    "account/sign-in/": Form(
        "visitor", {"login": "parent@secret-mail.test", "password": "x", "remember": "on", "next": ""}
    ),
    "account/sign-in/code/": Form("visitor", {"email": "parent@secret-mail.test", "next": ""}),
    "account/sign-in/code/enter/": Form(
        "visitor",
        {**CODE, "action": "", "next": ""},
        first=("/account/sign-in/code/", {"email": "parent@secret-mail.test"}),
    ),
    "account/sign-in/passkey/": Form("visitor", {**PASSKEY, "next": ""}),
    "account/sign-in/second-step/": Form("visitor", {**CODE, **PASSKEY, "next": ""}),
    "account/sign-out/": Form("parent", {"next": ""}),
    "account/password/reset/": Form("visitor", {"email": "parent@secret-mail.test", "next": ""}),
    r"^account/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$": Form(
        "visitor", {"password1": PASSWORD, "password2": PASSWORD, "action": ""}, "sent to a parent"
    ),
    "account/password/": Form(
        "parent", {"oldpassword": "x", "password1": PASSWORD, "password2": PASSWORD, "next": ""}
    ),
    "account/password/first/": Form("parent", {"password1": PASSWORD, "password2": PASSWORD}),
    "account/again/": Form("parent", {"password": "x", "next": ""}),
    "account/again/second-step/": Form("parent", {**CODE, "next": ""}),
    "account/again/passkey/": Form("parent", {**PASSKEY, "next": ""}),
    "account/again/code/": Form("parent", {**CODE, "action": "", "next": ""}),
    "account/second-step/later/": Form("parent", {"next": ""}),
    "account/second-step/all/": Form("parent"),
    "account/second-step/app/": Form("parent", CODE),
    "account/second-step/app/remove/": Form("parent"),
    "account/second-step/passkeys/add/": Form("parent", {**PASSKEY, "name": "A telephone"}),
    "account/second-step/passkeys/<int:pk>/remove/": Form("parent", {}, "a parent's"),
    "account/second-step/passkeys/<int:pk>/name/": Form("parent", {"name": "A telephone"}, "a parent's"),
    "account/second-step/codes/new/": Form("parent"),
    "account/second-step/codes/download/": Form("parent"),
    "account/name/": Form("parent", {"name": "Noor"}),
    "account/email/": Form(
        "parent",
        {
            "email": "new@secret-mail.test",
            "action_add": "1",
            "action_send": "",
            "action_primary": "",
            "action_remove": "",
        },
    ),
    "account/sessions/others/end/": Form("parent"),
    "account/sessions/<int:pk>/end/": Form("organiser", {}, "an organiser's"),
    "account/delete/": Form("parent", {"sure": "on"}),
    # Outside the demo it is not there for anyone.
    "style/": Form("parent"),
}
# Whoever answers a consultation has begun by a first save.
BEGUN = (
    "/charter/consultation/answering-open/section/premises/",
    {"q-premises-barriers-edition": "0", "q-premises-barriers-text": WORDS},
)
_ANSWER = "charter/consultation/<slug:slug>/"
_PARTS = ("edition", "drawn", "use", "rating", "choice", "text", "contact")
ANSWERING: dict[str, Form] = {
    f"{_ANSWER}section/<slug:key>/": Form(
        "visitor",
        {
            **{
                f"q-premises-{name}-{part}": WORDS if part == "text" else ""
                for name in ("right", "barriers", "example")
                for part in _PARTS
            },
            **dict.fromkeys(("version", "begun_with", "go", "email", "phone", "was_email", "was_phone"), ""),
        },
        "open",
    ),
    f"{_ANSWER}about-you/": Form(
        "visitor",
        {
            "kind": "parent",
            "postcode": "B14 7AA",
            **dict.fromkeys(("age_band", "disability", "ethnic_group", "language"), ""),
        },
        "open",
        BEGUN,
    ),
    f"{_ANSWER}publish/": Form("visitor", {"publish": "named", "public_name": "Noor"}, "open", BEGUN),
    f"{_ANSWER}check/": Form(
        "visitor", {"email": "noor@secret-mail.test", "wants_copy": "on", "wants_news": "on"}, "open", BEGUN
    ),
    f"{_ANSWER}link/": Form(
        "visitor", {"do": "mail", "email": "noor@secret-mail.test", "link": ""}, "open", BEGUN, chooses="do"
    ),
    f"{_ANSWER}withdraw/": Form("visitor", {"what": "publication"}, "open", BEGUN, chooses="what"),
    f"{_ANSWER}leave/": Form("visitor", {"next": ""}, "open", BEGUN),
    f"{_ANSWER}for/": Form("organiser", {"organisation": "heathfield", "take_over": ""}, "open"),
    "charter/consultation/resume/<str:secret>/": Form("visitor", {"next": ""}, "opens"),
    "charter/consultation/news/<str:secret>/": Form("visitor", {"say": "yes"}, "news", chooses="say"),
}
FORMS = {**FINDING, **ORGANISATIONS, **POSTING, **MODERATION, **ACCOUNTS, **ANSWERING}
FORMS |= {**hostile_charter_analysis.forms(Form), **hostile_charter.forms(Form)}

# Pages that take something in their address, beside those in tests/test_hostile.py.
ASKED: dict[str, Form] = {
    "post/mine/": Form("organiser", dict.fromkeys(("organisation", "page", "q", "tab"), "")),
    "post/new/<slug:slug>/copy/": Form("organiser", dict.fromkeys(("page", "q"), ""), AT_OWN),
    "worklist/": Form("admin", dict.fromkeys(("next", "page"), "")),
    "worklist/<slug:key>/": Form("admin", dict.fromkeys(("next", "page"), "")),
    "groups/<slug:slug>/": Form("organiser", dict.fromkeys(("as", "page", "preview"), ""), AT_OWN),
    "groups/<slug:slug>/check/": Form("admin", {"next": ""}, AT_OWN),
    "moderation/listings/<slug:slug>/": Form("admin", {"next": ""}, "submitted, verified"),
    "organisations/new/": Form("parent", {"kind": "", "next": ""}),
    "whats-on/<slug:slug>/": Form("organiser", {"dates": "", "as": ""}, LIVE),
    "join/": Form("visitor", {"next": ""}),
}
ASKED |= hostile_charter_analysis.asked(Form)


def path_of(route: str, form: Form, town: Town) -> str:
    """The address that the form is sent to. Raises LookupError for a sample that is not there."""
    (url,) = [url for url in every_url() if url.route == route]
    return paths_of(url, town)[form.at]


def taking(town: Town) -> dict[str, bool | None]:
    """Whether each route takes forms, as it says itself; None for one that says nothing to those who ask."""
    clients = [town.persona(name).client() for name in ("visitor", "parent", "organiser", "admin")]
    said: dict[str, bool | None] = {}
    for url in every_url():
        said[url.route] = None
        for path in list(paths_of(url, town).values())[:1] if "sign-out" not in url.route else []:
            allowed = [allowed_at(client, path) for client in clients]
            known = [methods for methods in allowed if methods]
            said[url.route] = any("POST" in methods for methods in known) if known else None
    return said


def allowed_at(client: Client, path: str) -> set[str]:
    """The methods that an address allows; empty where it does not say."""
    cache.clear()
    return {one.strip() for one in client.options(path).headers.get("Allow", "").split(",") if one.strip()}


def forms_at(client: Client, path: str, route: str) -> list[Element]:
    """The forms on the page at the address that are sent to that route; none where there is no page."""
    answer = client.get(path)
    if answer.status_code != 200 or not answer.headers["Content-Type"].startswith("text/html"):
        return []
    leads_to = [(form, urlsplit(form.attributes.get("action", "")).path) for form in posting(read(answer))]
    return [form for form, action in leads_to if resolve(action or urlsplit(path).path).route == route]


def values_in(form: Element) -> dict[str, str]:
    """What is in a form's fields for text and its hidden fields, and the names of all others."""
    told = {}
    for one in form:
        if name := one.attributes.get("name", ""):
            chosen = one.name == "input" and one.attributes.get("type", "") not in (
                "radio",
                "checkbox",
                "file",
            )
            told[name] = one.attributes.get("value", "") if chosen else told.get(name, "")
    told.pop("csrfmiddlewaretoken", None)
    return told
