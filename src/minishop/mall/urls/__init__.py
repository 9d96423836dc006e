"""Which addresses the mall answers: the platform on its own host, each storefront on the shop's."""
