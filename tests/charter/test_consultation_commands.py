"""Consultations loaded and written from a console."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from charter.consultation_file import read_consultation
from charter.models import Consultation
from charter.queries.consultation import stand_of
from charter.shipped import shipped_consultation
from tests.factories.charter import make_consultation
from tests.factories.charter_consultation import TEXT, Stewards

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> Stewards:
    return Stewards()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "ours.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def run(*arguments: object) -> str:
    out = StringIO()
    call_command(*map(str, arguments), stdout=out)
    return out.getvalue()


def test_file_is_loaded_and_written_again_as_the_same(world, file):
    assert run("load_consultation", file) == (
        "Made a new consultation at what-should-we-share: 2 sections, 4 questions.\n"
    )
    assert read_consultation(run("write_consultation", "what-should-we-share")) == read_consultation(TEXT)


def test_wrong_file_gets_every_line_and_loads_nothing(world, file):
    file.write_text(TEXT.replace("Kind: open", "Kind: essay").replace("Area: 4", "Area: 9"), encoding="utf-8")
    with pytest.raises(CommandError) as refused:
        run("load_consultation", file)
    said = str(refused.value)
    assert (said.count("\n  Line "), said.endswith("Nothing was loaded.")) == (2, True)
    assert (refused.value.returncode, Consultation.objects.count()) == (1, 0)


def test_shipped_draft_is_complete_and_is_launched_with_its_dates(world):
    run(
        *("load_consultation", "--shipped", "--slug", "draft-charter"),
        *("--publish", "--opens", "today", "--closes", "1/3/2027"),
    )
    consultation = Consultation.objects.get(slug="draft-charter")
    version = consultation.versions.get()
    kinds = list(version.wordings.values_list("question__kind", flat=True))
    assert stand_of(consultation).key == "open"
    assert kinds.count("rating") == 7
    assert sorted(version.sections.exclude(area=None).values_list("area", flat=True)) == list(range(1, 9))
    assert read_consultation(run("write_consultation", "draft-charter")) == read_consultation(
        shipped_consultation()
    )


def test_dry_run_does_nothing(world, file):
    said = run(
        "load_consultation", file, "--dry-run", "--publish", "--opens", "today", "--closes", "1/3/2027"
    )
    assert said.startswith("Would make a new consultation and launch it at what-should-we-share")
    assert not Consultation.objects.exists()


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["--opens", "today"], "belong to --publish"),
        (["--publish"], "--publish needs --opens"),
        (["--publish", "--opens", "soon", "--closes", "today"], "--opens: Write a date"),
        (["--publish", "--opens", "2/3/2027", "--closes", "1/3/2027"], "It has to close after it opens."),
        (["--by", "parent@people.test"], "is no administrator"),
        (["--slug", "new"], "The hub needs this address itself"),
        (["--slug", "no slug"], "Nothing was loaded"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_is_loaded(world, file, arguments, reason):
    with pytest.raises(CommandError, match=reason):
        run("load_consultation", file, *arguments)
    assert not Consultation.objects.exists()


def test_next_version_is_loaded_for_the_one_at_its_address(world, file):
    launched = make_consultation("open", slug="ours")
    assert run("load_consultation", file, "--slug", "ours").startswith("Made version 2 at ours")
    with pytest.raises(CommandError, match="Add --replace"):
        run("load_consultation", file, "--slug", "ours")
    run("load_consultation", file, "--slug", "ours", "--replace", "--by", "second@steward.test")
    assert launched.versions.count() == 2


def test_without_an_administrator_or_a_file_it_says_so(tmp_path):
    with pytest.raises(CommandError, match="no administrator yet"):
        run("load_consultation", "--shipped")
    with pytest.raises(CommandError, match="can't be read"):
        run("load_consultation", tmp_path / "none.txt")
    with pytest.raises(CommandError, match="no such consultation"):
        run("write_consultation", "nothing")
