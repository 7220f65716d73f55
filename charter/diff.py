"""What changed from one text to the next, word by word, and from one list of clauses to the next."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

SegmentKind = Literal["same", "added", "removed", "folded"]
ClauseKind = Literal["same", "changed", "added", "removed"]

_TOKEN = re.compile(r"\s+|\w+(?:[’'\-]\w+)*|[^\w\s]")
_SENTENCE = re.compile(r"[^.!?\n]*[.!?\n]*\s*")
# Pairs of equal words that are looked at one by one. Above the first, frequent words find no pairs of their
# own; above the second, a stretch of text is shown as replaced. Both keep the time near linear.
_EXACT, _ROUGH = 1_000_000, 2_000_000
_CONTEXT = 12  # words kept on each side of what changed, when the rest is folded
_FOLDED = 30  # fewer unchanged words than this are not worth folding


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a changed text. "folded" is unchanged too, and long enough to be left out of sight."""

    kind: SegmentKind
    text: str

    @property
    def words(self) -> int:
        """How many words it has."""
        return len(self.text.split())


@dataclass(frozen=True, slots=True)
class Entry:
    """A clause as it is compared. `section` is the key of the section that it stands in."""

    key: str
    text: str
    section: str = ""


@dataclass(frozen=True, slots=True)
class ClauseChange:
    """What became of one clause. `before` or `after` is None for one that was added or removed.

    `moved`: it stands in another section, or elsewhere among the clauses that both lists have.
    """

    kind: ClauseKind
    key: str
    before: Entry | None
    after: Entry | None
    moved: bool = False

    @property
    def is_change(self) -> bool:
        """Whether anything is different."""
        return self.moved or self.kind != "same"

    def segments(self) -> list[Segment]:
        """Its text with what changed marked."""
        return changes(self.before.text if self.before else "", self.after.text if self.after else "")


def changes(before: str, after: str) -> list[Segment]:
    """Two texts as one, in segments that never follow one of their own kind; removed comes before added.

    All that is not "added", put together, is `before`; all that is not "removed" is `after`. Sentences are
    compared first and words where sentences differ, in time that hardly grows faster than the texts.
    """
    found: list[Segment] = []
    for old, new in _stretches(_SENTENCE.findall(before), _SENTENCE.findall(after), whole=False):
        if old == new:
            found.append(Segment("same", old))
            continue
        for removed, added in _stretches(_TOKEN.findall(old), _TOKEN.findall(new), whole=True):
            if removed == added:
                found.append(Segment("same", removed))
            else:
                found += [Segment("removed", removed), Segment("added", added)]
    return _joined(found)


def folded(segments: Iterable[Segment], context: int = _CONTEXT) -> list[Segment]:
    """The same with long unchanged runs folded, but for some words next to each change."""
    segments = list(segments)
    if all(segment.kind == "same" for segment in segments):
        return segments
    found: list[Segment] = []
    last = len(segments) - 1
    for at, segment in enumerate(segments):
        words = list(re.finditer(r"\S+\s*", segment.text))
        before, after = (context if at > 0 else 0), (context if at < last else 0)
        if segment.kind != "same" or len(words) < before + after + _FOLDED:
            found.append(segment)
            continue
        start = words[before].start() if before else 0
        end = words[-after].start() if after else len(segment.text)
        parts = (("same", 0, start), ("folded", start, end), ("same", end, len(segment.text)))
        found += [Segment(kind, segment.text[i:j]) for kind, i, j in parts if j > i]  # type: ignore[arg-type]
    return found


def clause_changes(before: Sequence[Entry], after: Sequence[Entry]) -> list[ClauseChange]:
    """What became of each clause, in the order of `after`; one that was removed stands where it stood.

    Raises ValueError for two clauses with the same key in one list.
    """
    old, new = _by_key(before), _by_key(after)
    stayed = _in_order([entry.key for entry in before if entry.key in new], [entry.key for entry in after])
    found: list[ClauseChange] = []
    removed = _removed_after(before, set(new))
    found += removed.get(None, [])
    for entry in after:
        earlier = old.get(entry.key)
        if earlier is None:
            found.append(ClauseChange("added", entry.key, None, entry))
            continue
        moved = entry.key not in stayed or entry.section != earlier.section
        kind: ClauseKind = "same" if entry.text == earlier.text else "changed"
        found.append(ClauseChange(kind, entry.key, earlier, entry, moved))
        found += removed.get(entry.key, [])
    return found


