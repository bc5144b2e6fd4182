"""Addresses of the public site, and personal links."""

from django.urls import path

from mentoring.views import join, links, public, verify

app_name = "public"
urlpatterns = [
    path("", public.home, name="home"),
    path("mentors/", public.mentor_list, name="mentor_list"),
    path("mentors/<slug:slug>/", public.mentor_page, name="mentor_page"),
    path("mentors/<slug:slug>/photo/<slug:name>/", public.mentor_photo, name="mentor_photo"),
    path("mentors/<slug:slug>/documents/<slug:name>/", public.mentor_document, name="mentor_document"),
    path("privacy/", public.privacy, name="privacy"),
    path("join/", join.join, name="join"),
    path("join/done/", join.joined, name="joined"),
    path("l/<str:token>/", links.open_link, name="link"),
    path("verify/<str:code>/", verify.verify, name="verify"),
    path("robots.txt", public.robots, name="robots"),
]
