"""Addresses of signing, supporting, signatories and certificates."""

from django.urls import path

from charter.views import signatories, signing, support

urlpatterns = [
    path("sign/", signing.sign_charter, name="sign-charter"),
    path("sign/<slug:slug>/", signing.sign_for, name="sign-for"),
    path("sign/<slug:slug>/withdraw/", signing.withdraw_signature, name="withdraw-signature"),
    path("signatories/", signatories.signatories_page, name="signatories"),
    path("signatories/<uuid:key>/certificate.pdf", signatories.certificate, name="charter-certificate"),
    path("support/", support.support, name="support-charter"),
    path("support/withdraw/", support.withdraw_support, name="withdraw-support"),
    path("support/link/<str:secret>/", support.support_link, name="support-link"),
]
