"""The request as views see it."""

from django.http import HttpRequest

from hub.people.actor import Actor


class Request(HttpRequest):
    """A request after the middleware: it knows who acts."""

    actor: Actor
