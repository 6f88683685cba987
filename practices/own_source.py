"""How the bank's own content calls itself among the sources of records. Pure."""

OWN_SOURCE = "bank"
OWN_NAME = "4p1000 knowledge bank"
"""The same in every language; readers see its name in theirs."""
