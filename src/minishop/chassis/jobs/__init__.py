"""Work that must happen later: rows in the service's own database, written in the transaction that made them necessary."""
