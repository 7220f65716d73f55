"""Texts of other people's calendars made plain: without escapes, markup, control characters or excess."""

from __future__ import annotations

import html
import re
from urllib.parse import urlsplit

from icalendar.parser import split_on_unescaped_comma, unescape_backslash

TAG = re.compile(r"<!--|<![^<>-][^<>]*>|<(/?)([A-Za-z][A-Za-z0-9]*)\b([^<>]*)>")
KNOWN_TAG = re.compile(
    r"</?(?:a|b|br|div|em|font|h[1-6]|hr|html|i|img|li|ol|p|script|span|strong|style|table|td|tr|u|ul)\b[^<>]*>",
    re.IGNORECASE,
)
ENTITY = re.compile(r"&(?:#\d{1,6}|#x[0-9a-f]{1,5}|[a-z]{2,8});", re.IGNORECASE)
HREF = re.compile(r"""\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
HIDDEN = {"script", "style", "head", "title"}
BREAKS = {"br", "p", "div", "tr", "ul", "ol", "table", "hr", "h1", "h2", "h3", "h4", "h5", "h6"}
# Control characters, and those that turn the direction of the text around them.
UNWANTED = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2028\u2029\u2066-\u2069\ufeff\ud800-\udfff]"
)
# What Google Calendar puts below a description: the address of a video call.
MEETING_BLOCK = re.compile(r"-::~[:~]*::-.*?(?:-::~[:~]*::-|\Z)", re.DOTALL)
SAYS_IS_OFF = (
    re.compile(
        r"^\W*(?:cancell?ed|postponed)\s*(?:[\])*]+\s*[:\-–—!]*|[:\-–—!]+)\s*(?P<title>.*)$",
        re.IGNORECASE | re.DOTALL,
    ),
    re.compile(r"^\W*(?:CANCELL?ED|POSTPONED)\s+(?P<title>.*)$", re.DOTALL),
    re.compile(
        r"^(?P<title>.*?\S)\s*(?:[\[(*]+\s*(?:cancell?ed|postponed)\s*[\])*!]+|\s[:\-–—]+\s*(?:cancell?ed|postponed)[\s!.]*)$",
        re.IGNORECASE | re.DOTALL,
    ),
    re.compile(r"^(?P<title>.*?\S)\s+(?:CANCELL?ED|POSTPONED)[\s!.]*$", re.DOTALL),
)
LONGEST_READ = 50_000
LONGEST_LINE_READ = 300


def read_text(value: str, *, is_html: bool = False) -> str:
    """The plain text of a property's value: several lines, none of them empty twice in a row."""
    text = value[:LONGEST_READ] if is_html else unescape_backslash(value[:LONGEST_READ])
    if is_html:
        text = " ".join(unescape_backslash(text).split())
    text = MEETING_BLOCK.sub("", text)
    if is_html or KNOWN_TAG.search(text):
        text = _without_tags(text)
    if ENTITY.search(text):
        text = html.unescape(text)
    text = UNWANTED.sub(
        "", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").replace("\xa0", " ")
    )
    lines = "\n".join(" ".join(line.split(" ")).strip() for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", lines).strip()


def read_line(value: str) -> str:
    """The same in one line, with single spaces."""
    return " ".join(read_text(value[:LONGEST_LINE_READ]).split())


def read_plain(value: str) -> str:
    """A value that is no prose, such as a UID: without escapes, control characters and spaces at its ends."""
    return UNWANTED.sub("", unescape_backslash(value)).strip()


def read_words(value: str) -> list[str]:
    """The items of a comma-separated text property, without empty ones."""
    items = split_on_unescaped_comma(value[:LONGEST_READ])
    return [item for item in (read_line(item) for item in items) if item]


def read_url(value: str, most: int) -> str:
    """An http or https address of at most `most` characters; "" for anything else."""
    url = unescape_backslash(value.strip()[: most + 1])
    if len(url) > most or any(character.isspace() for character in url) or UNWANTED.search(url):
        return ""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in ("http", "https") and parts.hostname else ""


def without_cancelled(title: str) -> str | None:
    """The title without the "Cancelled:" that some programs and people put into it; None without one."""
    for pattern in SAYS_IS_OFF:
        if (found := pattern.match(title)) and (rest := found["title"].strip()):
            return rest
    return None


def cut(text: str, most: int) -> str:
    """The text, cut at a word where it is longer than `most`; an ellipsis shows that it was."""
    if len(text) <= most:
        return text
    kept = text[: most - 1]
    at_word = kept.rsplit(None, 1)[0] if kept.split() else kept
    return (at_word if len(at_word) > most // 2 else kept).rstrip() + "…"


def _without_tags(text: str) -> str:
    """Markup as plain text: breaks as lines, items with a bullet, links with their address behind them."""
    out: list[str] = []
    at, hidden, link, link_from = 0, "", "", 0
    for found in TAG.finditer(text):
        if found.start() < at:
            continue
        if not hidden:
            out.append(text[at : found.start()])
        at = found.end()
        if found[2] is None:
            if found[0] == "<!--":
                end = text.find("-->", at)
                at = end + 3 if end >= 0 else len(text)
            continue
        name, is_end = found[2].lower(), bool(found[1])
        if hidden or (name in HIDDEN and not is_end):
            hidden = "" if hidden == name and is_end else hidden or name
        elif name == "li":
            out.append("" if is_end else "\n• ")
        elif name in BREAKS:
            out.append("\n")
        elif name == "a" and not is_end:
            address = HREF.search(found[3])
            link, link_from = (
                next((group for group in address.groups() if group), "") if address else "",
                len(out),
            )
        elif name == "a" and link:
            said = "".join(out[link_from:]).strip()
            out.append(
                f" ({link})"
                if link.startswith("http") and link.rstrip("/") not in (said, said.rstrip("/"))
                else ""
            )
            link = ""
    if not hidden:
        out.append(text[at:])
    return "".join(out)
