"""Addresses of the programmes: /programs/… One module per kind of page.

The programme's own pages come last: its code stands where the others have a word.
"""

from programs.urls import bases, honours, intake, labour, orders, pairs, programme, selection

app_name = "programs"
urlpatterns = [
    *bases.urlpatterns,
    *intake.urlpatterns,
    *selection.urlpatterns,
    *orders.urlpatterns,
    *labour.urlpatterns,
    *honours.urlpatterns,
    *pairs.urlpatterns,
    *programme.urlpatterns,
]
