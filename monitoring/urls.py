"""Addresses of the monitoring: /monitoring/…"""

from django.urls import path

from monitoring.views import values

app_name = "monitoring"
urlpatterns = [
    path("pairs/<int:pk>/<str:moment>/", values.values, name="values"),
    path("pairs/<int:pk>/<str:moment>/waive/", values.waive, name="waive"),
]
