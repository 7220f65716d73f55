"""Consultations are the hub's own words."""

from django.apps import apps

from charter.models import Consultation, Question, Section, Version, Wording
from hub.privacy import plain

OWN = "the hub’s own words, written for the public"
plain(Consultation, OWN, "title", "slug", "summary", "introduction", "how_to_answer")
plain(Version, OWN, "code", "note")
plain(Section, OWN, "key", "title", "narrative", "barriers", "helps")
plain(Question, "a name and a kind", "key", "kind")
plain(Wording, OWN, "label", "text", "hint")
plain(apps.get_model("charter", "ConsultationEvent"), "the name of a trigger", "pgh_label")
