"""A practice as something to take along: sheet, PDF, JSON, CSV, citations. Pure builders, and thin views over them."""
