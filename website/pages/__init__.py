"""A module for each family of generated pages; each has `pages(site)`, which yields its files."""
