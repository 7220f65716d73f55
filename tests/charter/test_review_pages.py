"""The reviewer's pages, with and without JavaScript; what is public of it; who looked."""

import re

import pytest
from django.test import Client

from charter.models import (
    LeftIn,
    Publish,
    PublishedAnswer,
    PublishedResponse,
    Redaction,
    Response,
    Review,
    SealedLook,
)
from hub.people.models import Role
from tests.factories.charter import make_consultation, make_response, publish
from tests.factories.charter_review import PLAIN, TELLING, Desk, words_of
from tests.factories.people import PersonFactory, make_member
from tests.listings.moderators import client_of
from tests.pages import read


@pytest.fixture
def desk(db) -> Desk:
    return Desk()


@pytest.fixture
def reviewer(desk) -> Client:
    return client_of(desk.first)


def post(client: Client, desk: Desk, response: Response, do: str, **fields: object):
    edition = Response.objects.get(pk=response.pk).edition
    return client.post(desk.path(response), {"do": do, "edition": edition, **fields})


def test_page_shows_raw_beside_public_with_findings_marked(desk, reviewer):
    response = desk.response()
    page = read(reviewer.get(desk.path(response)))
    assert [one.text for one in page.all("mark.found")] == ["Mrs Okafor", "Jamie", "0121 496 0199"]
    raw, public = page.all(".review-raw")
    assert (raw.text.replace(" .", "."), public.text) == (TELLING, TELLING)
    post(reviewer, desk, response, "take-words", words="0121 496 0199", reason="contact")
    page = read(reviewer.get(desk.path(response)))
    raw, public = page.all(".review-raw")
    assert [one.text for one in page.all("del.out")] == ["0121 496 0199"]
    assert public.text == "Mrs Okafor at the gate was kind to my son Jamie. Ring me on […]."


def test_ticked_findings_are_taken_out_or_left_in(desk, reviewer):
    response = desk.response()
    page = read(reviewer.get(desk.path(response)))
    values = [one.attributes["value"] for one in page.all("input", type="checkbox", name="mark")]
    assert len(values) == 3
    answer = post(
        reviewer, desk, response, "take-marks", mark=values[:2], reason="third", at=words_of(response).pk
    )
    assert answer.headers["Location"].endswith(f"/#answer-{words_of(response).pk}")
    post(reviewer, desk, response, "leave", mark=values[2:])
    assert (Redaction.objects.count(), LeftIn.objects.count()) == (2, 1)
    post(reviewer, desk, response, "publish")
    assert PublishedAnswer.objects.filter(text__startswith="[…] at the gate").count() == 1


def test_after_a_decision_the_next_that_waits_is_shown(desk, reviewer):
    first, second = desk.response(PLAIN), desk.response(PLAIN)
    assert post(reviewer, desk, first, "publish").headers["Location"] == desk.path(second)
    answer = post(reviewer, desk, second, "keep", reason="An advertisement.")
    assert answer.headers["Location"] == f"/charter/manage/{desk.consultation.slug}/responses/"


def test_nothing_typed_is_lost_when_somebody_was_quicker(desk, reviewer):
    response = desk.response(PLAIN)
    Response.objects.filter(pk=response.pk).update(edition=7)
    page = reviewer.post(
        desk.path(response),
        {"do": "take-words", "words": "gate", "reason": "third", "note": "why", "edition": 1},
    )
    assert page.status_code == 200
    assert "Somebody changed it while you were reading." in page.text
    assert read(page).one("input", name="note").attributes["value"] == "why"
    assert not Redaction.objects.exists()


def test_keeping_without_a_reason_says_so_beside_the_field(desk, reviewer):
    response = desk.response(PLAIN)
    page = read(post(reviewer, desk, response, "keep", reason=" "))
    assert page.said(".invalid-feedback") == "Say why, in a sentence."
    assert page.said("title").startswith("Error:")


HOSTILE = [
    {"do": ""},
    {"do": "drop"},
    {"do": "take-words"},
    {"do": "take-words", "words": "gate", "reason": "x"},
    {"do": "take-words", "words": "gate\x00", "reason": "third", "answer": "x"},
    {"do": "take-words", "words": "gate", "reason": "third", "occurrence": "-1"},
    {"do": "take-words", "words": "gate", "reason": "third", "occurrence": "9" * 50},
    {"do": "take-marks"},
    {"do": "take-marks", "mark": ["1:2"], "reason": "third"},
    {"do": "take-marks", "mark": ["a:b:c"], "reason": "third"},
    {"do": "take-marks", "mark": ["-1:-2:-3"], "reason": "third"},
    {"do": "take-marks", "mark": ["0:0:1"], "reason": "third"},
    {"do": "take-marks", "mark": [f"99999999999:0:{10**10}"], "reason": "third"},
    {"do": "take-marks", "mark": [f"1:{n}:{n + 1}" for n in range(250)], "reason": "third"},
    {"do": "leave", "mark": ["²:0:1"]},
    {"do": "put-back", "redaction": "x", "left": "9" * 40},
    {"do": "take-down", "reason": "It is not published."},
    {"do": "again"},
    {"do": "publish", "edition": "x"},
    {"do": "publish", "edition": "9" * 40},
]


