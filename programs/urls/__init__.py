"""Addresses of the programmes: /programs/… One module per kind of page.

The programme's own pages come last: its code stands where the others have a word.
"""

from programs.urls import (
    bases,
    beside,
    changes,
    council,
    folder,
    honours,
    intake,
    labour,
    meetings,
    order_subjects,
    orders,
    pairing,
    pairs,
    plans,
    programme,
    selection,
)

app_name = "programs"
urlpatterns = [
    *bases.urlpatterns,
    *intake.urlpatterns,
    *selection.urlpatterns,
    *order_subjects.urlpatterns,
    *orders.urlpatterns,
    *labour.urlpatterns,
    *honours.urlpatterns,
    *folder.urlpatterns,
    *changes.urlpatterns,
    *pairing.urlpatterns,
    *meetings.urlpatterns,
    *pairs.urlpatterns,
    *plans.urlpatterns,
    *beside.urlpatterns,
    *council.urlpatterns,
    *programme.urlpatterns,
]
