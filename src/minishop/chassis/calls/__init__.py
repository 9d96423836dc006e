"""What bounds the calls to other parties: circuits, slots, the thread that makes them. ``chassis.http.exchange`` is their one user."""
