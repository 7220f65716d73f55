"""A browser of somebody, for the charter's tests."""

from django.test import Client

from hub.people.actor import Actor
from hub.people.models import Person
from tests.personas import Persona


def client_of(actor: Actor | None) -> Client:
    """Signed in as this actor, with the second step; a visitor's for None."""
    if actor is None:
        return Client(raise_request_exception=False)
    return Persona("someone", Person.objects.get(pk=actor.id), actor).client()
