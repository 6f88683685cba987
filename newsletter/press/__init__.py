"""The press review: what others publish about soils, as title, outlet, date, link and our own summary. Never their text, never their pictures."""
