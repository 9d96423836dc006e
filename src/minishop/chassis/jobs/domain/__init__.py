"""What decides about later work: its states, its line and turn, its pauses, and when a thing is due again."""
