"""Every address of the hub."""

from django.urls import include, path

from hub.web.views import errors, health, style

urlpatterns = [
    path("", include("listings.urls")),
    path("charter/", include("charter.urls")),
    path("", include("hub.people.urls")),
    path("", include("hub.files.urls")),
    path("", include("hub.notices.urls")),
    path("", include("hub.worklist.urls")),
    path("about/", include("hub.web.urls")),
    path("style/", style.style, name="style"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]

handler400 = errors.bad_request
handler403 = errors.permission_denied
handler404 = errors.not_found
handler429 = errors.too_many_requests
handler500 = errors.server_error
