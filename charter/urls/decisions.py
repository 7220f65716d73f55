"""Addresses of what was decided, and where the steward decides."""

from django.urls import path

from charter.views import deciding, decisions

urlpatterns = [
    path("decisions/", decisions.decisions, name="decisions"),
    path("decisions/stop/<str:secret>/", decisions.stop_news, name="stop-news"),
    path("decisions/<slug:slug>/", decisions.decisions_of, name="decisions-of"),
    path("manage/<slug:slug>/decisions/", deciding.manage_decisions, name="manage-decisions"),
    path("manage/<slug:slug>/decisions/publish/", deciding.publish_decisions, name="publish-decisions"),
    path("manage/<slug:slug>/decisions/tell/", deciding.tell_respondents, name="tell-respondents"),
    path("manage/<slug:slug>/decisions/theme/<int:pk>/", deciding.decide_theme, name="decide-theme"),
    path(
        "manage/<slug:slug>/decisions/<int:pk>/take-back/",
        deciding.take_back_decision,
        name="take-back-decision",
    ),
]
