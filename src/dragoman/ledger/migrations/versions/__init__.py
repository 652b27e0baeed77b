"""One module a step, named by its number; none is changed once it has been released."""