def _removed_after(before: Sequence[Entry], kept: set[str]) -> dict[str | None, list[ClauseChange]]:
    """The clauses that are gone, by the key of the kept one that stood above them; None for the first."""
    found: dict[str | None, list[ClauseChange]] = {}
    above = None
    for entry in before:
        if entry.key in kept:
            above = entry.key
        else:
            found.setdefault(above, []).append(ClauseChange("removed", entry.key, entry, None))
    return found


def _by_key(entries: Sequence[Entry]) -> dict[str, Entry]:
    found = {entry.key: entry for entry in entries}
    if len(found) != len(entries):
        twice = [key for key, count in Counter(entry.key for entry in entries).items() if count > 1]
        raise ValueError(f"clauses with the same key: {', '.join(twice)}")
    return found


def _in_order(before: list[str], after: list[str]) -> set[str]:
    """The most keys that follow one another in the same order in both: the others were moved."""
    place = {key: at for at, key in enumerate(after)}
    # Patience sorting: `ends[n]` is the lowest place at which a row of n + 1 keys can end.
    ends: list[int] = []
    rows: list[str] = []
    above: dict[str, str | None] = {}
    for key in before:
        at = bisect_left(ends, place[key])
        above[key] = rows[at - 1] if at else None
        ends[at : at + 1] = [place[key]]
        rows[at : at + 1] = [key]
    found: set[str] = set()
    last = rows[-1] if rows else None
    while last is not None:
        found.add(last)
        last = above[last]
    return found


def _stretches(old: list[str], new: list[str], *, whole: bool) -> Iterator[tuple[str, str]]:
    """Pairs of stretches: two equal ones, or what was replaced and by what, either of which may be empty.

    `whole` says that the parts are words: spaces then start no match by themselves.
    """
    head = _shared(old, new)
    tail = min(_shared(old[::-1], new[::-1]), min(len(old), len(new)) - head)
    start, end = "".join(old[:head]), "".join(old[len(old) - tail :])
    if start:
        yield start, start
    old, new = old[head : len(old) - tail], new[head : len(new) - tail]
    for i, j, k, m in _opcodes(old, new, whole=whole):
        yield "".join(old[i:j]), "".join(new[k:m])
    if end:
        yield end, end


def _opcodes(old: list[str], new: list[str], *, whole: bool) -> Iterator[tuple[int, int, int, int]]:
    if not old or not new:
        if old or new:
            yield 0, len(old), 0, len(new)
        return
    counts, others = Counter(old), Counter(new)
    pairs = {part: counts[part] * others[part] for part in counts if not (whole and part.isspace())}
    junk = str.isspace if whole else None
    rough = sum(pairs.values()) > _EXACT
    if rough:
        often = len(new) // 100 + 1
        if len(new) < 200 or sum(n for part, n in pairs.items() if others[part] <= often) > _ROUGH:
            yield 0, len(old), 0, len(new)
            return
    for _what, i, j, k, m in SequenceMatcher(junk, old, new, autojunk=rough).get_opcodes():
        yield i, j, k, m


def _shared(old: Sequence[str], new: Sequence[str]) -> int:
    """How many parts two rows have in common from their start."""
    for at, (one, other) in enumerate(zip(old, new, strict=False)):
        if one != other:
            return at
    return min(len(old), len(new))


def _joined(segments: Iterable[Segment]) -> list[Segment]:
    """Neighbours of a kind as one. A space alone between two changes belongs to both of them."""
    found: list[Segment] = []
    removed = added = space = ""

    def settle() -> None:
        nonlocal removed, added
        found.extend([Segment("removed", removed)] if removed else [])
        found.extend([Segment("added", added)] if added else [])
        removed = added = ""

    for segment in segments:
        if segment.kind == "same":
            if removed and added and segment.text.isspace() and "\n" not in segment.text and not space:
                space = segment.text
                continue
            if space:
                settle()
                segment, space = Segment("same", space + segment.text), ""
            settle()
            if found and found[-1].kind == "same":
                segment = Segment("same", found.pop().text + segment.text)
            found.append(segment)
        elif segment.text:
            removed, added, space = removed + space, added + space, ""
            if segment.kind == "removed":
                removed += segment.text
            else:
                added += segment.text
    settle()
    if space:
        found.append(Segment("same", space))
    return found
