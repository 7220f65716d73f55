"""Every URL by persona by method, against the committed url_walk.txt. UPDATE_MATRIX=1 writes it anew."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.urls import resolve, reverse

from tests.committed import compare
from tests.personas import Persona
from tests.town import Town, open_town
from tests.urls import Url, every_url, paths_of, stale_samples

WALK = Path(__file__).with_name("url_walk.txt")
# Which methods a page takes is said before anybody is asked who they are: where these few are answered as
# with GET, or not served, the others need not be asked.
FEW = ("visitor", "organiser", "admin")
SELDOM = ("PUT", "PATCH", "DELETE", "OPTIONS")
NOT_SERVED = {"405", "302 sign in"}
FEWEST_URLS = 23
FEWEST_REQUESTS = 3000
Answers = dict[str, str]


@pytest.fixture(scope="module")
def town(django_db_blocker) -> Iterator[Town]:
    with open_town(django_db_blocker) as town:
        yield town


class Walker:
    """A browser for each persona, at an address of its own, signed in again when an answer signed it out."""

    def __init__(self, personas: list[Persona]) -> None:
        self.personas, self.requests = personas, 0
        self.clients = {persona.name: persona.client() for persona in personas}

    def ask(
        self, method: str, path: str, *, drawn: bool = False, of: tuple[str, ...] | None = None
    ) -> Answers:
        """What each persona, or each `of` these, is answered, in a word or two.

        drawn: a page that says no is drawn too; else a word is answer enough.
        """
        said_in = {} if drawn else {"HTTP_ACCEPT": "text/plain"}
        asked = [persona for persona in self.personas if of is None or persona.name in of]
        self.requests += len(asked)
        return {persona.name: self._ask(persona, method, path, said_in) for persona in asked}

    def ask_all_ways(self, path: str) -> Iterator[str]:
        """A line for each method, and one for all that a page does not take."""
        got = self.ask("GET", path, drawn=True)
        yield line("GET", got)
        head = self.ask("HEAD", path, of=FEW)
        if head != {name: got[name] for name in FEW}:
            yield line("HEAD", self.ask("HEAD", path))
        yield line("POST", self.ask("POST", path))
        not_served = []
        for method in SELDOM:
            if set(self.ask(method, path, of=FEW).values()) <= NOT_SERVED:
                not_served.append(method)
            else:
                yield line(method, self.ask(method, path))
        yield f"  not     {', '.join(not_served) or 'any'}"

    def _ask(self, persona: Persona, method: str, path: str, said_in: dict[str, str]) -> str:
        client = self.clients[persona.name]
        before = session_of(client)
        # Each asks from elsewhere: what may be asked only so often is counted by address.
        here = f"10.0.0.{self.personas.index(persona) + 1}"
        response = client.generic(method, path, REMOTE_ADDR=here, **said_in)
        if session_of(client) != before:
            self.clients[persona.name] = persona.client()
        return said(response.status_code, response.headers.get("Location", ""))


def session_of(client: Client) -> str:
    morsel = client.cookies.get(settings.SESSION_COOKIE_NAME)
    return morsel.value if morsel else ""


def said(status: int, location: str) -> str:
    """A status; for a redirect, with the name of the page it leads to."""
    if not location:
        return str(status)
    path = location.partition("?")[0]
    name = resolve(path).url_name
    return f"{status} {'sign in' if name == settings.LOGIN_URL else name}"


def line(method: str, answers: Answers) -> str:
    """One line: who gets what, the commonest answer last."""
    (commonest, _count), *others = Counter(answers.values()).most_common()
    told = [
        f"{answer}: {', '.join(name for name in answers if answers[name] == answer)}" for answer, _ in others
    ]
    told.append(f"{commonest}: everyone{' else' if others else ''}")
    return f"  {method:<8}{' | '.join(told)}"


def whom(url: Url) -> str:
    said = url.declared
    assert said is not None
    if said.public:
        return "public"
    return "signed in" if said.signed_in else ", ".join(rule.name for rule in said.rules)


def walked(town: Town) -> tuple[str, int]:
    """The text of the walk, and how many requests it took: all methods at a first sample, GET at all."""
    walker, blocks = Walker(town.browsing), []
    for url in every_url():
        lines = [f"/{url.route} ({whom(url)})"]
        for number, (label, path) in enumerate(paths_of(url, town).items()):
            if label:
                lines.append(f" {label}")
            # Neither a page kept before nor how often was asked before may answer for these.
            cache.clear()
            lines += [line("GET", walker.ask("GET", path))] if number else walker.ask_all_ways(path)
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks) + "\n", walker.requests


def test_every_url_answers_as_is_committed_and_none_breaks(town, settings):
    # However slow the machine, nobody is asked to sign in again half-way.
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 24 * 60 * 60
    text, requests = walked(town)
    broken = [line for line in text.splitlines() if " 500" in line or " 503" in line]
    assert broken == []
    assert requests >= FEWEST_REQUESTS
    compare(WALK, text)


def test_every_view_says_whom_it_serves():
    urls = list(every_url())
    assert len(urls) >= FEWEST_URLS
    assert [url.route for url in urls if url.declared is None] == []


def test_every_url_is_walked_at_an_address_that_is_its_own(town):
    for url in every_url():
        for path in paths_of(url, town).values():
            match = resolve(path.partition("?")[0])
            assert (match.route, match.func) == (url.route, url.view), path


def test_no_sample_is_left_over():
    assert stale_samples() == set()


def test_no_form_is_taken_without_its_token_but_a_search_and_the_way_out_of_messages(town):
    """Searches change nothing and stand on cached pages; a mail program that presses for its reader has no
    token (RFC 8058)."""
    clients = [town.persona(name).client() for name in ("visitor", "organiser")]
    for client in clients:
        client.handler.enforce_csrf_checks = True
    taken = set()
    for url in every_url():
        for path in paths_of(url, town).values():
            for client in clients:
                if client.post(path).status_code not in (403, 404, 405):
                    taken.add(path)
    stop = reverse("stop-news", args=["nobody-has-this"])
    assert taken == {reverse("whats-on-find"), reverse("groups-find"), stop}


def test_admin_is_not_there(town):
    """There is no way in beside the rules."""
    for path in ("/admin/", "/admin/login/", "/django-admin/"):
        assert town.persona("admin").client().get(path).status_code == 404
