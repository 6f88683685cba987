"""Valid drafts in one call; a test states only what matters to it."""

from dataclasses import replace
from decimal import Decimal

from practices.quantities import Quantity, Unit
from practices.records import (
    ConceptDraft,
    FailureDraft,
    PracticeDraft,
    ReferenceDraft,
    ResultDraft,
    Rights,
    SiteDraft,
    StepDraft,
)
from practices.result_rules import NEEDS_DEPTH, NEEDS_DURATION

REFERENCE = ReferenceDraft(key="invented-work", kind="study", title="A work made up for tests", year=2020)


def a_draft(**changes) -> PracticeDraft:
    """A practice with one of everything, in English."""
    draft = PracticeDraft(
        source="test",
        source_id="1",
        payload_sha256="0" * 64,
        locale="en",
        text_language="en",
        title="Planting in pits",
        rights=Rights(licence="CC BY 4.0", credit="Test"),
        summary="Pits that hold rain and manure.",
        abstract="First paragraph.\n\nSecond with **bold** and a citation [ref:invented-work].",
        needs=("A hoe", "Manure"),
        steps=(a_step("dig"), a_step("fill", title="Fill the pits")),
        results=(a_result(),),
        failures=(FailureDraft(key="flood", kind="reported", title="Flooded", text="Water stood in the pits."),),
        sites=(SiteDraft(key="field", place="A field", country="ML", latitude=Decimal("12.5"), longitude=Decimal("-8")),),
        concepts=(ConceptDraft(scheme="climate", code="dry", certainty="measured"), ConceptDraft(scheme="land_use", code="annual")),
        references=(REFERENCE,),
    )
    return replace(draft, **changes)


def a_step(key: str, **changes) -> StepDraft:
    return replace(StepDraft(key=key, phase="establishment", title="Dig the pits", text="Dig.", when="In the dry season"), **changes)


def a_result(**changes) -> ResultDraft:
    """A yield in per cent. A depth or duration that the outcome needs is “not reported” unless the test gives it."""
    result = ResultDraft(
        key="yield",
        outcome="yield",
        label="Yield",
        quantity=Quantity(value=Decimal("5"), low=Decimal("1"), high=Decimal("9"), unit=Unit.PERCENT),
        comparison="Against flat sowing",
        reference_key="invented-work",
    )
    result = replace(result, **changes)
    return replace(
        result,
        depth_not_reported=changes.get("depth_not_reported", result.outcome in NEEDS_DEPTH and result.depth_cm is None),
        duration_not_reported=changes.get("duration_not_reported", result.outcome in NEEDS_DURATION and result.duration_years is None),
    )
