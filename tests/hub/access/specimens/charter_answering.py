"""The rows that the matrix asks about, of the charter’s answering."""

from datetime import timedelta

from django.utils import timezone

from charter.models import Channel, Consultation, Progress, Publish, Response, ResumeLink
from charter.secret import hash_of
from tests.factories.charter import make_consultation, make_response
from tests.town import Specimens, Town, specimens

STATES = ("draft", "coming", "open", "closing", "closed", "settled", "results")
# What opens, what was stopped, and what asks about news, in the addresses that are walked over.
SECRETS = {name: name.ljust(43, "x") for name in ("opens", "stopped", "news")}


def consultation(state: str) -> Consultation:
    """The consultation of answering's rows in a state: other rooms make others."""
    slug = f"answering-{state}"
    return Consultation.objects.filter(slug=slug).first() or make_consultation(state, slug=slug)


@specimens(Consultation)
def consultations_to_answer(town: Town) -> Specimens:
    """By what the clock says."""
    return {f"answering: {state}": consultation(state) for state in STATES}


@specimens(Response)
def own_responses(town: Town) -> Specimens:
    """By the time there is for a change, by channel, and by who leads it."""
    opened, closing, closed = consultation("open"), consultation("closing"), consultation("closed")
    late = timezone.now() - timedelta(minutes=5)
    own = town.organisations
    made: Specimens = {
        "answering: begun": make_response(opened, state=Progress.BEGUN),
        "answering: sent, open": make_response(opened),
        "answering: sent, publish nothing": make_response(opened, publish=Publish.NOT),
        "answering: withdrawn": make_response(opened, state=Progress.WITHDRAWN),
        "answering: letter": make_response(opened, channel=Channel.LETTER),
        "answering: begun, last hour": make_response(closing, state=Progress.BEGUN),
        "answering: begun after the close": make_response(closing, state=Progress.BEGUN, at=late),
        "answering: sent, closed": make_response(closed),
        "answering: sent, settled": make_response(consultation("settled")),
        "answering: a group’s, its lead gone": make_response(
            opened, organisation=own.neighbour, organisation_name=own.neighbour.name
        ),
    }
    for label, where, who, organisation in (
        ("a group’s, open", opened, "organiser", own.verified),
        ("a group’s, closed", closed, "organiser", own.verified),
        ("a suspended group’s", opened, "suspended", own.suspended),
        ("a school’s", opened, "head", own.school),
    ):
        made[f"answering: {label}"] = make_response(
            where,
            lead=town.persona(who).person,
            organisation=organisation,
            organisation_name=organisation.name,
        )
    news = make_response(opened, email="news@secret-mail.test")
    type(news.contact).objects.filter(pk=news.pk).update(
        wants_news=True, news_secret_hash=hash_of(SECRETS["news"])
    )
    made["answering: asked for news"] = news
    for name in ("opens", "stopped"):
        ResumeLink.objects.create(
            response=news,
            secret_hash=hash_of(SECRETS[name]),
            revoked_at=timezone.now() if name == "stopped" else None,
        )
    return made
