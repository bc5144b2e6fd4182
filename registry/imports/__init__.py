"""People from the school's own tables: read, understood, shown, mended in the page, written at once, taken back."""
