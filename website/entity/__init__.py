"""What the pages of events, sites, actors and weapons share: the record read once, and its values in words."""
