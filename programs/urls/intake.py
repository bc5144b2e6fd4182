"""Addresses: intake."""

urlpatterns = []
