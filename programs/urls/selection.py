"""Addresses: selection."""

urlpatterns = []
