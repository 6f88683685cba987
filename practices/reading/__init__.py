"""What a reader sees of a practice: a page becomes values ready to print. Imported by the models, so it never imports them."""
