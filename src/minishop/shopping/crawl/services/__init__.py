"""Acting on feeds: admitting a partner, saying what is due, crawling."""
