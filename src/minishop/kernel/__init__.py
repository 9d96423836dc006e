"""The pebble that all three services need: won, time, identities, errors. It knows no order and no framework."""
