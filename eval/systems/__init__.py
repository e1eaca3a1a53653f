"""What `eval.ablate` compares."""
