"""The rows that the matrix asks about: the charter, its versions, who signed it and who stands behind it."""

from django.utils import timezone

from charter.models import Charter, CharterVersion, Signature, Stage, Supporter
from tests.factories.charter_signing import make_charter, make_signature, make_supporter, make_text
from tests.town import Specimens, Town, specimens


@specimens(Charter)
def charters(town: Town) -> Specimens:
    """The one with an adopted version, and one that was only begun."""
    adopted = make_charter()
    begun = Charter.objects.create(title="Another charter", slug="another", summary="Begun.")
    return {"with an adopted version": adopted, "only begun": begun}


@specimens(CharterVersion)
def versions(town: Town) -> Specimens:
    """By stage."""
    return {
        "adopted": make_text(Stage.ADOPTED, 1),
        "consulted": make_text(Stage.CONSULTED, 2, extra=" Always."),
        "draft": make_text(Stage.DRAFT, 3),
    }


@specimens(Signature)
def signatures(town: Town) -> Specimens:
    """By whose it is, and whether it stands."""
    version = town.specimens[CharterVersion]["adopted"]
    at = town.organisations
    assert isinstance(version, CharterVersion)
    gone = make_signature(version, at.verified, withdrawn_at=timezone.now())
    return {
        "verified": make_signature(version, at.verified, pledge="We sing.", pledge_by=timezone.localdate()),
        "verified, taken back": gone,
        "school": make_signature(version, at.school),
        "lapsed": make_signature(version, at.lapsed),
        "suspended": make_signature(version, at.suspended),
        "unverified": make_signature(version, at.unverified),
    }


@specimens(Supporter)
def supporters(town: Town) -> Specimens:
    """Shown, counted, not confirmed yet, and an account's."""
    version = town.specimens[CharterVersion]["adopted"]
    assert isinstance(version, CharterVersion)
    parent = town.persona("parent").person
    return {
        "shown": make_supporter(version, "shown@people.test", name="Shona Shown", show_name=True),
        "counted": make_supporter(version, "counted@people.test"),
        "not confirmed": make_supporter(
            version, "waits@people.test", name="Wanda Waits", show_name=True, confirmed_at=None
        ),
        "the parent's": make_supporter(version, "parent@people.test", person=parent),
    }
