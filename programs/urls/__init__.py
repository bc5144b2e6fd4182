"""Addresses of the programmes: /programs/… One module per kind of page."""

from programs.urls import intake, orders, pairs, programme, selection

app_name = "programs"
urlpatterns = [
    *programme.urlpatterns,
    *intake.urlpatterns,
    *selection.urlpatterns,
    *orders.urlpatterns,
    *pairs.urlpatterns,
]
