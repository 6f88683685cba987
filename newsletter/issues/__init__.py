"""Making an issue: what it pulls from the bank, previews, the list before sending, and the sending itself."""
