"""Addresses: programme."""

urlpatterns = []
