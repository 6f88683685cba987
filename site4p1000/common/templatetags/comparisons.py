"""What the comparison of two versions asks of `site4p1000.common.comparison`."""

from django import template

from site4p1000.common import comparison

register = template.Library()
register.filter("compared_row", comparison.compared_row)
register.filter("is_worth_showing", comparison.is_worth_showing)
