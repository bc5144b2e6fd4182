"""Verbs of the programme's year: each is one transaction, all or nothing, with its journal line."""
