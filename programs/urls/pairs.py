"""Addresses: pairs."""

urlpatterns = []
