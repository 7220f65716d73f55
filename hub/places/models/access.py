"""What makes a place or an activity possible for a family, in families' words."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AccessFeature(models.TextChoices):
    """One thing that a family may need to be there."""

    STEP_FREE = "step-free", _("Step-free")
    HOIST = "hoist", _("Hoist and changing place")
    QUIET = "quiet", _("Quiet or sensory-friendly")
    ENCLOSED = "enclosed", _("Enclosed garden or space")
    SIGNING = "signing", _("Signing (BSL or Makaton)")
    PICTURES = "pictures", _("Pictures and symbols")
    ONE_TO_ONE = "one-to-one", _("One-to-one support")
    SIBLINGS = "siblings", _("Siblings welcome")
    HEARING_LOOP = "hearing-loop", _("Hearing loop")
    PARKING = "parking", _("Accessible parking")
