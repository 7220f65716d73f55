"""The charter's next version from a file: `manage.py load_charter`."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from charter.actions.charter_loading import load_charter
from charter.charter_file import read_charter
from charter.models import Charter, CharterVersion, Clause, Responsibility, Stage
from charter.shipped import shipped_charters
from hub.access import NotAllowed
from tests.factories.people import PersonFactory, acting, make_administrator

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
    told(file(second))
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


def test_charter_is_loaded_by_administrators_alone():
    charter = Charter.objects.create(title="A charter", slug="charter", summary="In a sentence.")
    with pytest.raises(NotAllowed):
        load_charter(charter.pk, shipped_charters()[0], by=acting(PersonFactory()))
    assert CharterVersion.objects.count() == 0
