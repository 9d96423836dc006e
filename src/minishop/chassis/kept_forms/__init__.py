"""What was typed and chosen in a form that could not be taken: kept while its sender logs in, then put back. Nothing is saved by itself."""
