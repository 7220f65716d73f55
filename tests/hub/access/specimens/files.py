"""Pictures: those that nothing shows yet, and the logos of groups in each state. Documents."""

from hub.files.models import Document, Picture
from tests.factories.files import make_document, make_picture
from tests.town import Specimens, Town, specimens


@specimens(Picture)
def pictures(town: Town) -> Specimens:
    """By who added it, whether the form it was chosen in is finished, and whose logo it is."""
    own = town.persona("organiser").actor
    made: Specimens = {
        "an organiser’s": make_picture(by=own),
        "an organiser’s, not finished": make_picture(by=own),
        "of somebody who has gone": make_picture(),
        "of a closed account": make_picture(),
    }
    pks = {label: row.pk for label, row in made.items()}
    Picture.objects.filter(pk=pks["an organiser’s, not finished"]).update(pending=True, consent=False, alt="")
    Picture.objects.filter(pk=pks["of somebody who has gone"]).update(uploaded_by=None)
    closed = town.persona("closed").person
    Picture.objects.filter(pk=pks["of a closed account"]).update(uploaded_by=closed)
    for name in ("verified", "unverified", "suspended"):
        organisation = getattr(town.organisations, name)
        organisation.logo = made[f"logo, {name}"] = make_picture(alt=f"Logo of {organisation}")
        organisation.save()
    return made


@specimens(Document)
def documents(town: Town) -> Specimens:
    """By who added it, and whether the form it was chosen in is finished. Nothing refers to them here."""
    own = town.persona("organiser").actor
    made: Specimens = {
        "an organiser’s": make_document(by=own),
        "an organiser’s, not finished": make_document(by=own),
        "of somebody who has gone": make_document(content=b"A letter, in words alone."),
        "of a closed account": make_document(content=b"Another letter, not finished."),
    }
    pks = {label: row.pk for label, row in made.items()}
    Document.objects.filter(pk=pks["an organiser’s, not finished"]).update(pending=True)
    Document.objects.filter(pk=pks["of somebody who has gone"]).update(uploaded_by=None)
    closed = town.persona("closed").person
    Document.objects.filter(pk=pks["of a closed account"]).update(uploaded_by=closed, pending=True)
    return made
