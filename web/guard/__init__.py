"""What every request passes on its way in: known addresses, limits, the headers of every response."""
