"""What a visit costs on the wire, as Chromium counts it: requests and bytes, headers included."""


class Wire:
    """One visit: its requests by id, with their kinds (Document, Image …), addresses, and bytes."""

    def __init__(self, context, address):
        self.kinds, self.addresses, self.bytes, self.cached = {}, {}, {}, set()
        page = context.new_page()
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.responseReceived", self._received)
        session.on("Network.requestServedFromCache", lambda event: self.cached.add(event["requestId"]))
        session.on("Network.loadingFinished", lambda event: self.bytes.update({event["requestId"]: event["encodedDataLength"]}))
        page.goto(address, wait_until="networkidle")
        page.close()

    def _received(self, event):
        self.kinds[event["requestId"]] = event["type"]
        self.addresses[event["requestId"]] = event["response"]["url"]
        if event["response"].get("fromDiskCache"):
            self.cached.add(event["requestId"])

    def of(self, *kinds):
        """Bytes of each request that was sent, of these kinds or of all."""
        sent = {request: size for request, size in self.bytes.items() if request not in self.cached}
        return [size for request, size in sent.items() if not kinds or self.kinds.get(request) in kinds]
