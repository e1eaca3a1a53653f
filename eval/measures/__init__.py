"""What answers are worth: metrics, intervals, slices."""
