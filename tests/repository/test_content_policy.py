"""What the tree must never hold."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def tracked(*endings: str) -> list[Path]:
    names = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    return [ROOT / name for name in names if name.endswith(endings) and (ROOT / name).exists()]


def test_templates_hold_no_script_and_no_style_attribute():
    for path in tracked(".html"):
        text = path.read_text()
        if "/admin/" in str(path.relative_to(ROOT)):
            continue
        # Our own small modules come as files; nothing stands in the page itself.
        assert not re.search(r"<script(?![^>]*application/ld\+json)(?! type=\"module\" src=\"\{% static )", text), f"{path} has a script"
        assert not re.search(r"\sstyle=", text), f"{path} has a style attribute"
        assert not re.search(r"\son[a-z]+=", text), f"{path} has an inline handler"


def test_templates_ask_no_other_host_for_anything():
    for path in tracked(".html", ".css"):
        assert not re.search(r"(?:src|srcset)=\"https?:|@import|url\(['\"]?https?:", path.read_text()), path


def test_the_style_sheet_names_no_side_of_the_page():
    """Right-to-left languages need no second sheet: start and end, never left and right."""
    text = (ROOT / "static" / "styles.css").read_text()
    assert not re.search(r"(?:margin|padding|border)-(?:left|right)\b|text-align:\s*(?:left|right)|float:\s*(?:left|right)", text)


def test_no_empty_names():
    assert not [path for path in tracked(".py") if path.name in ("utils.py", "helpers.py")]


def test_no_file_carries_an_address_of_a_person():
    mail = re.compile(r"\b[\w.+-]+@(?!example\.|localhost)[\w-]+\.[a-z]{2,}\b")
    for path in tracked(".yaml", ".csv", ".json", ".md", ".po"):
        assert not mail.search(path.read_text()), path
