"""What a person sees and chooses of the outside world."""
