"""Every address of the house."""

from django.contrib import admin
from django.urls import include, path

from mentoring.views import cabinet, own, search

urlpatterns = [
    path("", include("mentoring.public_urls")),
    path("cabinet/", cabinet.today_page, name="cabinet"),
    path("cabinet/own/", own.own_page, name="own"),
    path("cabinet/own/<int:pk>/", own.own_pair, name="own_pair"),
    path("cabinet/search/", search.search_page, name="search"),
    path("cabinet/start/", cabinet.start, name="start"),
    path("cabinet/upkeep/", cabinet.upkeep_page, name="upkeep"),
    path("cabinet/vision/", cabinet.vision, name="vision"),
    path("registry/", include("registry.urls")),
    path("programs/", include("programs.urls")),
    path("monitoring/", include("monitoring.urls")),
    path("files/", include("registry.files_urls")),
    path("accounts/", include("registry.accounts_urls")),
    path("admin/", admin.site.urls),
]

handler403 = "mentoring.errors.forbidden"
handler404 = "mentoring.errors.not_found"
handler500 = "mentoring.errors.broken"
