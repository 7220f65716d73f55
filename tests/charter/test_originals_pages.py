"""The pages where what came another way is entered, written out and checked, through the front door."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from charter.actions import originals as actions
from charter.models import Answer, Channel, Look, Original, Progress, Publish, Response, SealedLook
from hub.files.models import Document
from hub.people.models import Role
from tests.factories.charter import make_consultation, make_response
from tests.factories.charter_originals import LETTER, Desk, browser_of, sent
from tests.factories.files import make_document, make_upload, pdf_bytes, picture_bytes
from tests.factories.people import OrganisationFactory, PersonFactory, make_member
from tests.pages import Element, read


@pytest.fixture
def desk(db) -> Desk:
    return Desk()


@pytest.fixture
def ada(desk) -> Client:
    return browser_of(desk.ada)


@pytest.fixture
def bo(desk) -> Client:
    return browser_of(desk.bo)


def errors_of(page: Element) -> list[str]:
    """What the error summary says, line by line."""
    return [line.text for box in page.all(".errors") for line in box.all("li")]


def drawn(client: Client, path: str) -> dict[str, Any]:
    """What the page's form would send as it stands."""
    values: dict[str, Any] = {}
    form = read(client.get(path)).all("form", id="desk")[0]
    for one in form:
        kind, name = one.attributes.get("type", ""), one.attributes.get("name", "")
        if one.name == "input" and name and (kind == "hidden" or "checked" in one.attributes):
            values[name] = one.attributes.get("value", "")
        elif one.name == "textarea":
            values[name] = "".join(map(str, one.inside)).removeprefix("\n")
    values.pop("csrfmiddlewaretoken", None)
    return values


@pytest.mark.parametrize(
    ("file", "pages", "words"),
    [
        (("scan.pdf", pdf_bytes("Open the gate", "Yours"), "application/pdf"), 2, "Open the gate"),
        (("photo.jpg", picture_bytes(), "image/jpeg"), 1, ""),
        (("letter.txt", "Öffnet das Tor 🙂".encode(), "text/plain"), 0, "Öffnet das Tor 🙂"),
    ],
)
def test_pages_of_every_kind_are_kept_whole_and_shown(desk, ada, bo, file, pages, words):
    name, content, kind = file
    answer = ada.post(
        desk.path("enter/"), sent(text="", document=make_upload(content, name, kind)), follow=True
    )
    assert answer.status_code == 200
    response = Response.objects.get()
    document = response.original.document
    assert (len(list(document.pages)), words in response.original.text) == (pages, True)
    page = read(answer)
    assert len(page.one("div.document").all("img")) == pages
    for image in page.one("div.document").all("img"):
        assert bo.get(image.attributes["src"]).status_code == 200
        assert browser_of(desk.cleo).get(image.attributes["src"]).status_code == 404
        assert Client().get(image.attributes["src"])["Location"].startswith("/account/sign-in/")


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("letter.pdf", b"MZ\x90\x00" + b"\x00" * 500, "not a document"),
        ("scan.pdf", b"%PDF-1.7\n" + b"\x00" * 51_000_000, "MB"),
    ],
    ids=["a renamed executable", "a scan of 50 MB"],
)
def test_refused_file_is_explained_and_nothing_typed_is_lost(desk, ada, name, content, says):
    form = sent(event="Table 4", name="Wilf", document=make_upload(content, name, "application/pdf"))
    answer = ada.post(desk.path("enter/"), form)
    assert answer.status_code == 200
    page = read(answer)
    assert len(errors_of(page)) == 1
    assert says in page.one("div", id="id_document_error").text
    assert "".join(map(str, page.one("textarea", name="text").inside)).strip() == LETTER
    assert page.one("input", name="name").attributes["value"] == "Wilf"
    assert page.one("input", name="event").attributes["value"] == "Table 4"
    assert Response.objects.count() == Document.objects.count() == 0


