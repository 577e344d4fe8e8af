"""What is counted or read once for several pages: figures, findings of the check, how columns are filled, releases."""
