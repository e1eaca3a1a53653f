"""The REST API below `/api`, and its description."""
