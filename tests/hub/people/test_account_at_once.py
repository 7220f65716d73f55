"""Two presses of a button at the same moment, with real commits."""

from __future__ import annotations

from threading import Barrier, Thread

from django.db import connections
from django.test import Client

from hub.people.models import Person
from tests.hub.people.accounts import ADDRESS_PAGE, code_in, letters
from tests.hub.people.test_account_join import EMAIL, join, type_in


def test_pressing_twice_at_once_makes_one_account(fresh_database):
    ready, answers = Barrier(2), []

    def press() -> None:
        client = Client()
        ready.wait()
        answers.append((join(client), client))
        connections.close_all()

    threads = [Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [(answer.status_code, answer["Location"]) for answer, _ in answers] == [(302, ADDRESS_PAGE)] * 2
    assert Person.objects.count() == 1
    codes = [code_in(letter) for letter in letters(EMAIL)]
    assert len(codes) == 2
    for _, client in answers:
        assert any(type_in(client, code).status_code == 302 for code in codes)
