"""기록: what the outside world was asked, and what it sent by itself."""
