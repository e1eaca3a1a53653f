"""Pages of plain HTML: the article reader and the corpus."""
