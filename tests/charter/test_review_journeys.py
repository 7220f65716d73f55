"""The reviewer in a browser, with and without JavaScript."""

from playwright.sync_api import Browser, Page, expect

from charter.models import (
    Publish,
    PublishedResponse,
)
from tests.browsing import PHONE, WIDE, Watch, press, sign_in_as
from tests.factories.charter_review import Desk


def shoot(page: Page, tmp_path, name: str) -> None:
    page.screenshot(path=tmp_path / f"{name}.png", full_page=True)


def test_reviewer_selects_takes_out_and_publishes(page: Page, live_server_url: str, tmp_path):
    desk = Desk()
    response = desk.response(
        "Zoë 👩‍👧 lives at number 9.\nMrs Okafor was kind.", publish=Publish.NAMED, public_name="Pip Sorrel"
    )
    sign_in_as(page.context, live_server_url, desk.first.email)
    watch = Watch(page)
    for size in (PHONE, WIDE):
        page.set_viewport_size(size)
        page.goto(live_server_url + desk.path(response))
        watch.check(page, "one response", size["width"])
        shoot(page, tmp_path, f"review-{size['width']}")
    page.evaluate(
        """() => {
          const raw = document.querySelector("[data-raw]");
          const text = raw.firstChild;
          const range = document.createRange();
          const at = text.data.indexOf("number 9");
          range.setStart(text, at); range.setEnd(text, at + 8);
          const chosen = document.getSelection(); chosen.removeAllRanges(); chosen.addRange(range);
        }"""
    )
    expect(page.get_by_label("Words to take out")).to_have_value("number 9")
    page.locator("#take_reason").select_option("self")
    press(page.get_by_role("button", name="Take these words out"))
    expect(page.locator(".review-public")).to_have_text("Zoë 👩‍👧 lives at […].\nMrs Okafor was kind.")
    press(page.get_by_role("button", name="Take out what is ticked"))
    expect(page.locator(".review-public")).to_have_text("Zoë 👩‍👧 lives at […].\n[…] was kind.")
    watch.check(page, "redacted", WIDE["width"])
    shoot(page, tmp_path, "review-redacted-1280")
    press(page.get_by_role("button", name="Publish", exact=True))
    expect(page.get_by_role("status")).to_contain_text("Published. Everyone can read it.")
    published = PublishedResponse.objects.get()
    for size in (PHONE, WIDE):
        page.set_viewport_size(size)
        for name, path in {
            "list": f"/charter/manage/{desk.consultation.slug}/responses/",
            "looks": f"/charter/manage/{desk.consultation.slug}/looks/",
            "preview": f"{desk.path(response)}preview/",
            "done": desk.path(response),
            "public": f"/charter/consultation/{desk.consultation.slug}/responses/",
            "one": published.get_absolute_url(),
            "work": "/worklist/responses/",
        }.items():
            page.goto(live_server_url + path)
            assert watch.faults(page, name, size["width"]) == []
            shoot(page, tmp_path, f"{name}-{size['width']}")


def test_reviewer_without_javascript_types_the_words(browser: Browser, live_server_url: str, tmp_path):
    desk = Desk()
    response = desk.response("Ann met Ann. Mrs Okafor was kind.")
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)
    sign_in_as(context, live_server_url, desk.first.email)
    page = context.new_page()
    page.goto(live_server_url + desk.path(response))
    press(page.get_by_role("button", name="Leave in what is ticked"))
    page.get_by_label("Words to take out").fill("ann")
    page.get_by_label("Only one of them").fill("2")
    page.locator("#take_reason").select_option("third")
    press(page.get_by_role("button", name="Take these words out"))
    expect(page.locator(".review-public")).to_have_text("Ann met […]. Mrs Okafor was kind.")
    press(page.get_by_role("button", name="Publish", exact=True))
    page.goto(live_server_url + PublishedResponse.objects.get().get_absolute_url())
    expect(page.locator("blockquote")).to_have_text("Ann met […]. Mrs Okafor was kind.")
    context.close()
