"""What our services ask of the outside world (protocol/sandbox)."""
