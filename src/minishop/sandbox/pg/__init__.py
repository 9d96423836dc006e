"""PG: contracts and payments, as a payment gateway would keep them."""
