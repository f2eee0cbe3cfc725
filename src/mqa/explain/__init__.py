"""The words for the rows: what a person is told about a score, a verdict and a standing. Rows in, words out."""
