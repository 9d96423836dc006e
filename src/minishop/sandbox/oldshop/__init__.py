"""옛 쇼핑몰: the shop that a seller moves from, as far as it exports its products."""
