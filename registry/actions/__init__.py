"""Verbs of the ground floor: each changes several rows in one transaction and writes its journal line."""