@pytest.mark.parametrize("sent", HOSTILE, ids=lambda sent: str(sent)[:50])
def test_hostile_form_changes_nothing_and_gets_an_answer(desk, reviewer, sent):
    response = desk.response(PLAIN)
    answer = reviewer.post(desk.path(response), {"edition": response.edition, **sent})
    assert answer.status_code in (200, 302)
    assert not Redaction.objects.exists()
    assert not LeftIn.objects.exists()
    assert not PublishedResponse.objects.exists()
    assert Response.objects.get(pk=response.pk).review == Review.WAITING


def test_ten_thousand_redactions_at_once_are_refused(desk, reviewer):
    response = desk.response(PLAIN)
    marks = [f"{words_of(response).pk}:0:1"] * 10_000
    answer = reviewer.post(desk.path(response), {"do": "take-marks", "mark": marks, "reason": "third"})
    assert answer.status_code == 400
    assert not Redaction.objects.exists()


def test_selection_of_another_responses_answer_or_outside_is_refused(desk, reviewer):
    response, other = desk.response(PLAIN), desk.response(PLAIN)
    key = words_of(response).pk
    base = {"words": "The", "reason": "third"}
    for strange in (
        {"answer": words_of(other).pk, "start": 0, "end": 3},
        {"answer": key, "start": 0, "end": 9999},
        {"answer": key, "start": -1, "end": 3},
        {"answer": key, "start": 3, "end": 3},
        {"answer": key, "start": 1, "end": 4},
    ):
        assert post(reviewer, desk, response, "take-words", **base, **strange).status_code == 200
    assert not Redaction.objects.exists()
    post(reviewer, desk, response, "take-words", **base, answer=key, start=0, end=3)
    assert list(Redaction.objects.values_list("start", "end")) == [(0, 3)]


def test_only_administrators_with_a_second_step_read_raw_answers(desk):
    response, listed = desk.response(), f"/charter/manage/{desk.consultation.slug}/responses/"
    paths = (
        desk.path(response),
        f"{desk.path(response)}preview/",
        listed,
    )
    analyst = make_member(desk.steward, Role.ANALYST)
    privacy = make_member(desk.steward, Role.PRIVACY)
    for path in paths:
        assert Client().get(path).status_code == 302
        for person, proved in (
            (PersonFactory(), True),
            (analyst, True),
            (privacy, True),
            (desk.first, False),
        ):
            answer = client_of(person, second_factor=proved).get(path)
            assert "Okafor" not in answer.text
            assert answer.status_code != 200
    looks = f"/charter/manage/{desk.consultation.slug}/looks/"
    assert client_of(privacy).get(looks).status_code == 200
    assert client_of(analyst).get(looks).status_code == 404


def test_each_opening_is_kept_on_record(desk, reviewer):
    response = desk.response()
    listed = f"/charter/manage/{desk.consultation.slug}/responses/"
    for path in (listed, desk.path(response), f"{desk.path(response)}preview/"):
        reviewer.get(path)
    looks = list(SealedLook.objects.order_by("pk").values_list("what", "response", "person", "while_open"))
    me = desk.first.pk
    assert looks == [
        ("list", None, me, False),
        ("response", response.pk, me, False),
        ("response", response.pk, me, False),
    ]
    assert "Samir Quill" in read(reviewer.get(f"/charter/manage/{desk.consultation.slug}/looks/")).text
    opened = make_consultation("open")
    reviewer.get(f"/charter/manage/{opened.slug}/responses/")
    assert SealedLook.objects.latest("pk").while_open is True


def test_list_filters_and_tells_no_word(desk, reviewer):
    telling, plain = desk.response(), desk.response(PLAIN, publish=Publish.NOT)
    publish(desk.response(PLAIN))
    path = f"/charter/manage/{desk.consultation.slug}/responses/"
    page = reviewer.get(path)
    assert "gate" not in page.text
    assert "Okafor" not in page.text
    rows = {
        "": 3,
        "?review=waiting": 2,
        "?review=published": 1,
        "?publish=not": 1,
        "?found=on": 1,
        "?channel=letter": 0,
        "?review=nonsense": 3,
    }
    for query, number in rows.items():
        assert len(read(reviewer.get(path + query)).all("th", scope="row")) == number, query
    found = read(reviewer.get(f"{path}?found=on")).all("a", href=desk.path(telling))
    assert len(found) == 1
    assert Response.objects.get(pk=plain.pk).found == 0
    assert Response.objects.get(pk=telling.pk).found == 3


