"""Addresses of the directory and of accounts.

allauth's views are named one by one: what is not here is not open.
"""

from allauth.account import views as allauth_views
from django.urls import path, re_path

from hub.access import access
from hub.people.views.account import SignInView, account
from hub.people.views.directory import groups, organisation, verified

urlpatterns = [
    path("groups/", groups, name="groups"),
    path("groups/verified/", verified, name="verified"),
    path("groups/<slug:slug>/", organisation, name="organisation"),
    path("account/", account, name="account"),
    path("account/sign-in/", access.public(SignInView.as_view()), name="account_login"),
    path("account/sign-out/", access.public(allauth_views.logout), name="account_logout"),
    path("account/join/", access.public(allauth_views.signup), name="account_signup"),
    path("account/closed/", access.public(allauth_views.account_inactive), name="account_inactive"),
    path(
        "account/confirm-email/",
        access.public(allauth_views.email_verification_sent),
        name="account_email_verification_sent",
    ),
    path(
        "account/confirm-email/<str:key>/",
        access.public(allauth_views.confirm_email),
        name="account_confirm_email",
    ),
    path(
        "account/password/reset/", access.public(allauth_views.password_reset), name="account_reset_password"
    ),
    path(
        "account/password/reset/sent/",
        access.public(allauth_views.password_reset_done),
        name="account_reset_password_done",
    ),
    re_path(
        r"^account/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        access.public(allauth_views.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path(
        "account/password/reset/done/",
        access.public(allauth_views.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    path("account/again/", access.signed_in(allauth_views.reauthenticate), name="account_reauthenticate"),
]
