"""The steward writes, publishes and adopts a version; two at once lose nothing."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from charter.actions import publishing, signing, support, text
from charter.actions.charter_beginning import begin_charter
from charter.actions.charter_loading import TextInTheWay, load_text
from charter.actions.looking import Meanwhile, seen_of
from charter.models import Charter, CharterVersion, Clause, Responsibility, Signature, Stage, Supporter
from charter.queries.signing import older_signers
from charter.queries.text import differences
from charter.retention import forget_unconfirmed_supporters
from charter.shipped import shipped_charters
from hub.access import NotAllowed
from hub.notices.models import Message
from hub.people.actor import VISITOR
from hub.people.models import Kind, Organisation, Role
from tests.charter.clients import client_of
from tests.concurrency import Someone, wait_until_waiting
from tests.factories.charter_signing import make_charter, make_signature, make_supporter, make_text
from tests.factories.people import OrganisationFactory, acting, make_administrator, make_member
from tests.pages import read

TODAY = timezone.localdate


def undertaking(**fields: object) -> signing.Undertaking:
    return signing.Undertaking(**{"kind": "school", "duties": ["price"], "authority": "Head", **fields})


@pytest.fixture
def admin(db):
    return make_administrator()


def test_next_version_is_a_copy_under_the_same_keys_and_leaves_the_old_alone(admin):
    first = make_text()
    draft = text.begin_version(make_charter().pk, by=admin)
    said = {"text": "We open our halls wide."}
    clause = draft.clauses.get(key="open-halls")
    text.write_piece(draft.pk, "clause", "open-halls", said, seen=seen_of({"text": clause.text}), by=admin)
    text.write_piece(
        draft.pk,
        "duty",
        None,
        {"kind": "school", "text": "Leave the lights on."},
        under="say-thanks",
        by=admin,
    )
    assert first.clauses.get(key="open-halls").text == "We open our halls."
    assert Responsibility.objects.get(version=draft, text="Leave the lights on.").key == "leave-the-lights-on"
    found = {one.key: one for one in differences(first, draft)[1].parts}
    assert "<ins>" in found["open-halls"].text
    assert [one.state for one in found["say-thanks"].parts] == ["new"]


def test_second_of_two_at_one_clause_is_told_and_can_save_over_it(admin):
    make_text()
    draft = text.begin_version(make_charter().pk, by=admin)
    seen = seen_of({"text": "We open our halls."})
    text.write_piece(draft.pk, "clause", "open-halls", {"text": "First."}, seen=seen, by=admin)
    with pytest.raises(Meanwhile):
        text.write_piece(draft.pk, "clause", "open-halls", {"text": "Second."}, seen=seen, by=admin)
    assert Clause.objects.get(version=draft, key="open-halls").text == "First."
    now = seen_of({"text": "First."})
    text.write_piece(draft.pk, "clause", "open-halls", {"text": "Second."}, seen=now, by=admin)
    assert Clause.objects.get(version=draft, key="open-halls").text == "Second."


def test_two_administrators_at_two_clauses_do_not_disturb_each_other(admin):
    make_text()
    draft = text.begin_version(make_charter().pk, by=admin)
    for key, before in (("open-halls", "We open our halls."), ("say-thanks", "We say thank you.")):
        text.write_piece(draft.pk, "clause", key, {"text": "New."}, seen=seen_of({"text": before}), by=admin)
    assert set(draft.clauses.values_list("text", flat=True)) == {"New."}


def test_conflict_page_keeps_what_was_typed_and_shows_what_is_there(admin):
    make_text()
    draft = text.begin_version(make_charter().pk, by=admin)
    client = client_of(admin)
    stale = {"seen": "old", "under": "premises", "text": "Mine."}
    answer = client.post("/charter/manage/text/clause/open-halls/", stale)
    page = answer.content.decode()
    assert "Somebody changed this while you had it open." in page
    assert "Mine." in page
    assert "What it says now" in page
    form = read(answer).one("input", name="seen").attributes["value"]
    client.post("/charter/manage/text/clause/open-halls/", {**stale, "seen": form})
    assert draft.clauses.get(key="open-halls").text == "Mine."


def test_piece_moves_and_goes_with_all_that_stands_under_it(admin):
    make_text()
    draft = text.begin_version(make_charter().pk, by=admin)
    text.move_piece(draft.pk, "clause", "say-thanks", up=True, by=admin)
    assert list(draft.clauses.order_by("position").values_list("key", flat=True)) == [
        "say-thanks",
        "open-halls",
    ]
    text.remove_piece(draft.pk, "clause", "say-thanks", by=admin)
    assert list(draft.responsibilities.values_list("key", flat=True)) == ["price"]


@pytest.mark.parametrize("stage", [Stage.CONSULTED, Stage.ADOPTED])
def test_what_is_public_is_written_by_nobody(admin, stage):
    version = make_text(stage)
    with pytest.raises(NotAllowed):
        text.write_piece(version.pk, "clause", "open-halls", {"text": "New."}, by=admin)
    with pytest.raises(IntegrityError), transaction.atomic():
        Clause.objects.filter(version=version).update(text="New.")


def test_draft_is_seen_by_the_steward_alone(client, admin):
    make_text(Stage.DRAFT, 1, extra=" Hushhush.")
    for where in ("text/", "text/1/", "text/1/changes/", "", "areas/premises/", "manage/text/preview/"):
        assert "Hushhush" not in client.get(f"/charter/{where}", follow=True).content.decode()
    assert "Hushhush" in client_of(admin).get("/charter/manage/text/preview/").content.decode()


def test_adopting_asks_older_signers_again_once_and_keeps_the_old_signature(admin):
    first = make_text()
    school = OrganisationFactory(school=True, name="Grange Lane")
    head = make_member(school, Role.HEAD, email="head@school.test")
    make_signature(first, school)
    draft = text.begin_version(make_charter().pk, by=admin)
    page = client_of(admin).get(f"/charter/manage/text/adopt/{draft.number}/").content.decode()
    assert "1 organisation will be asked to sign again" in page
    publishing.adopt_version(draft.charter_id, draft.pk, adopted_on=TODAY(), edition=draft.edition, by=admin)
    asked = Message.objects.filter(kind="charter.sign-again")
    assert list(asked.values_list("address", flat=True)) == ["head@school.test"]
    page = client_of(acting(head)).get("/worklist/sign-again/").content.decode()
    assert "Grange Lane" in page
    signing.sign(draft.charter_id, school.pk, version=2, signed=undertaking(), by=acting(head))
    assert Signature.objects.filter(organisation=school, withdrawn_at=None).count() == 2
    assert older_signers(draft) == []
    public = read(client_of(None).get("/charter/signatories/")).text
    assert public.count("Grange Lane Takes") + public.count("Grange Lane Schools") == 1
    assert "Signed version 2" in public


def test_adopting_a_day_to_come_or_a_draft_that_says_nothing_is_refused(admin):
    draft = make_text(Stage.DRAFT, 1)
    with pytest.raises(ValidationError):
        publishing.adopt_version(
            draft.charter_id, draft.pk, adopted_on=TODAY().replace(year=2099), edition=1, by=admin
        )
    draft.clauses.all().delete()
    with pytest.raises(ValidationError):
        publishing.put_to_public(draft.charter_id, draft.pk, consultation=None, edition=1, by=admin)
    assert CharterVersion.objects.get().stage == Stage.DRAFT


def test_two_who_begin_at_once_begin_one(fresh_database):
    by = make_administrator()
    steward = Organisation.objects.get(kind=Kind.STEWARD)
    with transaction.atomic():
        begin_charter(steward.pk, title="Ours", summary="We do.", by=by)
        other = Someone(lambda: begin_charter(steward.pk, title="Theirs", summary="They do.", by=by))
        wait_until_waiting(1)
    assert isinstance(other.done(), ValidationError)
    assert Charter.objects.get().title == "Ours"


def test_file_that_takes_the_place_of_a_draft_waits_for_whoever_writes_in_it(fresh_database):
    by = make_administrator()
    steward = Organisation.objects.get(kind=Kind.STEWARD).pk
    draft, _text = load_text(steward, shipped_charters()[0], by=by)
    section = draft.sections.first()
    with pytest.raises(TextInTheWay) as asked:
        load_text(steward, shipped_charters()[1], by=by)
    with transaction.atomic():
        text.write_piece(draft.pk, "clause", None, {"text": "Written just now."}, under=section.key, by=by)
        other = Someone(
            lambda: load_text(steward, shipped_charters()[1], replace=True, seen=asked.value.seen, by=by)
        )
        wait_until_waiting(1)
    assert isinstance(other.done(), TextInTheWay)
    assert Clause.objects.filter(text="Written just now.").exists()


def test_version_adopted_while_somebody_signs_loses_nothing(fresh_database):
    first = make_text()
    admin = make_administrator()
    school = OrganisationFactory(school=True, slug="grange-lane")
    head = make_member(school, Role.HEAD)
    draft = text.begin_version(first.charter_id, by=admin)
    with transaction.atomic():
        publishing.adopt_version(first.charter_id, draft.pk, adopted_on=TODAY(), edition=1, by=admin)
        signs = Someone(
            lambda: signing.sign(
                first.charter_id, school.pk, version=1, signed=undertaking(), by=acting(head)
            )
        )
        wait_until_waiting(1)
    assert isinstance(signs.done(), signing.NewVersion)
    assert Signature.objects.count() == 0
    typed = {
        "version": "1",
        "kind": "school",
        "duties": ["price"],
        "authority": "Head, by the governors",
        "step": "sign",
    }
    answer = client_of(acting(head)).post("/charter/sign/grange-lane/", typed)
    page = read(answer)
    assert "Version 2 was adopted meanwhile" in page.text
    assert page.one("input", name="authority").attributes["value"] == "Head, by the governors"
    chosen = [one for one in page.all("input", name="duties") if "checked" in one.attributes]
    assert [one.attributes["value"] for one in chosen] == ["price"]
    client_of(acting(head)).post("/charter/sign/grange-lane/", {**typed, "version": "2"})
    assert Signature.objects.get().version_id == draft.pk


def test_signing_twice_at_once_is_one_signature(fresh_database):
    first = make_text()
    school = OrganisationFactory(school=True)
    head = make_member(school, Role.HEAD)

    def act():
        return signing.sign(first.charter_id, school.pk, version=1, signed=undertaking(), by=acting(head))

    with transaction.atomic():
        type(first.charter).objects.select_for_update().get(pk=first.charter_id)
        both = [Someone(act), Someone(act)]
        wait_until_waiting(2)
    assert {one.done().pk for one in both} == {Signature.objects.get().pk}
    assert Message.objects.filter(kind="charter.signed").count() == 1


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"duties": []}, "duties"),
        ({"duties": ["ask-early"]}, "duties"),
        ({"kind": "community"}, "kind"),
        ({"authority": " "}, "authority"),
        ({"pledge": "We sing."}, "pledge_by"),
        ({"pledge_by": timezone.localdate().replace(year=2090)}, "pledge"),
        ({"pledge": "We sing.", "pledge_by": timezone.localdate()}, "pledge_by"),
        ({"pledge": "Mail a@b.test", "pledge_by": timezone.localdate().replace(year=2090)}, "pledge"),
    ],
)
def test_undertaking_that_is_not_whole_is_refused_beside_its_field(db, fields, field):
    version = make_text()
    school = OrganisationFactory(school=True)
    head = acting(make_member(school, Role.HEAD))
    with pytest.raises(ValidationError) as refused:
        signing.sign(version.charter_id, school.pk, version=1, signed=undertaking(**fields), by=head)
    assert list(refused.value.error_dict) == [field]
    assert Signature.objects.count() == 0


@pytest.mark.parametrize("trait", ["unverified", "suspended"])
def test_organisation_that_may_not_sign_is_told_in_words_or_not_found(db, trait):
    make_text()
    group = OrganisationFactory(**{trait: True}, slug="hush")
    manager = make_member(group, Role.MANAGER)
    answer = client_of(acting(manager)).get("/charter/sign/hush/")
    assert answer.status_code in (403, 404)
    if answer.status_code == 403:
        assert "sign" in read(answer).one("h1").text
    with pytest.raises(NotAllowed):
        signing.sign(
            make_charter().pk, group.pk, version=1, signed=undertaking(kind="community"), by=acting(manager)
        )


def test_signatories_take_the_same_queries_for_one_and_for_thirty(client, django_assert_max_num_queries, db):
    version = make_text()
    make_signature(version, OrganisationFactory(school=True))
    with django_assert_max_num_queries(12) as one:
        client.get("/charter/signatories/")
    for _number in range(29):
        make_signature(version, OrganisationFactory(school=True))
    from django.core.cache import cache

    cache.clear()
    with django_assert_max_num_queries(len(one.captured_queries)):
        page = client.get("/charter/signatories/").content.decode()
    assert page.count("Signed version 1") == 30


def test_signer_and_authority_are_nowhere_public(client, db):
    version = make_text()
    school = OrganisationFactory(school=True, slug="grange-lane")
    head = make_member(school, Role.HEAD, name="Hettie Hiddenname")
    one = make_signature(version, school, signed_by=head)
    make_supporter(version, "secret-mail@people.test", name="Nora Notshown")
    for where in (
        "/charter/",
        "/charter/signatories/",
        "/charter/support/",
        "/groups/grange-lane/",
        "/charter/text/",
        "/charter/sign/",
    ):
        page = client.get(where).content.decode()
        for secret in ("Secretpenny", "Hiddenname", "secret-mail", "Notshown"):
            assert secret not in page, where
    pdf = client.get(f"/charter/signatories/{one.key}/certificate.pdf")
    assert pdf.status_code == 200
    assert pdf.content[:5] == b"%PDF-"
    assert b"Secretpenny" not in pdf.content


def test_support_counts_nobody_before_their_yes_and_forgets_who_never_said_it(db):
    version = make_text()
    support.ask_to_support(version.charter_id, email="Ada@People.test", name="", show_name=False, by=VISITOR)
    one = Supporter.objects.get()
    assert (one.email, one.confirmed_at) == ("ada@people.test", None)
    assert "0 people stand behind it" in read(client_of(None).get("/charter/signatories/")).text
    Supporter.objects.update(asked_at=timezone.now() - support.LASTS * 5)
    assert forget_unconfirmed_supporters() == {"supporters": 1}
    assert forget_unconfirmed_supporters() == {"supporters": 0}


def test_old_link_and_made_up_link_are_a_clear_page(client, db):
    version = make_text()
    support.ask_to_support(version.charter_id, email="ada@people.test", name="", show_name=False, by=VISITOR)
    text_of = Message.objects.get().text
    link = next(line for line in text_of.splitlines() if "/support/link/" in line).partition("/charter/")[2]
    assert client.get(f"/charter/{link}").status_code == 200
    Supporter.objects.update(asked_at=timezone.now() - support.LASTS * 2)
    for where in (link, "support/link/never-was/"):
        answer = client.get(f"/charter/{where}")
        assert answer.status_code == 404
        assert "Ask for a new link" in answer.content.decode()
    assert client.post(f"/charter/{link}", {"answer": "yes"}).status_code == 404
    assert Supporter.objects.get().confirmed_at is None


@pytest.mark.parametrize("name", ["Ada a@b.test", "Ring 0121 496 0123", "www.buy.test"])
def test_name_with_personal_details_is_refused_beside_the_field(client, db, name):
    make_text()
    answer = client.post("/charter/support/", {"email": "ada@people.test", "show_name": "yes", "name": name})
    assert "Everyone will read this." in answer.content.decode()
    assert Supporter.objects.count() == 0


def test_person_with_an_account_is_counted_at_once_and_takes_it_back(fresh_database):
    make_text()
    parent = make_member(OrganisationFactory(), email="parent@people.test")
    browser = client_of(acting(parent))
    browser.post("/charter/support/", {"show_name": "yes", "name": "Pia Parent"})
    assert "Pia Parent" in client_of(None).get("/charter/signatories/").content.decode()
    browser.post("/charter/support/withdraw/")
    assert Supporter.objects.count() == 0
    assert "Pia Parent" not in client_of(None).get("/charter/signatories/").content.decode()


@pytest.mark.parametrize(
    "where", ["text/?for=nobody", "signatories/?kind=x", "signatories/?area=9", "text/9/"]
)
def test_address_that_makes_no_sense_is_not_found(client, db, where):
    make_text()
    assert client.get(f"/charter/{where}").status_code == 404


def test_pdf_of_a_version_is_a_tagged_file(client, db):
    make_text()
    for query in ("", "?large=yes"):
        answer = client.get(f"/charter/text/1/charter.pdf{query}")
        assert answer.content[:5] == b"%PDF-"
        assert b"/MarkInfo" in answer.content or b"StructTreeRoot" in answer.content
