"""The steward's pages about consultations: for whom they are, what they take, what they cost."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from charter.actions.loading import load_consultation
from charter.actions.versions import start_version
from charter.consultation_file import read_consultation
from charter.models import Consultation, Question, Section, Version, Wording
from tests.factories.charter import SHAPE, make_consultation, make_response
from tests.factories.charter_consultation import TEXT, Stewards, client_of, draft
from tests.pages import read

pytestmark = pytest.mark.django_db
MANAGE = "/charter/manage/"
# What stands under a consultation: for administrators alone, and for analysts too.
ALONE = (
    "details/",
    "edit/",
    "edit/new/",
    "edit/section/premises/",
    "edit/section/premises/delete/",
    "edit/section/premises/ask/",
    "edit/question/premises-right/",
    "edit/question/premises-right/delete/",
    "edit/file/",
    "edit/publish/",
    "edit/discard/",
    "dates/",
)
ANALYSTS = ("", "preview/", "preview/premises/", "versions/", "versions/2/", "versions/2/file/")


@pytest.fixture
def world() -> Stewards:
    return Stewards()


@pytest.fixture
def launched(world: Stewards) -> Consultation:
    """An open one whose next version is in preparation."""
    consultation = make_consultation("open")
    start_version(consultation.pk, by=world.by)
    return consultation


def statuses(world: Stewards, who: str, paths: list[str]) -> set[int]:
    person = None if who == "visitor" else getattr(world, who)
    client = client_of(person)
    return {client.get(path).status_code for path in paths}


def test_pages_are_for_the_stewards_own_people(world, launched):
    at = f"{MANAGE}{launched.slug}/"
    alone = [at + page for page in ALONE] + [f"{MANAGE}new/", f"{MANAGE}new/file/"]
    for_analysts = [at + page for page in ANALYSTS]
    assert statuses(world, "admin", [MANAGE, *alone, *for_analysts]) == {200}
    assert statuses(world, "analyst", [MANAGE, *for_analysts]) == {200}
    assert statuses(world, "analyst", alone) == {404}
    assert statuses(world, "privacy", [MANAGE]) == {200}
    assert statuses(world, "privacy", [*alone, *for_analysts]) == {404}
    assert statuses(world, "parent", [MANAGE, *alone, *for_analysts]) == {404}
    assert statuses(world, "visitor", [MANAGE, *alone, *for_analysts]) == {302}
    unproved = client_of(world.admin, second_factor=False)
    assert {unproved.get(path).status_code for path in (MANAGE, at, *alone)} == {404}


def test_posts_of_others_change_nothing(world, launched):
    at = f"{MANAGE}{launched.slug}/"
    posted = {
        "title": "Taken over",
        "summary": "x",
        "note": "x",
        "shipped": "1",
        "what": "section",
        "key": "premises",
    }
    pages = (*ALONE, "edit/move/", "edit/again/", "delete/", "launch/")
    for who in ("analyst", "privacy", "parent", "visitor"):
        client = client_of(None if who == "visitor" else getattr(world, who))
        assert {client.post(at + page, posted).status_code for page in pages} <= {302, 404}
        assert client.post(f"{MANAGE}new/", posted).status_code in (302, 404)
    assert Consultation.objects.count() == 1
    assert not Section.objects.filter(title="Taken over").exists()
    assert draft(launched).edition == 1


def test_private_pages_are_kept_by_no_cache(world, launched):
    answer = client_of(world.admin).get(f"{MANAGE}{launched.slug}/")
    assert "no-store" in answer["Cache-Control"]


def test_front_page_tells_how_each_stands_in_counts(world, launched):
    make_response(launched)
    make_response(launched, state="begun")
    make_consultation("draft", title="Still secret")
    page = read(client_of(world.admin).get(MANAGE))
    told = {
        card.said("h3"): (card.said(".state"), [one.text for one in card.all("dd")])
        for card in page.all("li.card")
    }
    assert told[launched.title] == ("Open", ["1", "1"])
    assert told["Still secret"] == ("In preparation", [])


def test_empty_front_page_says_how_to_begin(world):
    page = read(client_of(world.admin).get(MANAGE))
    assert page.one("div.empty").said("a") == "Begin one"
    assert read(client_of(world.privacy).get(MANAGE)).one("div.empty").all("a") == []


def test_consultation_is_begun_empty_with_its_first_section_and_question(world):
    client = client_of(world.admin)
    answer = client.post(f"{MANAGE}new/", {"title": "Our question", "summary": "Tell us."})
    at = f"{MANAGE}our-question/edit/"
    assert answer["Location"] == at
    answer = client.post(f"{at}new/", {"title": "Halls", "area": "2", "narrative": "They stand empty."})
    assert answer["Location"] == f"{at}section/halls/"
    asked = {"text": "Who pays?", "kind": "open", "section": "halls", "label": "1a"}
    client.post(f"{at}section/halls/ask/", asked)
    page = client.get(f"{MANAGE}our-question/preview/halls/")
    assert "They stand empty." in page.content.decode()
    assert "1a Who pays? (optional)" in [one.text for one in read(page).all("label")]


@pytest.mark.parametrize("way", ["file", "text"])
def test_wrong_file_is_shown_line_by_line_with_nothing_lost(world, way):
    wrong = TEXT.replace("Kind: open", "Kind: essay")
    sent = {"file": SimpleUploadedFile("ours.txt", wrong.encode())} if way == "file" else {"text": wrong}
    answer = client_of(world.admin).post(f"{MANAGE}new/file/", sent)
    page = read(answer)
    line = wrong.splitlines().index("Kind: essay") + 1
    row = page.all("tr")[1]
    assert (row.said("th"), row.said("code")) == (f"Line {line}", "Kind: essay")
    assert "“essay” is no kind of question" in row.text
    assert "Kind: essay" in page.one("textarea").text
    assert page.said("title").startswith("Error:")
    assert not Consultation.objects.exists()


def test_right_file_becomes_a_consultation_and_comes_out_the_same(world):
    client = client_of(world.admin)
    answer = client.post(f"{MANAGE}new/file/", {"text": TEXT.replace("\n", "\r\n")})
    assert answer["Location"] == f"{MANAGE}what-should-we-share/edit/"
    out = client.get(f"{MANAGE}what-should-we-share/versions/1/file/")
    assert out["Content-Disposition"] == 'attachment; filename="what-should-we-share-1.txt"'
    assert read_consultation(out.content) == read_consultation(TEXT)
    answer = client.post(f"{MANAGE}new/file/", {"text": TEXT})
    assert "Something is in preparation already" in answer.content.decode()
    assert Consultation.objects.count() == 1


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"text": " \n "},
        {"text": "\x00"},
        {"text": "# x" + "y" * 1_100_000},
        {"file": SimpleUploadedFile("x.txt", b"")},
        {"file": SimpleUploadedFile("x.txt", b"\xff\xfe\x00" * 100)},
        {"file": SimpleUploadedFile("x.exe", b"MZ" + bytes(range(256)) * 50)},
        {"file": SimpleUploadedFile("x.txt", b"#" * 1_100_000)},
    ],
    ids=["nothing", "blank", "nul", "long", "empty file", "no text", "program", "large"],
)
def test_what_is_no_file_gets_a_clear_answer(world, sent):
    answer = client_of(world.admin).post(f"{MANAGE}new/file/", sent)
    page = read(answer)
    assert (answer.status_code, page.said("title")[:6]) == (200, "Error:")
    assert page.all("div.errors")
    assert not Consultation.objects.exists()


HOSTILE = (
    "<script>alert(1)</script>",
    "{{ 7|add:7 }}",
    "\u202e\u0000'\";--",
    "x" * 100_000,
    "{#key} # Kind: open",
)


@pytest.mark.parametrize("text", HOSTILE, ids=["markup", "template", "signs", "long", "format"])
def test_hostile_words_are_kept_as_words_or_refused_beside_their_field(world, text):
    begun = load_consultation(TEXT, world.steward.pk, by=world.by).version
    client, at = client_of(world.admin), f"{MANAGE}{begun.consultation.slug}/"
    sent = {"title": text, "narrative": text, "barriers": text, "helps": text, "area": "2"}
    answer = client.post(f"{at}edit/new/", sent)
    assert answer.status_code in (200, 302)
    question = {"text": text, "hint": text, "label": text, "kind": text, "area": text, "section": text}
    assert client.post(f"{at}edit/section/halls/ask/", question).status_code == 200
    details = {"title": text, "summary": text, "introduction": text, "slug": text}
    assert client.post(f"{at}details/", details).status_code == 200
    dates = {"opens_on": text, "opens_time": text, "closes_on": text, "closes_time": text, "edition": text}
    assert client.post(f"{at}dates/", dates).status_code == 200
    for path in ("edit/", "preview/", "versions/1/file/", "launch/"):
        shown = client.get(at + path)
        assert (shown.status_code, "<script>alert" in shown.content.decode()) == (
            200,
            path.endswith("file/") and answer.status_code == 302 and "script" in text,
        )
    for path in ("edit/move/", "edit/again/"):
        moved = client.post(at + path, {"what": text, "key": text, "to": text, "section": text})
        assert moved.status_code == 302
    for path in ("launch/", "edit/section/halls/delete/", "edit/question/halls-why/delete/"):
        assert client.post(at + path, {"edition": text, "version_edition": text}).status_code == 302
    assert begun.wordings.count() == 4


def test_text_that_another_changed_is_shown_beside_what_was_typed(world):
    begun = load_consultation(TEXT, world.steward.pk, by=world.by).version
    at = f"{MANAGE}{begun.consultation.slug}/edit/section/halls/"
    mine, theirs = client_of(world.admin), client_of(world.second)
    mark = re.search(r'name="mark" value="(\w+)"', mine.get(at).content.decode()).group(1)
    theirs.post(at, {"title": "Theirs", "area": "2", "narrative": "They wrote this.", "mark": mark})
    page = read(mine.post(at, {"title": "Mine", "area": "", "narrative": "I wrote this.", "mark": mark}))
    beside = page.one("div.notice-warn").text
    assert "Theirs" in beside
    assert "They wrote this." in beside
    assert "2. Sharing school premises" in beside
    assert "I wrote this." in [one.text for one in page.all("textarea")]
    again = page.one("input", name="mark").attributes["value"]
    answer = mine.post(at, {"title": "Mine", "area": "", "narrative": "I wrote this.", "mark": again})
    assert (answer.status_code, Section.objects.get(version=begun, key="halls").title) == (302, "Mine")


def test_page_says_that_answers_stay(world, launched):
    make_response(launched)
    at = f"{MANAGE}{launched.slug}/edit/question/premises-barriers/"
    page = read(client_of(world.admin).get(f"{at}delete/"))
    assert "One answer was given already. It stays, is counted" in page.text
    kind = read(client_of(world.admin).get(at)).all("input", name="kind")
    assert all("disabled" in one.attributes for one in kind)


def test_check_before_launching_says_what_is_missing_and_what_leads_nowhere(world):
    begun = load_consultation(TEXT, world.steward.pk, by=world.by).version
    Section.objects.filter(version=begun, key="training").update(narrative="See [there](#nowhere).")
    client, at = client_of(world.admin), f"{MANAGE}{begun.consultation.slug}/"
    page = read(client.get(f"{at}launch/"))
    assert "It has no dates yet: say when it opens and closes." in page.text
    assert "The link to “#nowhere” leads nowhere" in page.text
    assert "disabled" in page.all("button.btn-primary")[0].attributes
    answer = client.post(f"{at}launch/", {"edition": "1", "version_edition": str(begun.edition)}, follow=True)
    assert "Say first when it opens and closes." in answer.content.decode()
    dates = {"opens_on": "today", "closes_on": "31/12/2099", "edition": "1"}
    assert (
        "That is more than two years. Check the year." in client.post(f"{at}dates/", dates).content.decode()
    )


def test_preview_leads_inside_the_preview(world):
    load_consultation(TEXT, world.steward.pk, by=world.by)
    at = f"{MANAGE}what-should-we-share/preview/"
    page = read(client_of(world.analyst).get(at))
    assert [one.text for one in page.all("a", href=f"{at}halls/")] == [
        "the part about halls",
        "Sharing halls",
    ]


@pytest.mark.parametrize(
    "path",
    [
        "nothing/",
        "open/nothing/",
        "preview/nothing/",
        "versions/99/",
        "versions/99/file/",
        "edit/section/nothing/",
        "edit/question/nothing/",
    ],
)
def test_what_is_not_there_is_a_404(world, launched, path):
    at = f"{MANAGE}{launched.slug}/{path}"
    assert client_of(world.admin).get(at).status_code == 404


def queries(client, path: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert client.get(path).status_code == 200
    return len(caught)


def test_front_page_asks_as_much_for_thirty_as_for_one(world):
    client = client_of(world.admin)
    make_response(make_consultation("open"))
    one = queries(client, MANAGE)
    for state in ("draft", "open", "closed", "settled", "results") * 6:
        make_response(make_consultation(state)) if state != "draft" else make_consultation(state)
    assert queries(client, MANAGE) == one
    page = read(client.get(MANAGE))
    assert len(page.all("li.card")) == 30
    assert page.said("nav.pager") == "Next page ›"
    assert len(read(client.get(f"{MANAGE}?page=2")).all("li.card")) == 1


def test_sixty_sections_and_two_hundred_questions_cost_as_little_as_three(world, launched):
    client = client_of(world.admin)
    at = f"{MANAGE}{launched.slug}/"
    paths = (
        "",
        "edit/",
        "edit/section/premises/",
        "edit/publish/",
        "preview/",
        "preview/premises/",
        "versions/2/",
    )
    few = {path: queries(client, at + path) for path in paths}
    version = draft(launched)
    sections = Section.objects.bulk_create(
        Section(version=version, key=f"s{n}", position=n + 9, title=f"Section {n}", narrative="Words. " * 200)
        for n in range(60 - len(SHAPE))
    )
    asked = Question.objects.bulk_create(
        Question(consultation=launched, key=f"q{n}", kind="open") for n in range(200)
    )
    Wording.objects.bulk_create(
        Wording(version=version, section=sections[n % 57], question=one, position=n, text=f"Question {n}?")
        for n, one in enumerate(asked)
    )
    assert {path: queries(client, at + path) for path in paths} == few
    # What waits for the steward is counted in the header of each page, a query for each queue.
    assert max(few.values()) <= 24
    assert len(read(client.get(f"{at}edit/")).all("li.card")) == 60


def test_there_is_room_for_so_many_sections_and_questions_and_no_more(world):
    begun = load_consultation(TEXT, world.steward.pk, by=world.by).version
    asked = Question.objects.bulk_create(
        Question(consultation=begun.consultation, key=f"q{n}", kind="open") for n in range(496)
    )
    into = begun.sections.get(key="halls")
    Wording.objects.bulk_create(
        Wording(version=begun, section=into, question=one, position=n, text="Why?")
        for n, one in enumerate(asked)
    )
    at = reverse("consultation-new-question", args=[begun.consultation.slug, "halls"])
    page = client_of(world.admin).post(at, {"text": "One more?", "kind": "open", "section": "halls"})
    assert "There are 500 questions already" in page.content.decode()
    assert "One more?" in page.content.decode()
    assert Version.objects.get().wordings.count() == 500
