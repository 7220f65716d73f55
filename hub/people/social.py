"""Signing in with an account elsewhere: none of it is there unless the installation has keys for it."""

from __future__ import annotations

from django.apps import apps

from hub.privacy import Basis, Personal, declare, plain


def is_offered() -> bool:
    """Whether the installation has keys for any provider."""
    return apps.is_installed("allauth.socialaccount")


def providers() -> list[tuple[str, str]]:
    """Names and keys of the providers, as [("Google", "google")]."""
    if not is_offered():
        return []
    from allauth.socialaccount.adapter import get_adapter

    return [(provider.name, provider.id) for provider in get_adapter().list_providers(None)]


def declare_personal() -> None:
    """What is kept about people who come that way (rules.md D1). Nothing where it is not offered."""
    if not is_offered():
        return
    from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken

    kept = Personal(
        purpose="To let a person sign in with an account that they have elsewhere",
        basis=Basis.CONTRACT,
        retention="until the account is deleted",
        seen_by="the person",
    )
    for model in (SocialAccount, SocialToken):
        declare(model, **{one.name: kept for one in model._meta.concrete_fields if not one.primary_key})
    names = [one.name for one in SocialApp._meta.concrete_fields if not one.primary_key]
    plain(SocialApp, "unused: the keys come from the environment", *names)
