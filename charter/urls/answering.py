"""Addresses of answering a consultation."""

from django.urls import path

from charter.views.answering import contents, leading, links, section, sending

urlpatterns = [
    path("", contents.consultations_page, name="consultations"),
    path("resume/<str:secret>/", links.resume, name="consultation-resume"),
    path("news/<str:secret>/", links.hear_news, name="consultation-news"),
    path("<slug:slug>/", contents.consultation, name="consultation"),
    path("<slug:slug>/read/", contents.read, name="consultation-read"),
    path("<slug:slug>/for/", leading.answer_for, name="consultation-for"),
    path("<slug:slug>/section/<slug:key>/", section.section, name="consultation-section"),
    path("<slug:slug>/about-you/", sending.about_you, name="consultation-about-you"),
    path("<slug:slug>/publish/", sending.publish, name="consultation-publish"),
    path("<slug:slug>/check/", sending.check, name="consultation-check"),
    path("<slug:slug>/sent/", sending.sent_page, name="consultation-sent"),
    path("<slug:slug>/link/", links.link, name="consultation-link"),
    path("<slug:slug>/withdraw/", sending.withdraw, name="consultation-withdraw"),
    path("<slug:slug>/leave/", links.leave, name="consultation-leave"),
]
