"""SQLite as a server's database: a library without the known WAL fault, and first-come-first-served writers."""
