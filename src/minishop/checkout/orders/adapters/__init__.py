"""The shops and the post office, as orders speak to them."""
