"""What gunicorn reads in this folder however it is started: how long an address may be, and that one reader waits for no other."""

from gunicorn.http import message

LONGEST_ADDRESS_BYTES = 65_536
"""A question of 10 kB grows to thrice that when it is written as an address, and the page of the bank should answer it, not the server.
Not without any limit: a line that never ends would fill the memory."""

message.MAX_REQUEST_LINE = LONGEST_ADDRESS_BYTES  # gunicorn takes no more than this, whatever the setting says, and has 8190 here
threads = 4  # a page that waits for a search server that hangs holds up no other; `--threads` says otherwise
limit_request_line = LONGEST_ADDRESS_BYTES
limit_request_field_size = LONGEST_ADDRESS_BYTES  # browsers name the page they come from in a header
