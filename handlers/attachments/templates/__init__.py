"""Documents that are filled in: what a committee may take as a pattern for its own."""
