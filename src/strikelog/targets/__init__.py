"""Pure functions from the package's schema to what each engine wants; one module for each engine."""
