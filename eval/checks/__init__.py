"""What `eval.check` looks for in a set of questions."""
