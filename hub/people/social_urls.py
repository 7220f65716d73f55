"""Addresses of signing in with an account elsewhere: there only where the installation has keys for it."""

from importlib import import_module

from allauth.socialaccount import views
from django.conf import settings
from django.db.transaction import atomic
from django.urls import URLPattern, path

from hub.access import access


def of_provider(name: str) -> list[URLPattern]:
    """Where one provider's way begins, and where it leads back to."""
    there = import_module(f"allauth.socialaccount.providers.{name}.views")
    return [
        path(
            f"account/elsewhere/{name}/",
            access.public(atomic(there.oauth2_login)),
            name=f"{name}_login",
        ),
        path(
            f"account/elsewhere/{name}/back/",
            access.public(atomic(there.oauth2_callback)),
            name=f"{name}_callback",
        ),
    ]


urlpatterns = [
    path("account/elsewhere/join/", access.public(atomic(views.signup)), name="socialaccount_signup"),
    path(
        "account/elsewhere/stopped/",
        access.public(views.login_cancelled),
        name="socialaccount_login_cancelled",
    ),
    path("account/elsewhere/failed/", access.public(views.login_error), name="socialaccount_login_error"),
    path(
        "account/elsewhere/",
        access.signed_in(atomic(views.connections)),
        name="socialaccount_connections",
    ),
    *(one for name in settings.SOCIALACCOUNT_KEYS for one in of_provider(name)),
]
