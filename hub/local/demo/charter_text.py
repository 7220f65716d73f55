"""The demo town’s charter, in two versions: as it was put to the public, and as it was adopted after."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from charter.actions.charter_loading import fill
from charter.charter_file import read_charter
from charter.models import Charter, CharterVersion, Consultation, Stage
from charter.shipped import shipped_charters


def load_versions(slug: str, consultation: Consultation) -> tuple[CharterVersion, set[str]]:
    """Make the charter and its versions. Returns the adopted one, and the keys of what changed with it."""
    texts = [read_charter(text) for text in shipped_charters()]
    newest = texts[-1]
    charter = Charter.objects.create(slug=slug, title=newest.title, summary=newest.summary)
    opened = consultation.opens_at or timezone.now()
    moments: tuple[datetime, datetime] = (opened, timezone.now() - timedelta(days=25))
    made = []
    for number, (text, moment) in enumerate(zip(texts, moments, strict=True), start=1):
        version = CharterVersion.objects.create(
            charter=charter,
            number=number,
            introduction=text.introduction,
            note=text.note,
            consultation=consultation if number == 1 else None,
        )
        fill(version, text)
        adopted = text.stage == Stage.ADOPTED
        version.stage = Stage.ADOPTED if adopted else Stage.CONSULTED
        version.published_at = moment
        version.adopted_on = timezone.localdate(moment) if adopted else None
        version.save()
        made.append(version)
    before, after = ({one.key: one.text for one in text.clauses} for text in texts)
    return made[-1], {key for key, words in after.items() if before.get(key) != words}
