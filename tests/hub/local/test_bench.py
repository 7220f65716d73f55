"""What is measured can be made, and its pages are there: the figures themselves are no test's."""

from django.test import Client

from charter.models import Answer, Response
from hub.local.bench import charter


def test_large_consultation_can_be_made_and_its_pages_opened(fresh_database):
    answers = charter.build(40)
    assert Response.objects.count() == 40
    assert Answer.objects.count() == answers > 400
    client = Client()
    for name, path in charter.pages().items():
        assert client.get(path).status_code == 200, name
