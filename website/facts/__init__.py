"""What is counted once for several pages: figures, findings of the check, how columns are filled."""
