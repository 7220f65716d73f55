"""Looks for people named in text that is about to go public, beside scan.py (rules.md D8).

Names can't be found for certain: what these looks find is shown to a person, and what they miss that person
has to see. They look for signs that a name follows (a title, "my son", "the head"), for common given names,
for children by age or class, and for ways to reach or find somebody: handles, links, house numbers.

Every pattern repeats a bounded number of times, so that the time grows with the length of the text alone.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext_lazy as _

from hub.privacy.name_words import GIVEN_NAMES, NOT_NAMES, PARTS_OF_PLACES
from hub.privacy.scan import Finding, Words

KINDS: dict[str, Words] = {
    "name": _("somebody’s name"),
    "child": _("a child who could be known"),
    "respondent": _("the name or address of who wrote it"),
    "initials": _("somebody’s initials"),
    "handle": _("a name on a social network"),
    "url": _("a web address"),
    "address": _("a house in a street"),
}
_UPPER = "".join(chr(code) for code in range(0x530) if unicodedata.category(chr(code)) in ("Lu", "Lt"))
_NAME = rf"[{_UPPER}][\w'’-]{{0,30}}(?<![-'’])"
_NAMES = rf"{_NAME}(?:[ ]{{1,2}}{_NAME}){{0,3}}"
_TITLE = (
    r"(?:Mr|MR|Mrs|MRS|Ms|MS|Miss|MISS|Mx|Dr|DR|Prof|Professor|Sir|Dame|Lord|Lady|Rev|Revd|Reverend|Father"
    r"|Sister|Brother|Imam|Rabbi|Pastor|Councillor|Cllr|Headteacher|Coach|Nurse|Uncle|Aunt|Auntie|Nan|Grandma"
    r"|Grandad)"
)
_CHILD = (
    r"(?:son|daughter|child|boy|girl|baby|toddler|grandson|granddaughter|grandchild|nephew|niece|pupil|student"
    r"|twin|stepson|stepdaughter|foster[ -]child)s?"
)
_ADULT = (
    r"(?:mother|mum|mummy|father|dad|daddy|parent|brother|sister|husband|wife|partner|friend|neighbour|cousin"
    r"|uncle|aunt|auntie|nan|grandmother|grandfather|grandma|grandad|carer|childminder|nanny|teacher|tutor"
    r"|head|headteacher|headmaster|headmistress|principal|deputy|governor|chair|secretary|caretaker|manager"
    r"|organiser|leader|coach|vicar|imam|priest|nurse|doctor|GP|social worker|lollipop (?:man|lady)"
    r"|receptionist|assistant|SENCO|councillor|boss|landlord|ex)s?"
)
_CALLED = r"(?:,? (?:who is )?(?:called|named)|,? (?:his|her|their) name is)?,?[ ]{1,2}"
_CLASS = r"(?:Year|year|Yr|yr|Y|Class|class|Form|form)[ ]?\d{1,2}\b|(?:Reception|Nursery|reception|nursery)\b"
_STREET = (
    r"(?:road|rd|street|st|avenue|ave|lane|close|drive|crescent|terrace|grove|way|gardens|court|place|mews|rise"
    r"|hill|walk|square|row|green)"
)
_SURE_STREET = r"(?:road|street|avenue|lane|crescent|terrace|grove|gardens|mews)"
_NETWORKS = (
    r"(?:insta|instagram|snap|snapchat|tiktok|twitter|facebook|whatsapp|discord|roblox|xbox|youtube|bluesky|"
    r"mastodon|linkedin|threads)"
)

TITLED = re.compile(rf"\b{_TITLE}\b\.?[ ]{{1,2}}(?:[{_UPPER}]\.?[ ]{{1,2}}){{0,2}}({_NAMES})")
TITLED_SMALL = re.compile(r"\b(?:mr|mrs|cllr)\b\.?[ ]{1,2}([^\W\d_][\w'’-]{1,30})", re.IGNORECASE)
RELATED_CHILD = re.compile(rf"\b(?i:{_CHILD})\b{_CALLED}({_NAMES})")
RELATED = re.compile(rf"\b(?i:{_ADULT})\b{_CALLED}({_NAMES})")
NAMED = re.compile(rf"\b(?i:called|named|name is|name was|this is)[ ]{{1,2}}({_NAMES})")
AGED = re.compile(
    rf"\b({_NAMES})(?:,?[ ](?:who is |is )?aged? |,? \(?(?:aged? )?|,? (?:who )?(?:is|was|turned) )"
    r"(\d{1,2})"
    r"(?=\)|,|[.!?](?:\s|$)|;| ?(?:years?|yrs?|months?)\b| and | now\b|$)"
)
IN_CLASS = re.compile(rf"\b({_NAMES}),?[ ](?:who is |is )?(?:\(|in |from |of )?(?:{_CLASS})")
INITIALS = re.compile(rf"\b[{_UPPER}]\.[ ]?(?:[{_UPPER}]\.[ ]?){{0,2}}({_NAME})")
DOTTED = re.compile(rf"\b[{_UPPER}]\.[ ]?[{_UPPER}]\.(?![ ]?[{_UPPER}]\b)")
WORD = re.compile(rf"\b{_NAMES}")
HANDLE = re.compile(r"(?<![\w@.+'-])@\w(?:[\w.]{0,28}\w)?")
NETWORK = re.compile(
    rf"\b{_NETWORKS}\b(?: (?:name|account|handle|username|page))?(?: is|:| -| –|,)? ?[\"'“‘@]{{0,2}}"
    r"(?=[\w.]{0,30}[\d_.])\w[\w.]{2,30}\w",
    re.IGNORECASE,
)
URL = re.compile(r"\b(?:https?://|www\.)[^\s<>\"”]{1,300}", re.IGNORECASE)
BARE_URL = re.compile(
    r"(?<![\w@.-])(?:[a-z0-9][a-z0-9-]{0,62}\.){1,3}(?:co\.uk|org\.uk|ac\.uk|sch\.uk|gov\.uk|com|org|net|uk|io|info)"
    r"\b(?:/[^\s<>\"”]{0,200})?",
    re.IGNORECASE,
)
ADDRESS = re.compile(
    rf"\b\d{{1,4}}[a-zA-Z]?,?[ ]{{1,2}}((?:{_NAME}[ ]{{1,2}}){{1,3}}(?i:{_STREET}))\b",
)
ADDRESS_SMALL = re.compile(
    rf"\b\d{{1,4}}[a-z]?,?[ ]{{1,2}}((?:[\w'’-]{{1,30}}[ ]{{1,2}}){{1,2}}{_SURE_STREET})\b", re.IGNORECASE
)
# Between a number and "road" they make a sentence, not an address.
_SENTENCE = re.compile(
    r"\b(?:in|on|of|the|a|an|and|to|down|along|across|from|our|my|this|that|every|each|or|at|by|for|per|up"
    r"|cars?|houses?|people|children|families|metres|miles|minutes|homes|shops|main|busy|local|years?)\b",
    re.IGNORECASE,
)
_LETTERS_NOBODY_HAS = {
    *(
        "U.K",
        "U.S",
        "E.G",
        "I.E",
        "P.E",
        "P.S",
        "N.B",
        "R.E",
        "P.M",
        "A.M",
        "Q.A",
        "E.U",
        "T.V",
        "A.I",
        "I.T",
    ),
    *("A.D", "B.C", "R.S", "O.K", "D.T", "V.E"),
}
_KNOWN_LEAST = 3


def find_people(text: str, known: Iterable[str] = ()) -> list[Finding]:
    """Who may be named, and how they could be found, in the order in which it stands.

    known: names and e-mail addresses of whoever wrote it, each looked for whole and in its parts.
    """
    # Of two that are alike, the first is kept: a child's name is told as a child's.
    found = [*_children(text), *_named(text), *_reachable(text), *_written_by(text, known)]
    return outermost(found)


def outermost(found: Iterable[Finding]) -> list[Finding]:
    """Findings in order, without those that lie wholly inside another."""
    kept: list[Finding] = []
    for finding in sorted(found, key=lambda one: (one.start, -one.end)):
        if not kept or finding.end > kept[-1].end:
            kept.append(finding)
    return kept


def _finding(kind: str, start: int, end: int) -> Finding:
    return Finding(kind, KINDS[kind], start, end)


def _named(text: str) -> Iterator[Finding]:
    for look in (TITLED, RELATED, NAMED):
        for match in look.finditer(text):
            if end := _name_end(match):
                start = match.start() if look is TITLED else match.start(1)
                yield _finding("name", start, end)
    for match in TITLED_SMALL.finditer(text):
        if match.group(1).lower() not in NOT_NAMES:
            yield _finding("name", *match.span())
    for match in INITIALS.finditer(text):
        if match.group(1).lower() not in NOT_NAMES and match.group()[:3] not in _LETTERS_NOBODY_HAS:
            yield _finding("name", *match.span())
    for match in DOTTED.finditer(text):
        if match.group().upper().replace(" ", "")[:3] not in _LETTERS_NOBODY_HAS:
            yield _finding("initials", *match.span())
    for match in WORD.finditer(text):
        yield from _given(match)


def _given(match: re.Match[str]) -> Iterator[Finding]:
    """A common given name, with the words after it that could be the rest: "Priya Anand"."""
    words = list(re.finditer(r"\S{1,40}", match.group()))
    for place, word in enumerate(words):
        if _bare(word.group()) in GIVEN_NAMES and not _is_place(match.string, match, words[place:]):
            last = place
            while last + 1 < len(words) and _bare(words[last + 1].group()) not in NOT_NAMES:
                last += 1
            end = match.start() + words[last].end()
            yield _finding("name", match.start() + word.start(), _without_possession(match.string, end))
            return


def _bare(word: str) -> str:
    return re.sub(r"['’]s$", "", word).lower()


def _without_possession(text: str, end: int) -> int:
    return end - 2 if text[end - 2 : end] in ("'s", "’s") else end


def _is_place(text: str, match: re.Match[str], words: list[re.Match[str]]) -> bool:
    """Whether they are called after somebody: "Queen Elizabeth Hospital", "St Martin’s church"."""
    after = re.match(rf"[ ]?([{_UPPER}]\w{{0,30}})", text[match.end() : match.end() + 32])
    said = {_bare(word.group()) for word in words} | ({after.group(1).lower()} if after else set())
    begin = match.start() + words[0].start()
    saint = re.search(r"\b(?:St|Saint|Queen|King)\.? ?$", text[max(0, begin - 8) : begin])
    return bool(said & PARTS_OF_PLACES) or saint is not None


def _name_end(match: re.Match[str]) -> int:
    """Where the name ends that a sign announced; 0 where what follows is no name."""
    words = list(re.finditer(r"\S{1,40}", match.group(1)))
    if _is_place(match.string, match, words):
        return 0
    end = 0
    for word in words:
        if _bare(word.group()) in NOT_NAMES or (len(word.group()) < 2 and end == 0):
            break
        end = match.start(1) + word.end()
    return _without_possession(match.string, end) if end else 0


def _children(text: str) -> Iterator[Finding]:
    for match in RELATED_CHILD.finditer(text):
        if end := _name_end(match):
            yield _finding("child", match.start(1), end)
    for match in AGED.finditer(text):
        start = _name_start(match)
        if start is not None and int(match.group(2)) <= 18:
            yield _finding("child", start, match.end())
    for match in IN_CLASS.finditer(text):
        start = _name_start(match)
        if start is not None:
            yield _finding("child", start, match.end())


def _name_start(match: re.Match[str]) -> int | None:
    """Where the name begins that an age or a class follows; None where it is none."""
    words = list(re.finditer(r"\S{1,40}", match.group(1)))
    start = None
    for word in reversed(words):
        if _bare(word.group()) in NOT_NAMES | PARTS_OF_PLACES or len(word.group()) < 2:
            break
        start = match.start(1) + word.start()
    return start


def _reachable(text: str) -> Iterator[Finding]:
    for look in (HANDLE, NETWORK):
        for match in look.finditer(text):
            yield _finding("handle", *match.span())
    for look in (URL, BARE_URL):
        for match in look.finditer(text):
            end = match.start() + len(match.group().rstrip(".,;:!?)’'"))
            yield _finding("url", match.start(), end)
    for match in ADDRESS.finditer(text):
        yield _finding("address", *match.span())
    for match in ADDRESS_SMALL.finditer(text):
        if not _SENTENCE.search(match.group(1)):
            yield _finding("address", *match.span())


def _written_by(text: str, known: Iterable[str]) -> Iterator[Finding]:
    """Names and addresses of who wrote it: whole, or a part of at least three letters."""
    wanted: set[str] = set()
    for given in known:
        given = " ".join(given.split())
        wanted.add(given)
        wanted |= set(re.split(r"[\s@._+-]+", given.partition("@")[0]))
    words = sorted(
        (word for word in wanted if len(word) >= _KNOWN_LEAST and word.lower() not in NOT_NAMES),
        key=len,
        reverse=True,
    )[:20]
    if not words:
        return
    look = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)", re.IGNORECASE)
    for match in look.finditer(text):
        yield _finding("respondent", *match.span())
