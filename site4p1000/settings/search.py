"""Which search engine an installation uses: its name, and the options of its own."""

from typing import Any

from site4p1000.settings import environment

HOW = "Give the address of the search server, such as http://localhost:9200."


def search_engine(name: str) -> dict[str, Any]:
    """Options of the embedded engine (a folder, no server), of ``elasticsearch`` or of ``opensearch``. Another name fails at its first use."""
    if name == "embedded":
        return {"name": name, "index_dir": environment.DATA_DIR / "search"}
    return {
        "name": name,
        "url": environment.required("BANK_SEARCH_URL", HOW),
        "index": environment.text("BANK_SEARCH_INDEX", "kb_bank"),
        **_login(name),
    }


def _login(name: str) -> dict[str, str]:
    if name == "elasticsearch":
        return {"api_key": environment.text("BANK_SEARCH_API_KEY")}
    return {"user": environment.text("BANK_SEARCH_USER"), "password": environment.text("BANK_SEARCH_PASSWORD")}
