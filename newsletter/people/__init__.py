"""Subscribers: they ask, confirm, choose, leave, see and erase what the bank holds of them."""
