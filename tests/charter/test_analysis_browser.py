"""Two readers in a real browser: on a phone and at a desk, with and without JavaScript, and with axe."""

from __future__ import annotations

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page, expect

from charter.models import Place, Theme
from hub.people.models import Person
from tests.browsing import OPEN_FOLDS, PHONE, WIDE, axe_report, press
from tests.charter.marks import marks_of
from tests.factories.charter_analysis import Room, client_of, counts, make_answers, make_reading

TEXT = (
    "The gate is locked at four. Nobody knows who to ask, and the office never answers the telephone.\n\n"
    "The hall costs too much for a group like ours. We would gladly clean it ourselves."
)


@pytest.fixture
def room(live_server_url: str) -> Room:
    return Room()


def opened(browser: Browser, url: str, person: Person, *, script: bool = True, wide: bool = False) -> Page:
    """A page of a browser that is signed in."""
    size = WIDE if wide else PHONE
    context: BrowserContext = browser.new_context(viewport=size, java_script_enabled=script)  # type: ignore[arg-type]
    context.set_default_timeout(15_000)
    value = client_of(person).cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": url}])
    return context.new_page()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_analyst_and_administrator_read_apart_compare_and_settle(
    live_server_url: str, browser: Browser, room: Room, script: bool
) -> None:
    first, second = make_answers(room.consultation, 2, TEXT)
    ada = opened(browser, live_server_url, room.analyst, script=script)
    ada.goto(live_server_url + room.url("reading/"))
    press(ada.get_by_role("button", name="Give me the next answer"))
    ada.get_by_label("The gate is locked at four.").check()
    ada.get_by_label("Locked gates").check()
    press(ada.get_by_role("button", name="Mark the sentences"))
    expect(ada.get_by_role("button", name="Take off")).to_be_visible()
    ada.get_by_label("Nobody knows who to ask").check()
    ada.get_by_text("A new theme", exact=True).click()
    ada.get_by_label("Name", exact=True).fill("Whom to ask")
    ada.get_by_label("What it means", exact=True).fill("Nobody says whom to ask.")
    press(ada.get_by_role("button", name="Add it, and tick it here"))
    expect(ada.get_by_label("Nobody knows who to ask")).to_be_checked()
    expect(ada.get_by_label("Whom to ask", exact=True)).to_be_checked()
    press(ada.get_by_role("button", name="Finish, and the next one"))
    press(ada.get_by_role("button", name="No theme fits, and the next one"))
    expect(ada.get_by_text("Every answer to this question has been read")).to_be_visible()

    ben = opened(browser, live_server_url, room.admin, script=script, wide=True)
    ben.goto(live_server_url + room.url("reading/"))
    press(ben.get_by_role("button", name="Be the second reader"))
    expect(ben.get_by_text("You are the second reader.")).to_be_visible()
    expect(ben.locator("mark")).to_have_count(0)
    ben.get_by_label("Locked gates").check()
    press(ben.get_by_role("button", name="Mark the whole answer"))
    press(ben.get_by_role("button", name="Finish, and the next one"))
    press(ben.get_by_role("button", name="No theme fits, and the next one"))
    assert (counts(first), counts(second)) == (set(), set())

    ben.goto(f"{live_server_url}/worklist/")
    press(ben.get_by_role("link", name="Read both, and settle it"))
    expect(ben.get_by_role("heading", name="First reader")).to_be_visible()
    ben.get_by_label("What either of them marked").check()
    press(ben.get_by_role("button", name="Settle it"))
    expect(ben.get_by_text("It is settled, and counts.")).to_be_visible()
    assert counts(first) == {"Locked gates", "Whom to ask"}
    ada.goto(live_server_url + room.url("agreement/"))
    expect(
        ada.get_by_text("They agreed on 2 of 2 answers: 100 in 100. Both saw it in 1; only one of them in 0.")
    ).to_be_visible()
    expect(ada.get_by_text("They agreed on 1 of 2 answers: 50 in 100.").first).to_be_visible()


def test_words_selected_with_the_mouse_are_marked_as_they_are(
    live_server_url: str, browser: Browser, room: Room
) -> None:
    answer = room.answer("😀 The gate is locked at four. Nobody knows who to ask.")
    reading = make_reading(answer, Place.FIRST, room.analyst, finished=False)
    page = opened(browser, live_server_url, room.analyst, wide=True)
    page.goto(live_server_url + room.url(f"reading/{reading.pk}/"))
    page.evaluate(
        """() => {
            const pieces = document.querySelectorAll("[data-start]");
            const range = document.createRange();
            range.setStart(pieces[0].firstChild, "😀 The ".length);
            range.setEnd(pieces[1].firstChild, "Nobody".length);
            const selection = document.getSelection();
            selection.removeAllRanges();
            selection.addRange(range);
        }"""
    )
    expect(page.locator("[data-selected-words]")).to_have_text("gate is locked at four. Nobody")
    page.get_by_label("Locked gates").check()
    press(page.get_by_role("button", name="Mark the sentences"))
    expect(page.get_by_role("button", name="Take off")).to_be_visible()
    assert marks_of(reading) == [("Locked gates", "gate is locked at four. Nobody")]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_every_page_of_the_room_is_sound_on_a_phone_and_at_a_desk(
    live_server_url: str, browser: Browser, room: Room, dark: bool
) -> None:
    Theme.objects.filter(pk=room.gate.pk).update(includes="Keys", excludes="Prices", area=2)
    answers = make_answers(room.consultation, 4, TEXT)
    make_reading(answers[0], Place.FIRST, room.analyst, (room.gate, 0, 27), (room.cost, 10, 60))
    make_reading(answers[0], Place.SECOND, room.admin, (room.gate, 0, 90))
    begun = make_reading(
        answers[1], Place.FIRST, room.admin, (room.gate, 0, 27), (room.cost, 4, 60), finished=False
    )
    done = make_reading(answers[2], Place.FIRST, room.admin, room.cost)
    client_of(room.admin).post(room.url(f"settle/{answers[0].pk}/"), {"choice": "both", "edition": "0"})
    paths = [
        *("themes/", "themes/?q=elephant", "themes/?show=retired", "themes/new/", "themes/print/"),
        *(f"themes/gates/{path}" for path in ("", "edit/", "history/", "passages/", "merge/", "split/")),
        *("themes/gates/sort/", "themes/gates/retire/", "reading/", "reading/share/"),
        *(f"reading/{one.pk}/" for one in (begun, done)),
        *("agreement/", "settle/", "settle/?show=settled", f"settle/{answers[0].pk}/"),
    ]
    page = opened(browser, live_server_url, room.admin)
    page.emulate_media(color_scheme="dark" if dark else "light")
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    faults = []
    for path in paths:
        for size in (PHONE, WIDE):
            page.set_viewport_size(size)  # type: ignore[arg-type]
            answer = page.goto(live_server_url + room.url(path))
            assert answer is not None
            assert answer.status == 200, path
            page.evaluate(OPEN_FOLDS)
            if page.evaluate("document.documentElement.scrollWidth") > size["width"]:
                faults.append(f"{path} scrolls sideways at {size['width']}")
            if found := axe_report(page):
                faults.append(f"{path} at {size['width']}\n{found}")
    assert faults == []
    assert complaints == []