def test_wrong_code_is_said_beside_it_and_the_chosen_pages_wait(desk, ada):
    form = sent(
        channel=Channel.FORM,
        text="",
        code="ACDEFG",
        document=make_upload(pdf_bytes("A form"), "form.pdf", "application/pdf"),
    )
    answer = ada.post(desk.path("enter/"), form)
    page = read(answer)
    assert "No questionnaire of this consultation has this code" in page.one("div", id="id_code_error").text
    kept = page.one("input", name="kept_document").attributes["value"]
    again = {**form, "code": "", "kept_document": kept}
    del again["document"]
    assert ada.post(desk.path("enter/"), again).status_code == 302
    assert Original.objects.get().document is not None


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"received_on": "31/02/2026"}, "received_on"),
        ({"received_on": "01/01/2999"}, "received_on"),
        ({"people": "0"}, "people"),
        ({"people": "a few"}, "people"),
        ({"channel": "online"}, "channel"),
        ({"text": "x" * 200_001}, "text"),
        ({"postcode": "nowhere"}, "postcode"),
        ({"email": "not an address"}, "email"),
        ({"publish": "named"}, "public_name"),
    ],
)
def test_bad_detail_gets_its_answer_beside_the_field(desk, ada, changes, field):
    answer = ada.post(desk.path("enter/"), sent(**changes))
    assert answer.status_code == 200
    assert read(answer).one("div", id=f"id_{field}_error").text
    assert Response.objects.count() == 0


def test_postcode_is_coarsened_before_it_is_kept(desk, ada):
    ada.post(desk.path("enter/"), sent(postcode="b14 7ra"))
    assert Response.objects.get().about_you.district == "B14"


def test_details_changed_by_two_keep_the_first_and_lose_nothing_of_the_second(desk, ada, bo):
    response = desk.enter()
    path = desk.path("details/", response)
    edition = read(ada.get(path)).one("input", name="edition").attributes["value"]
    assert bo.post(path, sent(people="4", edition=edition)).status_code == 302
    answer = ada.post(path, sent(people="7", note="Torn.", edition=edition))
    page = read(answer)
    assert "Somebody else has changed this meanwhile" in errors_of(page)[0]
    assert "How many people does it speak for? 4" in page.all("div.notice-warn")[0].text
    assert page.one("input", name="note").attributes["value"] == "Torn."
    newer = page.one("input", name="edition").attributes["value"]
    assert ada.post(path, sent(people="7", note="Torn.", edition=newer)).status_code == 302
    found = Response.objects.get()
    assert (found.people, found.original.note) == (7, "Torn.")


def test_writing_out_saves_ticks_and_what_was_typed_in_one_go(desk, ada):
    response = desk.enter()
    path = desk.path("", response)
    place = f"{LETTER.index('We would')}-{LETTER.index('Yours') - 1}"
    form = {
        **drawn(ada, path),
        "rate-premises-rating": "1",
        "premises-right-choice": "no",
        "premises-right-text": "It is short.",
        "then": "put",
        "stretch": [place],
        "question": "premises-example",
    }
    answer = ada.post(path, form)
    assert (answer.status_code, answer["Location"]) == (302, f"{path}#original")
    texts = dict(Answer.objects.values_list("question__key", "text"))
    assert texts == {
        "rate-premises": "",
        "premises-right": "It is short.",
        "premises-example": "We would come on Saturdays.",
    }
    page = read(ada.get(path))
    assert [tag.text for tag in page.one("fieldset.original-text").all("span.tag")] == [
        "in “Have you seen it work? Tell us.…”"
    ]
    assert "5 of 6 sentences have not been copied to a question." in page.one("div.original-put").text
    assert [part.said("summary") for part in page.one("section", id="answers").all("details")][:3] == [
        "What matters most 1 of 3",
        "Sharing school premises 2 of 3",
        "Training together 0 of 1",
    ]


def test_ticks_without_a_question_keep_what_was_typed_and_the_ticks(desk, ada):
    response = desk.enter()
    path = desk.path("", response)
    form = {**drawn(ada, path), "premises-barriers-text": "Keys.", "then": "put", "stretch": ["0-11"]}
    page = read(ada.post(path, form))
    assert errors_of(page) == ["Choose the question that this answers."]
    assert "checked" in page.one("input", value="0-11").attributes
    assert Answer.objects.get().text == "Keys."


def test_answer_that_is_too_long_is_said_beside_it_with_every_word_there(desk, ada):
    response = desk.enter()
    path = desk.path("", response)
    long = "x" * 100_000
    form = {**drawn(ada, path), "premises-barriers-text": long, "training-priority-choice": "yes"}
    page = read(ada.post(path, {**form, "then": "finish"}))
    assert errors_of(page) == ["2b – This is 80000 letters too long."]
    assert page.one("textarea", name="premises-barriers-text").text == long
    assert "checked" in page.one("input", id="training-priority-yes").attributes
    assert Answer.objects.count() == 0


