"""The questionnaire to print: whole, tagged, in large print too, and tied to its version by a code."""

from __future__ import annotations

import pypdfium2
import pytest
from django.test import Client

from charter.models import Consultation, RespondentKind, Version
from charter.queries.questionnaire import blocks
from tests.factories.charter import SHAPE, latest_version, make_consultation, make_version
from tests.factories.charter_originals import Desk, browser_of


def asked(consultation: Consultation, query: str = "") -> str:
    return f"/charter/consultation/{consultation.slug}/questionnaire.pdf{query}"


def words_of(content: bytes) -> str:
    """All its words, with single spaces."""
    with pypdfium2.PdfDocument(content) as document:
        found = [page.get_textpage().get_text_range() for page in document]
    return " ".join(" ".join(found).split())


def pages_of(content: bytes) -> list[str]:
    with pypdfium2.PdfDocument(content) as document:
        return [" ".join(page.get_textpage().get_text_range().split()) for page in document]


@pytest.fixture
def consultation(db) -> Consultation:
    return make_consultation(
        introduction="We put a **draft** together.\n\n- Read it\n- Answer [here](https://answers.test/now)",
        how_to_answer="Ring us, and we write down what you say.",
    )


@pytest.mark.parametrize("query", ["", "?large=1"])
def test_questionnaire_has_everything_that_is_asked_and_the_code_on_every_page(consultation, query):
    answer = Client().get(asked(consultation, query))
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    words = words_of(answer.content)
    for _key, _area, title, questions in SHAPE:
        assert title in words
        for _name, _kind, label, text in questions:
            assert f"{label} {text}".strip() in words
    for part in ("Too little time", "One person to ask", "Why training together matters"):
        assert part in words
    for choice in ("Very important", "Quite important", "Not important", "Not sure", "Yes, without my name"):
        assert choice in words
    for kind in RespondentKind.labels:
        assert str(kind) in words
    assert "We put a draft together." in words
    assert "Answer here (https://answers.test/now)" in words
    assert "Ring us, and we write down what you say." in words
    code = latest_version(consultation).code
    pages = pages_of(answer.content)
    assert len(pages) > 2
    assert all(f"Version 1 · Code {code}" in page for page in pages)


def test_questionnaire_is_tagged_and_large_print_is_larger(consultation):
    plain = Client().get(asked(consultation)).content
    large = Client().get(asked(consultation, "?large=1")).content
    for content in (plain, large):
        with pypdfium2.PdfDocument(content) as document:
            assert document.is_tagged()
            assert document.get_metadata_dict()["Title"] == consultation.title

    def smallest(content: bytes) -> float:
        with pypdfium2.PdfDocument(content) as document:
            sizes = [
                pypdfium2.raw.FPDFText_GetFontSize(text.raw, at)
                for page in document
                for text in [page.get_textpage()]
                for at in range(text.count_chars())
                if not text.get_text_range(at, 1).isspace()
            ]
        return min(size for size in sizes if size > 1)

    assert smallest(large) >= 16
    assert len(pages_of(large)) > len(pages_of(plain))


def test_questionnaire_of_an_older_version_keeps_its_own_code(consultation):
    first = latest_version(consultation)
    second = make_version(consultation)
    newest, older = Client().get(asked(consultation)), Client().get(asked(consultation, "?version=1"))
    assert f"Version 2 · Code {second.code}" in words_of(newest.content)
    assert f"Version 1 · Code {first.code}" in words_of(older.content)
    assert first.code not in words_of(newest.content)


@pytest.mark.parametrize("query", ["?version=9", "?version=x", "?version=-1", "?version=%00", "?version=²"])
def test_version_that_is_none_is_not_found(consultation, query):
    assert Client().get(asked(consultation, query)).status_code == 404


def test_draft_is_previewed_by_the_stewards_people_alone(db):
    desk = Desk()
    draft = make_consultation("draft")
    coming = make_version(desk.consultation, published=False)
    answers = {
        name: [
            browser_of(person).get(asked(draft)).status_code,
            browser_of(person).get(asked(desk.consultation, f"?version={coming.number}")).status_code,
        ]
        for name, person in {"visitor": None, "administrator": desk.ada, "analyst": desk.cleo}.items()
    }
    assert answers == {"visitor": [404, 404], "administrator": [200, 200], "analyst": [200, 200]}
    preview = browser_of(desk.ada).get(asked(desk.consultation, f"?version={coming.number}"))
    assert "not to be handed out" in words_of(preview.content)
    # Whoever names no version gets the one that is out, whoever they are.
    assert "Version 1 ·" in words_of(browser_of(desk.ada).get(asked(desk.consultation)).content)


def test_same_questionnaire_is_set_once_and_a_changed_one_anew(consultation, monkeypatch):
    from charter.views import questionnaire as view

    made: list[str] = []
    true = view.render_pdf

    def counted(template: str, data: dict[str, object]) -> bytes:
        made.append(str(data["summary"]))
        return true(template, data)

    monkeypatch.setattr(view, "render_pdf", counted)
    first = Client().get(asked(consultation))
    # Past the page cache, which knows the whole address.
    again = Client().get(asked(consultation, "?x=1"))
    assert (again.content, len(made)) == (first.content, 1)
    Consultation.objects.filter(pk=consultation.pk).update(summary="Another sentence.")
    changed = Client().get(asked(consultation, "?x=2"))
    assert made == [consultation.summary, "Another sentence."]
    assert "Another sentence." in words_of(changed.content)


def test_questionnaire_asks_the_same_of_the_database_however_long_it_is(
    consultation, django_assert_num_queries
):
    Client().get(asked(consultation))
    with django_assert_num_queries(3):
        assert Client().get(asked(consultation, "?x=1")).status_code == 200
    assert Version.objects.filter(consultation=consultation).count() == 1


def test_questionnaire_may_be_kept_by_everyone_and_is_saved_under_a_name(consultation):
    answer = Client().get(asked(consultation, "?large=1"))
    assert answer["Content-Disposition"] == (
        f'attachment; filename="{consultation.slug}-version-1-large-print.pdf"'
    )
    assert "private" not in answer["Cache-Control"]
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        ("One\ntwo", [(False, "One\ntwo")]),
        ("- a\n- b **c**", [(True, "a"), (True, "b c")]),
        ("<script>x</script>", [(False, "<script>x</script>")]),
        ("More: [Premises](#premises)", [(False, "More: Premises")]),
        (
            "See [us](https://us.test) or <https://us.test/x>",
            [(False, "See us (https://us.test) or https://us.test/x")],
        ),
    ],
)
def test_blocks_are_paragraphs_and_items_in_order(text, found):
    assert [(one["item"], one["words"]) for one in blocks(text)] == found


def test_block_that_is_strong_from_end_to_end_is_strong():
    assert [one["strong"] for one in blocks("**Why?**\n\n**Not** why\n\n- **a**")] == [True, False, True]


def test_questionnaire_survives_whatever_is_written_in_it(db):
    odd = "# [x](javascript:1) $a$ *b* #let x = 1 \\ 🙂 " + "long" * 60 + " اردو متن"
    consultation = make_consultation(title=odd[:150], introduction=odd, how_to_answer="\n".join([odd] * 3))
    assert Client().get(asked(consultation)).status_code == 200
