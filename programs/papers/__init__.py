"""Papers of the programme's year: what each says, as plain values."""
