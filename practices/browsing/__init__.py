"""Ways to practices: cards, the list with its filters, climates, what is missing, and the sections of the home page."""
