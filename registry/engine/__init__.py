"""The engine room: access, workflow, journal, consents, papers, links. None of it knows a programme."""
