"""A conversation as a file to save."""
