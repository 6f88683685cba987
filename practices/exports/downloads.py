"""The list of what a reader can take along, with what each is, in words."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy

from site4p1000.common.page_ids import lasting_address

SHEET, PDF, RECORD, RESULTS, EFFORT = "sheet/", "practice.pdf", "practice.json", "results.csv", "effort.csv"
CITATION_BIB, CITATION_RIS, CITATION_CSL = "citation.bib", "citation.ris", "citation.json"
WORKS_BIB, WORKS_RIS, WORKS_CSL = "references.bib", "references.ris", "references.json"
NAMES = (SHEET, PDF, RECORD, RESULTS, EFFORT, CITATION_BIB, CITATION_RIS, CITATION_CSL, WORKS_BIB, WORKS_RIS, WORKS_CSL)

# The two CSL-JSON files are for programs, which find them in docs/api.md.
_LABELS = (
    (SHEET, gettext_lazy("One-page sheet"), gettext_lazy("one A4 page to print, under 10 kB")),
    (PDF, gettext_lazy("The whole practice as PDF"), gettext_lazy("PDF, A4, with the steps to tick")),
    (RESULTS, gettext_lazy("Results as a table"), gettext_lazy("CSV for spreadsheets, a few kB")),
    (EFFORT, gettext_lazy("Labour, inputs and costs as a table"), gettext_lazy("CSV for spreadsheets, a few kB")),
    (RECORD, gettext_lazy("The whole record as data"), gettext_lazy("JSON, for programs")),
    (WORKS_BIB, gettext_lazy("References"), gettext_lazy("BibTeX")),
    (WORKS_RIS, gettext_lazy("References"), gettext_lazy("RIS, for Zotero or EndNote")),
    (CITATION_BIB, gettext_lazy("This page as a reference"), gettext_lazy("BibTeX")),
    (CITATION_RIS, gettext_lazy("This page as a reference"), gettext_lazy("RIS, for Zotero or EndNote")),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Download:
    """A link to something to take along."""

    label: str
    url: str
    remark: str


def downloads(page: Any) -> tuple[Download, ...]:
    """What can be taken along of `page`, in the version it is. No query; nothing for a page nobody has published."""
    if not page.pk or page.first_published_at is None:
        return ()
    number = page.version_number if page.shown_version else None
    base = lasting_address(page, number=number)
    return tuple(Download(label=str(label), url=base + name, remark=str(remark)) for name, label, remark in _LABELS)
