"""Pages of the top floor: fetch what is visible, check, act, answer."""
