"""Addresses of roles, invitations, checks and suspension."""

from django.urls import path

from hub.people.views import invitations, members, verification

urlpatterns = [
    path("groups/<slug:slug>/people/", members.people, name="organisation-people"),
    path("groups/<slug:slug>/people/invite/", invitations.invite, name="organisation-invite"),
    path("groups/<slug:slug>/people/<int:pk>/", members.person, name="organisation-person"),
    path("groups/<slug:slug>/people/<int:pk>/remove/", members.remove, name="organisation-remove"),
    path(
        "groups/<slug:slug>/people/invitations/<int:pk>/again/",
        invitations.send_again,
        name="organisation-invitation-again",
    ),
    path(
        "groups/<slug:slug>/people/invitations/<int:pk>/take-back/",
        invitations.take_back,
        name="organisation-invitation-take-back",
    ),
    path("groups/<slug:slug>/leave/", members.leave, name="organisation-leave"),
    path("groups/<slug:slug>/hand-over/", members.hand_on, name="organisation-hand-over"),
    path("groups/<slug:slug>/check/", verification.check, name="organisation-check"),
    path("groups/<slug:slug>/suspend/", verification.suspend, name="organisation-suspend"),
    path("groups/<slug:slug>/restore/", verification.restore, name="organisation-restore"),
    path("groups/<slug:slug>/trust/", verification.trust, name="organisation-trust"),
    path("groups/<slug:slug>/trust/withdraw/", verification.withdraw, name="organisation-trust-withdraw"),
    path("invitations/", invitations.invitations, name="invitations"),
    path("invitations/join/", invitations.join, name="invitation-join"),
    path("invitations/<int:pk>/accept/", invitations.accept, name="invitation-accept"),
    path("invitations/<int:pk>/decline/", invitations.decline, name="invitation-decline"),
    path("invitations/<str:secret>/", invitations.opened, name="invitation"),
]
