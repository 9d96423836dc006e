"""What other parties' programs ask of the mall: the hub's hints and its questions about goods, the search's crawl of the feed."""
