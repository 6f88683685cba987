"""Every variable read from the environment stands in the README's settings table, and nothing else reads it."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("site4p1000", "practices", "knowledge", "newsletter")
READ = re.compile(
    r"environment\.(?:text|flag|words|required|one_of|secure_address|whole_number)\(\s*\"(\w+)\"|^DATA_DIR = Path\(text\(\"(\w+)\"", re.MULTILINE
)


def variables() -> set[str]:
    found = [match for path in (ROOT / "site4p1000" / "settings").glob("*.py") for match in READ.findall(path.read_text())]
    return {name for names in found for name in names if name}


def test_every_setting_read_from_the_environment_is_in_the_readme():
    table = {match for match in re.findall(r"^\| `(BANK_\w+)`", (ROOT / "README.md").read_text(), re.MULTILINE)}
    assert table == variables()


def test_only_the_settings_read_the_environment():
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            if path.name != "environment.py" and "os.environ" in path.read_text():
                assert path.name == "wsgi.py", f"{path} reads the environment"


def test_every_make_target_of_the_readme_exists():
    makefile = (ROOT / "Makefile").read_text()
    for target in set(re.findall(r"`make ([a-z-]+)", (ROOT / "README.md").read_text())):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), f"make {target} is in the README and not in the Makefile"
