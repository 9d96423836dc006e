"""The merchant's shop, as the hub asks it to keep goods."""
