"""Addresses of hub.notices. Outside the demo they answer 404."""

from django.urls import path

from hub.notices.views import outbox

urlpatterns = [
    path("outbox/", outbox.outbox, name="outbox"),
    path("outbox/<uuid:key>/", outbox.message, name="outbox-message"),
    path("outbox/<uuid:key>/page/", outbox.as_page, name="outbox-page"),
]
