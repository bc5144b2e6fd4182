"""Pages of the ground floor: fetch what is visible, check, act, answer."""