def test_second_who_saves_sees_what_the_first_wrote_beside_their_own(desk, ada, bo):
    response = desk.enter()
    path = desk.path("", response)
    mine, theirs = drawn(ada, path), drawn(bo, path)
    assert bo.post(path, {**theirs, "premises-barriers-text": "Bo’s words."}).status_code == 302
    page = read(ada.post(path, {**mine, "premises-barriers-text": "Ada’s words."}))
    assert "Somebody else has changed this meanwhile" in errors_of(page)[0]
    question = page.one("fieldset", id="q-premises-barriers")
    assert question.one("p.original-theirs").text == "Kept now: Bo’s words."
    assert question.one("textarea").text == "Ada’s words."
    assert Answer.objects.get().text == "Bo’s words."
    newer = page.one("form", id="desk").one("input", name="edition").attributes["value"]
    assert (
        ada.post(path, {**mine, "premises-barriers-text": "Ada’s words.", "edition": newer}).status_code
        == 302
    )
    assert Answer.objects.get().text == "Ada’s words."


def test_what_was_checked_meanwhile_is_not_changed_and_nothing_typed_is_lost(desk, ada):
    response = desk.written()
    path = desk.path("", response)
    form = drawn(ada, path)
    actions.check(response.pk, edition=response.edition, by=desk.checks)
    answer = ada.post(path, {**form, "premises-barriers-text": "At five."})
    page = read(answer)
    assert answer.status_code == 200
    assert "Meanwhile somebody checked this" in errors_of(page)[0]
    assert page.one("textarea", name="premises-barriers-text").text == "At five."
    assert Answer.objects.get().text == "The gate is locked at four."
    assert ada.get(path)["Location"] == desk.path("check/", response)


def test_deputy_checks_and_sends_back_and_the_writer_may_not(desk, ada, bo):
    response = desk.written()
    path = desk.path("check/", response)
    own = read(ada.get(path))
    assert "You wrote it out last, so somebody else has to check it." in own.text
    assert own.all("button", name="what") == []
    # Pressed all the same.
    pressed = ada.post(path, {"what": "right", "edition": response.edition})
    assert "Somebody else has decided this meanwhile" in errors_of(read(pressed))[0]
    assert Original.objects.get().checked_at is None
    missing = read(bo.post(path, {"what": "back", "edition": response.edition, "note": ""}))
    assert "Say what is not right, so that it can be put right." in missing.text
    bo.post(path, {"what": "back", "edition": response.edition, "note": "It says five."})
    assert "It says five." in read(ada.get(desk.path("", response))).one("div.notice-warn").text
    stale = read(bo.post(path, {"what": "right", "edition": response.edition}))
    assert len(errors_of(stale)) == 1
    response.refresh_from_db()
    actions.finish(response.pk, edition=response.edition, by=desk.writes)
    response.refresh_from_db()
    assert bo.post(path, {"what": "right", "edition": response.edition}).status_code == 302
    assert Original.objects.get().checker == desk.bo
    # Two deputies who press at once: the second sees how it stands.
    again = bo.post(path, {"what": "right", "edition": response.edition})
    assert "Checked by Bo Thistle" in read(again).text


def test_checked_is_opened_again_with_a_reason(desk, bo):
    response = desk.checked()
    path = desk.path("check/", response)
    assert bo.post(path, {"what": "reopen", "edition": response.edition, "note": "A line is missing."})
    assert Original.objects.get().mistake == "A line is missing."
    assert read(bo.get(desk.path("", response))).one("div.notice-warn").said("p") == "A line is missing."


@pytest.mark.parametrize("what", ["", "right", "back", "reopen", "sing"])
def test_whatever_is_pressed_of_what_is_not_written_out_yet_changes_nothing(desk, bo, what):
    response = desk.enter()
    answer = bo.post(desk.path("check/", response), {"what": what, "edition": "x", "note": "n"})
    assert answer.status_code == 200
    assert Original.objects.get().mistake == ""


def test_thrown_away_after_being_asked_once(desk, ada):
    response = desk.enter()
    path = desk.path("drop/", response)
    assert "go for good" in read(ada.get(path)).text
    assert Response.objects.count() == 1
    assert ada.post(path)["Location"] == desk.path()
    assert Response.objects.count() == 0
    assert ada.get(desk.path("drop/", desk.written())).status_code == 404


