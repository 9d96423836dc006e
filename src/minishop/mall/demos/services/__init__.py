"""Opening a shop to try, and letting it go."""
