"""What the invented people of the demo town answered, by every way in which answers come."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random

from django.utils import timezone

from charter.models import (
    AboutYou,
    Answer,
    Channel,
    Consultation,
    Contact,
    EqualityRecord,
    Excerpt,
    Original,
    Progress,
    Publish,
    Question,
    QuestionKind,
    RespondentKind,
    Response,
    Version,
    Wording,
    YesNo,
)
from hub.calendar.london import LONDON
from hub.local.demo.said import EVENTS, NAMES, PRIVATE, SAID, Said
from hub.people.models import Person

CHANNELS = {
    Channel.ONLINE: 92,
    Channel.FORM: 30,
    Channel.EMAIL: 18,
    Channel.LETTER: 14,
    Channel.EVENT: 14,
    Channel.SPOKEN: 12,
}
KINDS = {
    RespondentKind.PARENT: 34,
    RespondentKind.RESIDENT: 16,
    RespondentKind.SCHOOL: 15,
    RespondentKind.GROUP: 15,
    RespondentKind.GOVERNOR: 6,
    RespondentKind.YOUNG: 5,
    RespondentKind.SERVICE: 3,
    RespondentKind.OTHER: 2,
    "": 4,
}
DISTRICTS = {"B14": 55, "B13": 15, "B30": 10, "B28": 8, "": 12}
PUBLISH = {Publish.UNNAMED: 64, Publish.NAMED: 14, Publish.NOT: 22}
# How often an area is called very, quite and not important.
RATED = {1: (5, 4, 1), 2: (8, 2, 1), 3: (7, 3, 1), 4: (4, 5, 2), 5: (6, 3, 1), 6: (3, 4, 4), 7: (3, 5, 2)}
# Whom the same invented people write down, and one who checks it.
WRITER, CHECKER = "admin@demo.test", "deputy@demo.test"


@dataclass
class Given:
    """One answer before it has a row: the stretches of its text that say a theme, or that are private."""

    question: Question
    version: Version
    rating: int | None = None
    choice: str = ""
    text: str = ""
    themes: list[tuple[int, int, str]] = field(default_factory=list)
    private: list[tuple[int, int, str]] = field(default_factory=list)

    def add(self, said: str) -> tuple[int, int]:
        """Put a sentence at the end. Returns where it stands."""
        start = len(self.text) + 1 if self.text else 0
        self.text = f"{self.text} {said}" if self.text else said
        return start, start + len(said)


@dataclass
class Answered:
    """A response of the demo town with its answers, and what is known about their stretches."""

    response: Response
    answers: list[tuple[Answer, Given]]


def load_responses(
    consultation: Consultation, people: dict[str, Person], *, channels: dict[Channel, int] = CHANNELS
) -> list[Answered]:
    """Make the responses of a consultation. The same seed gives the same town."""
    random = Random(consultation.slug)  # noqa: S311  (invented people, no secret)
    version = consultation.versions.exclude(published_at=None).get()
    wordings = list(Wording.objects.filter(version=version).select_related("question", "section"))
    made: list[tuple[Response, list[Given]]] = []
    for channel, number in channels.items():
        made += (_response(random, consultation, version, channel, wordings) for _one in range(number))
    Response.objects.bulk_create(response for response, _given in made)
    answered = [
        Answered(response, [(_answer(response, given), given) for given in answers])
        for response, answers in made
    ]
    Answer.objects.bulk_create(answer for one in answered for answer, _given in one.answers)
    _about(random, answered, settled=consultation.settled_at is not None)
    _originals(random, answered, people)
    return answered


def _one_of(random: Random, weights: dict[str, int]) -> str:
    (chosen,) = random.choices(list(weights), list(weights.values()))
    return chosen


def _moment(random: Random, consultation: Consultation) -> datetime:
    """Some time of a day while the consultation was open, more often at the beginning and at the end."""
    now = timezone.now()
    opens, closes = (consultation.opens_at or now).date(), min(consultation.closes_at or now, now).date()
    days = max((closes - opens).days - 1, 1)
    day = opens + timedelta(days=int(days * random.betavariate(0.7, 0.8)))
    return datetime.combine(day, time(random.randrange(8, 22), random.randrange(60)), LONDON)


def _response(
    random: Random, consultation: Consultation, version: Version, channel: Channel, wordings: list[Wording]
) -> tuple[Response, list[Given]]:
    begun = _moment(random, consultation)
    kind = "" if channel == Channel.EVENT else _one_of(random, {str(k): v for k, v in KINDS.items()})
    publish = _one_of(random, {str(k): v for k, v in PUBLISH.items()})
    if channel == Channel.EVENT or (kind == RespondentKind.YOUNG and publish == Publish.NAMED):
        publish = Publish.UNNAMED
    response = Response(
        consultation=consultation,
        version=version,
        channel=channel,
        state=Progress.SENT,
        begun_at=begun,
        saved_at=begun + timedelta(minutes=random.randrange(4, 50)),
        sent_at=begun + timedelta(minutes=random.randrange(50, 90)),
        people=random.randrange(4, 10) if channel == Channel.EVENT else 1,
        publish=publish,
        public_name=random.choice(NAMES) if publish == Publish.NAMED else "",
    )
    response.about = kind  # type: ignore[attr-defined]
    return response, list(_given(random, version, wordings, channel))


def _given(
    random: Random, version: Version, wordings: Sequence[Wording], channel: Channel
) -> Iterator[Given]:
    """What one of them answered: most ratings, and some of the questions in words."""
    eager = random.choice((0.12, 0.25, 0.4, 0.75))
    answered = False
    for wording in wordings:
        given = Given(wording.question, version)
        if wording.question.kind == QuestionKind.RATING:
            rated = RATED.get(wording.area or 0)
            if rated and channel != Channel.EMAIL and random.random() < 0.9:
                (given.rating,) = random.choices((1, 2, 3), rated)
        elif random.random() < eager * (0.25 if wording.question.kind == QuestionKind.EXAMPLE else 1):
            _say(random, given, wording)
        if given.rating or given.choice or given.text:
            answered = True
            yield given
    if not answered:
        given = Given(wordings[-1].question, version)
        given.add("I have nothing to add, but I am glad that you asked.")
        yield given


def _known_by(wording: Wording) -> str:
    """By which name SAID knows a question."""
    if wording.question.kind == QuestionKind.EXAMPLE:
        return f"example {wording.section.area}"
    return wording.label or "others"


def _say(random: Random, given: Given, wording: Wording) -> None:
    label = _known_by(wording)
    sentences = list(SAID.get(label, ()))
    if not sentences:
        return
    first = random.choice(sentences)
    wanted = 1 if random.random() < 0.6 else 2
    fitting = [one for one in sentences if one is not first and one.choice in ("", first.choice)]
    chosen: list[Said] = [first, *random.sample(fitting, min(wanted - 1, len(fitting)))]
    if given.question.kind == QuestionKind.YES_NO:
        given.choice = first.choice or random.choice((YesNo.YES, YesNo.YES, YesNo.NO, YesNo.UNSURE))
        if random.random() < 0.2:
            return
    for said in chosen:
        start, end = given.add(said.text)
        if said.theme:
            given.themes.append((start, end, said.theme))
    for where, sentence, secret, reason in PRIVATE:
        if where == label and random.random() < 0.12:
            start, _end = given.add(sentence)
            at = start + sentence.index(secret)
            given.private.append((at, at + len(secret), reason))


def _answer(response: Response, given: Given) -> Answer:
    return Answer(
        response=response,
        question=given.question,
        version=given.version,
        rating=given.rating,
        choice=given.choice,
        text=given.text,
        saved_at=response.saved_at,
    )


def _about(random: Random, answered: Iterable[Answered], *, settled: bool) -> None:
    """Who they are, if they said so; how to reach some of them; and what is stored apart."""
    about, contacts, equality = [], [], []
    for number, one in enumerate(answered):
        response = one.response
        kind = response.about  # type: ignore[attr-defined]
        about.append(AboutYou(response=response, kind=kind, district=_one_of(random, DISTRICTS)))
        if response.channel == Channel.ONLINE and random.random() < 0.3:
            news = random.random() < 0.7
            contacts.append(
                Contact(
                    response=response,
                    name=response.public_name,
                    email=f"neighbour{number}@people.example.org",
                    wants_copy=random.random() < 0.5,
                    wants_news=news,
                    news_confirmed_at=response.sent_at if news and random.random() < 0.8 else None,
                )
            )
        if response.channel == Channel.ONLINE and random.random() < 0.6:
            equality.append(
                EqualityRecord(
                    consultation=response.consultation,
                    response=None if settled else response,
                    language=random.choice(("english", "english", "urdu", "polish", "bengali", "")),
                )
            )
    AboutYou.objects.bulk_create(about)
    Contact.objects.bulk_create(contacts)
    random.shuffle(equality)
    EqualityRecord.objects.bulk_create(equality)


def _originals(random: Random, answered: Iterable[Answered], people: dict[str, Person]) -> None:
    """What came on paper, by e-mail or at an event: the whole text, and which stretch answers what."""
    originals: list[Original] = []
    excerpts: list[Excerpt] = []
    for one in answered:
        response = one.response
        if response.channel == Channel.ONLINE:
            continue
        text, places = _letter(one.answers)
        received: date = response.begun_at.date()
        checked = random.random() < 0.93
        original = Original(
            response=response,
            received_on=received,
            event=random.choice(EVENTS) if response.channel == Channel.EVENT else "",
            text=text,
            transcriber=people[WRITER],
            transcribed_at=response.sent_at,
            checker=people[CHECKER] if checked else None,
            checked_at=response.sent_at if checked else None,
        )
        originals.append(original)
        excerpts += (
            Excerpt(original=original, question=question, start=start, end=end)
            for question, start, end in places
        )
    Original.objects.bulk_create(originals)
    Excerpt.objects.bulk_create(excerpts)


def _letter(answers: Sequence[tuple[Answer, Given]]) -> tuple[str, list[tuple[Question, int, int]]]:
    text = "Dear Children’s Quarter,\n\n"
    places = []
    for answer, given in answers:
        if given.text:
            places.append((given.question, len(text), len(text) + len(answer.text)))
            text += f"{answer.text}\n\n"
    return f"{text}With good wishes", places
