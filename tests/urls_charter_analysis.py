"""What to ask for at the addresses of the charter’s analysis."""

from collections.abc import Callable

from charter.models import Answer, Consultation, Reading, Theme
from tests.town import Town
from tests.urls import Paths, samples

MANAGE = "charter/manage/<slug:slug>/"


def _slug(town: Town, label: str) -> str:
    """The consultation of a theme that is a specimen."""
    theme = town.specimens[Theme][label]
    assert isinstance(theme, Theme)
    return Consultation.objects.get(pk=theme.consultation_id).slug


def _room(path: str) -> Callable[[Town], Paths]:
    """A page of the room as a whole."""

    def make(town: Town) -> Paths:
        return {
            "closed": f"/charter/manage/{_slug(town, 'in use, closed')}/{path}",
            "open": f"/charter/manage/{_slug(town, 'in use, open')}/{path}",
            "unknown": f"/charter/manage/no-such-thing/{path}",
        }

    return make


for _path in (
    "themes/",
    "themes/new/",
    "themes/print/",
    "reading/",
    "reading/share/",
    "agreement/",
    "settle/",
):
    samples(f"{MANAGE}{_path}")(_room(_path))


def _themes(path: str) -> Callable[[Town], Paths]:
    """A page about one theme."""

    def make(town: Town) -> Paths:
        slug = _slug(town, "in use, closed")
        return {
            "in use": f"/charter/manage/{slug}/themes/in-use/{path}",
            "retired": f"/charter/manage/{slug}/themes/retired/{path}",
            "unknown": f"/charter/manage/{slug}/themes/no-such-thing/{path}",
        }

    return make


for _path in ("", "edit/", "history/", "passages/", "merge/", "split/", "sort/", "retire/", "restore/"):
    samples(f"{MANAGE}themes/<slug:key>/{_path}")(_themes(_path))


def _slug_of(reading: Reading) -> str:
    """Its consultation's, also where the walk has put the reading itself back meanwhile."""
    answer = Answer.objects.select_related("response__consultation").get(pk=reading.answer_id)
    return answer.response.consultation.slug


def _readings(path: str) -> Callable[[Town], Paths]:
    """A page about one reading, at its own consultation."""

    def make(town: Town) -> Paths:
        paths = {}
        for label, row in town.specimens[Reading].items():
            assert isinstance(row, Reading)
            paths[label] = f"/charter/manage/{_slug_of(row)}/reading/{row.pk}/{path}"
        return {**paths, "unknown": f"/charter/manage/{_slug(town, 'in use, closed')}/reading/999999/{path}"}

    return make


samples(f"{MANAGE}reading/<int:pk>/")(_readings(""))
samples(f"{MANAGE}reading/<int:pk>/put-back/")(_readings("put-back/"))


@samples(f"{MANAGE}settle/<int:pk>/")
def answers_to_settle(town: Town) -> Paths:
    labels = (
        "first of two finished",
        "settled",
        "first finished, second begun",
        "first begun, the analyst's",
    )
    paths = {}
    for label in labels:
        reading = town.specimens[Reading][label]
        assert isinstance(reading, Reading)
        slug = _slug_of(reading)
        paths[label] = f"/charter/manage/{slug}/settle/{reading.answer_id}/"
    return {**paths, "unknown": f"/charter/manage/{_slug(town, 'in use, closed')}/settle/999999/"}
