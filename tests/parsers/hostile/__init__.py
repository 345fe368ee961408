"""Files made to break a reader, built when asked for: each module has CASES, name to a function that returns the bytes."""
