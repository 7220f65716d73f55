"""The charter's next version from a file: `manage.py load_charter`."""

from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from charter.actions.charter_beginning import begin_charter, name_charter
from charter.actions.charter_loading import TextInTheWay, load_text
from charter.actions.looking import Meanwhile, seen_of
from charter.actions.text import write_piece
from charter.charter_file import read_charter
from charter.models import Charter, CharterVersion, Clause, Responsibility, Stage
from charter.shipped import shipped_charters
from hub.access import NotAllowed
from hub.people.models import Kind, Organisation, Role
from tests.charter.clients import client_of
from tests.factories.charter import make_consultation
from tests.factories.charter_signing import make_decision, make_theme
from tests.factories.people import OrganisationFactory, PersonFactory, acting, make_administrator, make_member

pytestmark = pytest.mark.django_db


def told(*arguments: str) -> str:
    out = StringIO()
    call_command("load_charter", *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def file(tmp_path):
    def write(text: str) -> str:
        path = tmp_path / "charter.txt"
        path.write_text(text, encoding="utf-8")
        return str(path)

    return write


def test_charter_from_a_file_is_in_preparation(file):
    make_administrator()
    text = read_charter(shipped_charters()[0])
    said = told(file(shipped_charters()[0]))
    version = CharterVersion.objects.get()
    assert (version.number, version.stage, version.published_at) == (1, Stage.DRAFT, None)
    assert version.charter.title == text.title
    assert [one.key for one in version.clauses.all()] == [one.key for one in text.clauses]
    assert Responsibility.objects.count() == len(text.responsibilities)
    assert said == (
        f"Version 1 is in preparation: {len(text.sections)} sections, {len(text.clauses)} clauses, "
        f"{len(text.responsibilities)} responsibilities.\n"
    )


def test_charter_loaded_again_takes_the_place_of_what_is_in_preparation(file):
    make_administrator()
    first, second = shipped_charters()
    told(file(first))
    with pytest.raises(CommandError, match=r"Version 1 is in preparation already.*Add --replace"):
        told(file(second))
    assert Clause.objects.count() == len(read_charter(first).clauses)
    told(file(second), "--replace")
    version = CharterVersion.objects.get()
    assert version.edition == 2
    assert Clause.objects.count() == len(read_charter(second).clauses)


def test_wrong_file_says_every_line_and_changes_nothing(file):
    make_administrator()
    told(file(shipped_charters()[0]))
    before = list(Clause.objects.values_list("pk", "text"))
    wrong = (
        "# A charter\nIn a sentence.\n\n## Rooms {#rooms}\nArea: 12\nWe share.\n\n## Rooms {#rooms}\nAgain.\n"
    )
    with pytest.raises(CommandError) as error:
        told(file(wrong))
    assert "Line 5: “12” is no area. Areas have the numbers 1 to 8." in str(error.value)
    assert "Line 8: The key “rooms” is taken: line 4 has it." in str(error.value)
    assert list(Clause.objects.values_list("pk", "text")) == before


def test_file_that_is_not_there_is_said_so():
    with pytest.raises(CommandError, match="The file can’t be read"):
        told("/nowhere/charter.txt")


def test_decisions_stay_tied_to_the_clauses_that_a_file_keeps(file):
    """Whose clause is gone from the file keeps its words, and loses its link."""
    make_administrator()
    told(file(shipped_charters()[0]))
    theme = make_theme(make_consultation("results"), "Open gates")
    kept, gone = Clause.objects.order_by("pk")[:2]
    decision = make_decision(theme)
    decision.clauses.set([kept, gone])
    text = shipped_charters()[0].replace(f"{{#{gone.key}}}", "{#another-key}")
    told(file(text), "--replace")
    assert [one.key for one in decision.clauses.all()] == [kept.key]
    assert decision.clauses.get().pk != kept.pk


def test_charter_is_begun_once_and_keeps_its_name():
    by = make_administrator()
    steward = Organisation.objects.get(kind=Kind.STEWARD)
    charter = begin_charter(steward.pk, title="Our charter", summary="We help each other.", by=by)
    assert charter.slug == "our-charter"
    with pytest.raises(ValidationError) as error:
        begin_charter(steward.pk, title="Another", summary="In a sentence.", by=by)
    assert error.value.messages == ["The charter was begun meanwhile. What you typed is still here."]
    load_text(steward.pk, shipped_charters()[0], by=by)
    assert Charter.objects.get().title == "Our charter"
    name_charter(charter.pk, title="Ours", summary="We do.", edition=1, by=by)
    with pytest.raises(Meanwhile):
        name_charter(charter.pk, title="Mine", summary="I do.", edition=1, by=by)
    assert Charter.objects.get().title == "Ours"


@pytest.mark.parametrize("role", [Role.ANALYST, Role.PRIVACY])
def test_charter_is_begun_by_administrators_alone(role):
    steward = OrganisationFactory(steward=True)
    by = acting(make_member(steward, role))
    with pytest.raises(NotAllowed):
        begin_charter(steward.pk, title="Ours", summary="We do.", by=by)
    with pytest.raises(NotAllowed):
        load_text(steward.pk, shipped_charters()[0], by=by)
    assert not Charter.objects.exists()


def test_version_as_a_file_reads_back_as_it_is(client):
    by = make_administrator()
    load_text(Organisation.objects.get(kind=Kind.STEWARD).pk, shipped_charters()[1], by=by)
    answer = client_of(by).get("/charter/text/1/charter.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert "attachment" in answer["Content-Disposition"]
    read, before = read_charter(answer.content), read_charter(shipped_charters()[1])
    for name in ("sections", "introduction", "note"):
        assert getattr(read, name) == getattr(before, name)
    assert client.get("/charter/text/1/charter.txt").status_code == 404


def test_file_takes_the_place_of_what_was_seen_and_of_nothing_written_since():
    """A colleague writes a clause between the page that asks and the press that says yes."""
    by = make_administrator()
    steward = Organisation.objects.get(kind=Kind.STEWARD).pk
    first, second = shipped_charters()
    draft, _text = load_text(steward, first, by=by)
    with pytest.raises(TextInTheWay) as asked:
        load_text(steward, second, by=by)
    clause = draft.clauses.first()
    said = {"text": "A colleague wrote this."}
    write_piece(draft.pk, "clause", clause.key, said, seen=seen_of({"text": clause.text}), by=by)
    with pytest.raises(TextInTheWay) as again:
        load_text(steward, second, replace=True, seen=asked.value.seen, by=by)
    assert Clause.objects.filter(text="A colleague wrote this.").exists()
    load_text(steward, second, replace=True, seen=again.value.seen, by=by)
    assert Clause.objects.count() == len(read_charter(second).clauses)


def test_charter_is_loaded_by_administrators_alone():
    by = make_administrator()
    steward = Organisation.objects.get(kind=Kind.STEWARD).pk
    load_text(steward, shipped_charters()[0], by=by)
    with pytest.raises(NotAllowed):
        load_text(steward, shipped_charters()[1], replace=True, by=acting(PersonFactory()))
    assert Clause.objects.count() == len(read_charter(shipped_charters()[0]).clauses)
