"""Writing a message: what it says, to whom, and in which transaction."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime

import pytest
import redis
from django.conf import settings as hub_settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.utils import timezone
from pytest_django import Settings

from hub.notices import Notice, send
from hub.notices.delivery import deliver_message
from hub.notices.models import Message, State
from hub.privacy.register import PERSONAL, undeclared
from tests.factories.notices import NOTICE, make_message
from tests.factories.people import PersonFactory
from tests.hub.notices.smtp import MailServer
from tests.pages import Element, read


class Undone(Exception):
    """What goes wrong after a message was written."""


def page_of(message: Message) -> Element:
    return read(HttpResponse(message.html))


def asked() -> int:
    """How many deliveries lie in the queue."""
    with redis.Redis.from_url(hub_settings.REDIS_URL) as queue:
        return int(queue.llen("celery"))


def test_message_is_written_whole(db, settings: Settings):
    settings.HUB_URL, settings.HUB_NAME = "https://hub.example.org", "The Quarter"
    amina = PersonFactory(email="amina@people.test")
    before = timezone.now()
    message = make_message(amina)
    message.refresh_from_db()
    assert (message.recipient_id, message.address) == (amina.pk, "amina@people.test")
    assert (message.kind, message.subject) == ("listings.published", "Your fair is published")
    assert (message.state, message.attempts, message.sent_at, message.problem) == (State.WAITING, 0, None, "")
    assert before <= message.created <= message.due_at <= timezone.now()
    assert message.message_id == f"<{message.pk}@hub.example.org>"
    assert message.text == (
        "Everyone can see it now.\n\nThank you for posting it.\n\n"
        "See your listing:\nhttps://hub.example.org/whats-on/fair/\n\n"
        "You get this because you posted it.\n\n"
        "-- \nThe Quarter\nhttps://hub.example.org\n"
    )


def test_page_says_the_same_and_fetches_nothing(db, settings: Settings):
    settings.HUB_URL = "https://hub.example.org"
    page = page_of(make_message())
    assert page.said("title") == page.said("h1") == "Your fair is published"
    assert page.one("html").attributes == {"lang": "en-gb", "dir": "ltr"}
    assert [(link.text, link.attributes) for link in page.all("a")] == [
        ("See your listing", {"href": "https://hub.example.org/whats-on/fair/"}),
        (hub_settings.HUB_NAME, {"href": "https://hub.example.org"}),
    ]
    for sentence in (*NOTICE.paragraphs, *NOTICE.after, "https://hub.example.org/whats-on/fair/"):
        assert sentence in page.text
    assert {element.name for element in page} & {"img", "link", "script", "style", "iframe", "form"} == set()
    assert [element for element in page if {"style", "src", "background"} & set(element.attributes)] == []


def test_what_people_typed_stays_text(db):
    typed = '<script>alert(1)</script> & "so on"\nsecond line\x00\x08'
    message = make_message(notice=Notice(f"Re: {typed}", (typed, "  ", "\x00"), ("<b>Go</b>", "/?a=1&b=<i>")))
    assert message.subject == 'Re: <script>alert(1)</script> & "so on" second line'
    assert message.text.startswith('<script>alert(1)</script> & "so on"\nsecond line\n\n<b>Go</b>:\n')
    page = page_of(message)
    assert page.all("script") == page.all("b") == page.all("i") == []
    assert page.said("p") == '<script>alert(1)</script> & "so on" second line'
    assert len(page.all("p")[0].all("br")) == 1
    assert page.all("a")[0].attributes["href"].endswith("/?a=1&b=<i>")
    assert len(page.all("p")) == 4


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("One\r\nBcc: eve@evil.test", "One Bcc: eve@evil.test"),
        ("One\x0b\x1c\u2028\x85two", "One two"),
        ("a" * 201, "a" * 199 + "…"),
        ("a" * 200, "a" * 200),
    ],
)
def test_subject_is_one_line_of_a_bearable_length(db, given, expected):
    assert make_message(notice=Notice(given, ("Hello",))).subject == expected


@pytest.mark.parametrize(
    "notice",
    [
        Notice("", ("Hello",)),
        Notice(" \n\x00", ("Hello",)),
        *(
            Notice("One", (), ("Go", where))
            for where in ("//evil.test/", "javascript:alert(1)", "whats-on/", "", "/a b", "https://a.test/\n")
        ),
    ],
)
def test_notice_that_cannot_be_sent_is_refused(db, notice):
    with pytest.raises(ValueError):  # noqa: PT011
        make_message(notice=notice)
    assert not Message.objects.exists()


def test_link_to_elsewhere_stays_as_it_is(db):
    message = make_message(notice=Notice("One", (), ("Go", "https://dbs.example/tool?a=1")))
    assert "Go:\nhttps://dbs.example/tool?a=1\n" in message.text


@pytest.mark.parametrize(
    "address",
    [
        "",
        "nobody",
        "a@x.test, b@y.test",
        "a@x.test;b@y.test",
        "a@x.test b@y.test",
        "a@x.test\nBcc: b@y.test",
        "a@x.test\r\nb@y.test",
        "a@x.test\x00",
        "Amina <a@x.test>",
        "<a@x.test>",
        "a@x.test>\r\nRCPT TO:<b@y.test",
        f"{'a' * 250}@x.test",
    ],
)
def test_what_is_not_one_address_is_refused(db, address):
    with pytest.raises(ValidationError):
        make_message(address)
    assert not Message.objects.exists()


@pytest.mark.parametrize(
    "address", ["amina@people.test", "a+b=c@x.test", '"a@x.test,b"@y.test', "o'neill@x.test", "zoë@x.test"]
)
def test_any_address_that_is_taken_leads_to_one_recipient(db, post: MailServer, address):
    try:
        message = make_message(address)
    except ValidationError:
        assert address == "zoë@x.test"
        return
    assert deliver_message(message.pk) == "sent"
    (mail,) = post.mails
    assert mail.recipients == (address,)
    (to,) = mail.content.get_all("To")
    assert len(to.addresses) == 1
    assert "Bcc" not in mail.content
    assert "Cc" not in mail.content


def test_host_in_other_letters_is_written_as_mail_servers_read_it(db, settings: Settings):
    settings.HUB_URL = "https://bücher.example:8443"
    assert make_message().message_id.endswith("@xn--bcher-kva.example>")


def test_message_outside_a_transaction_is_refused(fresh_database):
    with pytest.raises(RuntimeError, match="inside the transaction"):
        send(NOTICE, to="amina@people.test", kind="listings.published")
    assert not Message.objects.exists()


def test_commit_asks_for_delivery_once_and_rollback_sends_nothing(fresh_database):
    @transaction.atomic
    def fails() -> None:
        send(NOTICE, to="bethan@people.test", kind="listings.published")
        raise Undone

    with pytest.raises(Undone):
        fails()
    assert (Message.objects.count(), asked()) == (0, 0)
    with transaction.atomic():
        kept = send(NOTICE, to="amina@people.test", kind="listings.published")
        with pytest.raises(Undone):
            fails()
        assert asked() == 0
    assert (Message.objects.get().pk, asked()) == (kept.pk, 1)


@pytest.mark.parametrize(
    "impossible",
    [
        {"state": "lost"},
        {"state": State.SENT},
        {"sent_at": datetime(2026, 11, 20, tzinfo=UTC)},
        {"state": State.FAILED},
        {"address": ""},
        {"subject": ""},
        {"message_id": ""},
        {"attempts": -1},
    ],
    ids=str,
)
def test_impossible_message_is_refused_by_the_database(db, impossible):
    message = make_message()
    with pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.filter(pk=message.pk).update(**impossible)


def test_message_id_is_given_once(db):
    first, second = make_message(), make_message()
    assert first.message_id != second.message_id
    with pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.filter(pk=second.pk).update(message_id=first.message_id)


def test_deleted_account_takes_its_messages_with_it(db):
    amina = PersonFactory()
    make_message(amina)
    other = make_message(PersonFactory())
    amina.delete()
    assert [message.pk for message in Message.objects.all()] == [other.pk]


def test_every_field_is_declared():
    names = {field.name for field in Message._meta.concrete_fields}
    assert {name for label, name in PERSONAL if label == "notices.Message"} == names
    assert [name for name in undeclared() if name.startswith("notices.")] == []


def test_key_is_not_to_be_guessed(db):
    assert uuid.UUID(str(make_message().pk)).version == 4
