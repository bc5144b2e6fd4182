"""Addresses of the monitoring: /monitoring/…"""

app_name = "monitoring"
urlpatterns = []
