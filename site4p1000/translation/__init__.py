"""Three languages of one page: words belong to each language, everything else comes from the original.

Order of reading: `declarations` (which is which), `carrying` (facts from one page to another), `open_parts` (what a translator has to do),
`page_parts` (page ↔ values), `keeping_step` (what happens on publishing), `translating` (what a translator does), `board`, `side_by_side`.
"""
