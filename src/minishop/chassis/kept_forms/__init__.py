"""What was typed into a form that could not be taken: kept while its sender logs in, then put back into the page. Nothing is saved by itself."""
