"""Asking a pipeline every question: ours or one behind an address, in one process or several, going on after a break."""
