"""Pictures: those that nothing shows yet, and the logos of groups in each state."""

from hub.files.models import Picture
from tests.factories.files import make_picture
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
