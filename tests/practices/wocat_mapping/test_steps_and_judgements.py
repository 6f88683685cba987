"""From a WOCAT record to a draft: steps, costs and what people judged."""

from decimal import Decimal

import pytest

from practices.importers.wocat_judgements import impact_labels
from practices.records import CostDraft, UnmappedTerm
from tests.practices.wocat_mapping.drafts import draft_with


class TestSteps:
    def test_activities_become_steps_of_their_phase(self, english):
        assert [(step.key, step.phase, step.title, step.when) for step in english.steps] == [
            ("est-1", "establishment", "Mark the rows with a rope", "Dry season"),
            ("est-3", "establishment", "Dig pits as wide as a hand and a half.", "Before the rains"),
            ("maint-1", "maintenance", "Clear the pits", "After storms"),
        ]

    def test_a_long_activity_is_titled_by_its_first_sentence_and_kept_whole(self, english):
        long = english.steps[1]
        assert long.text.startswith(long.title)
        assert long.text.endswith("in a storm.\n\nThen rest.")

    def test_a_long_sentence_is_cut_at_a_word(self):
        step = draft_with(establishment_activities=[{"activity": {"en": "dig and " * 30}, "timing": None}]).steps[0]
        assert step.title == "dig and " * 14 + "dig and…"
        assert len(step.text) > 200

    def test_costs_keep_quantity_unit_price_currency_year_and_basis(self, english):
        assert english.costs[0] == CostDraft(
            key="est-labour-1",
            item="Digging",
            phase="establishment",
            quantity=Decimal("40"),
            unit="person-day",
            amount_per_unit=Decimal("0.1"),
            currency="USD",
            year=2024,
            basis="pit (0.01 m3)",
        )

    def test_an_unknown_price_is_unknown_and_not_zero(self, english):
        assert english.costs[1].amount_per_unit is None

    def test_a_total_stands_only_where_there_are_no_lines(self, english):
        assert [line.key for line in english.costs] == ["est-labour-1", "est-fertilizers-biocides-1", "maint-total"]
        assert (english.costs[2].quantity, english.costs[2].amount_per_unit) == (None, Decimal("12.5"))
        assert "est-total" not in [line.key for line in draft_with(establishment_total_estimation=99).costs]

    @pytest.mark.parametrize(("date", "year"), [("2019-12-31", 2019), (None, None), ("", None), ("31/12/2019", None), ("9999-01-01", None)])
    def test_the_year_of_prices_is_that_of_the_documentation(self, date, year):
        assert draft_with(date_documentation=date).costs[0].year == year

    def test_without_a_basis_nothing_is_said(self):
        assert draft_with(cost_calculation={"calculation_base": None, "unit": {"en": "pit"}}).costs[0].basis == ""


class TestJudgements:
    def test_scores_are_kept_with_negative_ones_and_zeros(self, english):
        scores = {one.indicator.partition(".")[2]: one.score for one in english.judgements}
        assert (scores["workload"], scores["soil_loss"], scores["crop_production"]) == (-2, 0, 3)

    def test_an_impact_without_a_score_is_no_judgement(self, english):
        assert "farm_income" not in repr(english.judgements)

    def test_comment_before_and_after_are_the_authors_words(self, english):
        first = english.judgements[0]
        assert (first.comment, first.before, first.after) == ("Millet where none grew", "0 kg", "some")

    def test_an_entry_of_the_author_has_its_own_name(self, english):
        (own,) = (one for one in english.judgements if one.indicator == "impacts_ecological_other.other")
        assert (own.key, own.label, own.score) == ("impacts_ecological_other.other-1", "Birds", 1)

    def test_an_unknown_indicator_is_shown_by_its_name_and_counted(self, english):
        assert "soil music" in [one.label for one in english.judgements]
        assert UnmappedTerm(source_field="impacts_ecological_soil", term="soil_music") in english.unmapped

    def test_comments_on_a_block_are_no_judgements(self):
        draft = draft_with(impacts_offsite_comments={"en": "all well"})
        assert "impacts_offsite_comments" not in {one.indicator.partition(".")[0] for one in draft.judgements}

    def test_keys_are_unique(self, english):
        keys = [one.key for one in english.judgements]
        assert len(keys) == len(set(keys))

    def test_every_indicator_has_a_label_in_three_languages(self):
        assert [name for name, labels in impact_labels().items() if not all(labels.get(code) for code in ("en", "fr", "es"))] == []

    def test_every_label_is_short_enough_for_a_row(self):
        assert max(len(label) for labels in impact_labels().values() for label in labels.values()) <= 90

    def test_strengths_say_who_named_them_by_their_key(self, english):
        assert [(one.key, one.title) for one in english.experiences] == [("strengths-landuser", ""), ("strengths-compiler", "")]
        assert english.experiences[0].text == "The crop stands longer in a dry spell.\n\nNo machine is needed."

    def test_a_weakness_stands_with_how_to_overcome_it(self, english):
        assert english.tradeoffs == ("Digging is hard. — Dig after the first rain.", "Needs compost.")

    def test_no_failure_and_no_result_is_made_of_opinions(self, english):
        assert (english.failures, english.results, english.science) == ((), (), "")
