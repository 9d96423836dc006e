"""주소: made-up addresses in every province, and the search for them (protocol/juso)."""
