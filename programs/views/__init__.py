"""Pages of the programmes: fetch what is visible, check, act, answer."""
