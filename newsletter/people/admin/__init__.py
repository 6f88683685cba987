"""What the admin shows of subscribers. Each step has a permission of its own; nobody has one who was not given it."""
