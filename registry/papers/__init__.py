"""What the papers of the ground floor say; how they look is in templates/papers."""
