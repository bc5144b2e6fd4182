"""Pages of the monitoring: fetch what is visible, check, act, answer."""
