"""What is kept of another server's words: no address, and nothing a database refuses. Pure.

Mail servers repeat the address in their answers ("550 <ana@example.org> unknown"). What is kept of an answer is read by operators who may see
no address, and outlives the reader it is about: so it holds none.
"""

import re

MASK = "…@…"
"""What stands in the place of an address."""
LONGEST = 2_000
"""Nothing beyond is looked at: what is kept is shorter."""

_ADDRESS = re.compile(r"""(?:"[^"@\r\n]{1,64}"|[^\s<>"(),;:@\[\]]{1,200})@(?:\[[^\]\s]{1,60}\]|[^\s<>"'(),;:@\[\]]{1,255})""")


def kept_words(words: str) -> str:
    """`words` with every address replaced, without NUL and half characters. The code and the sentence of the server stay."""
    storable = words[:LONGEST].replace("\0", "").encode("utf-8", "replace").decode()
    return _ADDRESS.sub(MASK, storable)