@pytest.mark.parametrize("page", ["list", "response", "public", "one"])
def test_queries_do_not_grow_with_the_rows(desk, reviewer, page):
    texts = {"premises-barriers": PLAIN, "priorities-others": PLAIN, "training-priority": ("yes", PLAIN)}
    first = desk.response(answers={"premises-barriers": PLAIN})
    published = publish(first)
    paths = {
        "list": f"/charter/manage/{desk.consultation.slug}/responses/",
        "response": desk.path(first),
        "public": f"/charter/consultation/{desk.consultation.slug}/responses/",
        "one": published.get_absolute_url(),
    }
    reviewer.get(paths["list"])
    client = Client() if page in ("public", "one") else reviewer

    def queries() -> int:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        client.get(paths[page], {"nocache": queries.times})
        queries.times += 1
        with CaptureQueriesContext(connection) as seen:
            assert client.get(paths[page], {"nocache": queries.times}).status_code == 200
        queries.times += 1
        return len(seen)

    queries.times = 0
    one = queries()
    for _number in range(25):
        publish(desk.response(answers=texts))
    reviewer.get(paths["list"])
    assert queries() <= one + 1
    assert one <= 25


def test_published_is_sealed_until_nobody_can_answer_any_more(db):
    for state, shown in (("open", False), ("closing", False), ("closed", True)):
        consultation = make_consultation(state)
        published = publish(make_response(consultation))
        page = Client().get(f"/charter/consultation/{consultation.slug}/responses/")
        assert ("The gate is locked" in page.text) is shown
        assert ("stays sealed until" in page.text) is not shown
        assert Client().get(published.get_absolute_url()).status_code == (200 if shown else 404)
        csv = b"".join(
            Client().get(f"/charter/consultation/{consultation.slug}/responses.csv").streaming_content
        )
        assert (b"gate is locked" in csv) is shown


def test_published_are_found_by_words_section_kind_and_channel(desk):
    gate = publish(desk.response(PLAIN))
    piano = publish(desk.response(answers={"priorities-others": "The piano, and pianos."}, kind="school"))
    path = f"/charter/consultation/{desk.consultation.slug}/responses/"

    def listed(query: str) -> set[str]:
        return set(re.findall(r"responses/([A-Z0-9]{8})/", Client().get(path + query).text))

    both = {gate.public_id, piano.public_id}
    assert listed("") == both
    assert listed("?q=locked+gates") == {gate.public_id}
    assert listed("?q=piano") == {piano.public_id}
    assert listed("?q=drum") == set()
    assert listed("?about=section-premises") == {gate.public_id}
    assert listed("?about=section-premises&q=piano") == set()
    assert listed("?kind=school") == {piano.public_id}
    assert listed("?channel=letter") == set()
    assert listed("?kind=nobody&about=nothing&q=%22%28%27%26%21") in (set(), both)
    coarse = Client().get(f"{path}?q=near+B14+7QH+gate")
    assert coarse.headers["Location"] == f"{path}?q=near+B14+gate"


def test_order_is_that_of_the_ids_and_not_of_time(desk):
    ids = [publish(desk.response(PLAIN)).public_id for _number in range(5)]
    path = f"/charter/consultation/{desk.consultation.slug}/responses/"
    shown = re.findall(r'card-title"><a href="[^"]*responses/([A-Z0-9]{8})/', Client().get(path).text)
    assert shown == sorted(ids)


def test_taken_back_answers_410_in_kind_words(desk, reviewer, django_capture_on_commit_callbacks):
    response = desk.response(PLAIN)
    post(reviewer, desk, response, "publish")
    published = PublishedResponse.objects.get()
    assert PLAIN in Client().get(published.get_absolute_url()).text
    # Kept for visitors, it is forgotten with the change.
    with django_capture_on_commit_callbacks(execute=True):
        post(reviewer, desk, response, "take-down", reason="Somebody asked us to.")
    gone = Client().get(published.get_absolute_url())
    assert gone.status_code == 410
    assert "This response was taken back" in gone.text
    assert PLAIN not in gone.text
    assert "Somebody asked us to." not in gone.text
    assert (
        published.public_id
        not in Client().get(f"/charter/consultation/{desk.consultation.slug}/responses/").text
    )


def test_files_hold_a_line_for_each_answer_and_no_formula(desk):
    publish(desk.response("=1+1"))
    path = f"/charter/consultation/{desk.consultation.slug}/responses"
    csv = b"".join(Client().get(f"{path}.csv").streaming_content).decode()
    assert len(csv.strip().splitlines()) == 3
    assert "'=1+1" in csv
    assert Client().get(f"{path}.xlsx").status_code == 200


def test_worklist_leads_to_what_waits_and_tells_no_word(desk, reviewer):
    response = desk.response()
    desk.response(publish=Publish.NOT)
    page = reviewer.get("/worklist/responses/")
    assert len(read(page).all("h3.card-title")) == 1
    assert desk.path(response) in page.text
    assert "Okafor" not in page.text
