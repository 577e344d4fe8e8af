"""From what people enter to rows of the files: looked up, given ids, checked in a copy, and put in place all at once."""
