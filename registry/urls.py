"""Addresses of the ground floor: /registry/…"""

from django.urls import path

from registry.views import accounts, school

app_name = "registry"
urlpatterns = [
    path("school/", school.school_edit, name="school_edit"),
    path("year/", school.year_edit, name="year_edit"),
    path("journal/", school.journal, name="journal"),
    path("regulations/", school.regulation_list, name="regulation_list"),
    path("regulations/<slug:code>/", school.regulation_detail, name="regulation_detail"),
    path("people/<int:pk>/invite/", accounts.person_slip, {"purpose": "invite"}, name="person_invite"),
    path("people/<int:pk>/reset/", accounts.person_slip, {"purpose": "password"}, name="person_reset"),
]