def test_each_look_at_an_original_is_on_record(desk, ada, bo):
    response = desk.written()
    ada.get(desk.path("", response))
    bo.get(desk.path("check/", response))
    ada.get(desk.path("details/", response))
    ada.get(desk.path())
    looks = SealedLook.objects.order_by("pk").values_list("what", "person__name", "response")
    assert list(looks) == [
        (Look.ORIGINAL, "Ada Lovelock", response.pk),
        (Look.ORIGINAL, "Bo Thistle", response.pk),
        (Look.ORIGINAL, "Ada Lovelock", response.pk),
    ]


def test_list_shows_how_far_each_is_and_no_word_of_any(desk, ada):
    states = {"writing": desk.enter(), "checking": desk.written(), "checked": desk.checked()}
    back = desk.written()
    actions.send_back(back.pk, note="Plumtree.", edition=back.edition, by=desk.checks)
    make_response(desk.consultation)
    page = read(ada.get(desk.path()))
    assert [row.said("p.state") for row in page.one("ul.originals").all("li.card")] == [
        "To be put right",
        "Checked",
        "Waits for a check",
        "Being written out",
    ]
    assert "Plumtree" not in page.text
    for state, response in states.items():
        found = read(ada.get(desk.path(f"originals/?state={state}")))
        assert f"Number {response.pk} ·" in found.text
    assert len(read(ada.get(desk.path("originals/?state=writing"))).one("ul.originals").all("li.card")) == 2
    assert len(read(ada.get(desk.path("originals/?state=x"))).one("ul.originals").all("li.card")) == 4


def test_list_says_what_would_be_there(desk, ada):
    assert "Nothing has come another way yet" in read(ada.get(desk.path())).text
    assert "Nothing here now" in read(ada.get(desk.path("originals/?state=checked"))).text
    done = make_consultation("results")
    page = read(ada.get(f"/charter/manage/{done.slug}/originals/"))
    assert "The results are published, so nothing more is entered." in page.text


@pytest.mark.parametrize("page", ["originals/", "worklist"])
def test_lists_ask_the_same_of_the_database_with_one_and_with_thirty(
    desk, bo, page, django_assert_num_queries
):
    path = "/worklist/originals/" if page == "worklist" else desk.path()
    desk.written()
    bo.get(path)
    with CaptureQueriesContext(
        connection,
    ) as few:
        assert bo.get(path).status_code == 200
    for _number in range(29):
        response = make_response(desk.consultation, channel=Channel.LETTER, publish=Publish.NOT)
        Original.objects.filter(response=response).update(transcriber=desk.ada)
    with django_assert_num_queries(len(few)):
        assert bo.get(path).status_code == 200


def test_written_out_waits_in_the_list_of_everyone_but_the_writer(desk, ada, bo):
    response = desk.written(channel=Channel.EVENT, event="Town hall, table 4")
    found = read(bo.get("/worklist/originals/"))
    assert "At an event: Town hall, table 4" in found.text
    assert "locked" not in found.text
    assert "Town hall" not in read(ada.get("/worklist/originals/")).text
    actions.check(response.pk, edition=response.edition, by=desk.checks)
    assert "Town hall" not in read(bo.get("/worklist/originals/")).text


def test_nobody_else_sees_or_does_anything_here(desk):
    response = desk.written()
    pages = [desk.path(), desk.path("enter/")]
    pages += [desk.path(page, response) for page in ("", "details/", "check/", "drop/")]
    organiser = make_member(OrganisationFactory(), Role.MANAGER, Role.CONTRIBUTOR)
    school = make_member(OrganisationFactory(school=True), Role.HEAD)
    for person in (desk.cleo, organiser, school, PersonFactory()):
        client = browser_of(person)
        assert {client.get(path).status_code for path in pages} == {404}
        assert {client.post(path, sent()).status_code for path in pages[1:]} == {404}
    visitor = Client()
    assert {visitor.get(path)["Location"].split("?")[0] for path in pages} == {"/account/sign-in/"}
    assert Response.objects.get().state == Progress.SENT


def test_original_is_found_under_its_own_consultation_alone(desk, ada):
    response = desk.enter()
    other = make_consultation()
    assert ada.get(f"/charter/manage/{other.slug}/enter/{response.pk}/").status_code == 404


def test_pages_of_an_original_go_with_nothing_but_it(desk, ada):
    document = make_document(by=desk.writes)
    response = desk.enter(document, text="")
    path = f"/documents/{document.key}-1.webp"
    assert browser_of(desk.bo).get(path).status_code == 200
    actions.drop(response.pk, by=desk.writes)
    assert browser_of(desk.bo).get(path).status_code == 404
