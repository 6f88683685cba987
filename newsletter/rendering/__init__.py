"""An issue as mail: MJML, HTML and plain text in the words of one language, the same for all its readers."""
