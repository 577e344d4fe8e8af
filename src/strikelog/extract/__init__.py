"""From a text to candidate events, each value tied to the characters that say it."""
