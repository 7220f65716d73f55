"""Addresses for organisers: write, change and send what is on."""

from django.urls import path

from listings.views.post import change, dates, edit, holidays, keep, mine, one_date, send, start

urlpatterns = [
    path("post/", start.post, name="post"),
    path("post/mine/", mine.mine, name="post-mine"),
    path("post/holidays/", holidays.holidays, name="post-holidays"),
    path("post/new/<slug:slug>/", start.post_new, name="post-new"),
    path("post/new/<slug:slug>/copy/", start.copy_list, name="post-copy-list"),
    path("post/new/<slug:slug>/<slug:how>/", start.post_begin, name="post-begin"),
    path("post/new/<slug:slug>/<slug:how>/keep/", keep.keep_new, name="post-new-keep"),
    path("post/<slug:slug>/", edit.post_edit, name="post-edit"),
    path("post/<slug:slug>/preview/", send.preview, name="post-preview"),
    path("post/<slug:slug>/send/", send.send, name="post-send"),
    path("post/<slug:slug>/take-back/", send.take_back, name="post-take-back"),
    path("post/<slug:slug>/undo/", send.undo, name="post-undo"),
    path("post/<slug:slug>/copy/", start.copy, name="post-copy"),
    path("post/<slug:slug>/cancel/", send.cancel, name="post-cancel"),
    path("post/<slug:slug>/delete/", send.delete, name="post-delete"),
    path("post/<slug:slug>/picture/", edit.picture, name="post-picture"),
    path("post/<slug:slug>/dates/", dates.post_dates, name="post-dates"),
    path("post/<slug:slug>/date/<slug:stamp>/", one_date.post_date, name="post-date"),
    path("post/<slug:slug>/from/<slug:stamp>/", change.post_later, name="post-later"),
    path("post/<slug:slug>/from/<slug:stamp>/keep/", keep.keep, name="post-later-keep"),
    path("post/<slug:slug>/from/<slug:stamp>/confirm/", change.confirm_later, name="post-later-confirm"),
    path("post/<slug:slug>/change/", change.post_change, name="post-change"),
    path("post/<slug:slug>/change/keep/", keep.keep, {"page": "all"}, name="post-change-keep"),
    path("post/<slug:slug>/change/confirm/", change.confirm_change, name="post-change-confirm"),
    path("post/<slug:slug>/<slug:step>/", edit.post_step, name="post-step"),
    path("post/<slug:slug>/<slug:page>/keep/", keep.keep, name="post-keep"),
]
