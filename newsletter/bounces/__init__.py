"""Mail that comes back, and complaints: read, judged, and drawn the consequence from."""
