"""Question files and the articles they are about: reading them, with every error at its place."""
