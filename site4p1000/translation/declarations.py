"""What of a page is words, to be translated, and what is the same in every language. Each page type declares all of its fields.

Names are dotted, as the page nests: ``steps.step.title`` is the title of a block of the type “step” in the stream “steps”;
``results.label`` is a field of the rows of the child relation “results”. The items of a list block have the type “item”.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.contrib.contenttypes.fields import GenericRel
from django.db import models
from modelcluster.fields import ParentalKey
from modelcluster.models import get_all_child_relations
from wagtail import blocks
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page, TranslatableMixin
from wagtail_localize.fields import SynchronizedField, TranslatableField

from site4p1000.common.models import BasePage

SHARED_WORDS = ("title", "menu_title", "summary", "seo_title", "search_description")
SHARED_FACTS = ("show_in_menus",)
SHARED_OWN = ("slug",)


@dataclass(frozen=True, kw_only=True, slots=True)
class Declaration:
    """Every field of a page type, once."""

    words: frozenset[str]
    """A translator writes them."""
    facts: frozenset[str]
    """Numbers, codes, references, drawings, licences: the same in every language, and corrected in the original only."""
    linked_pages: frozenset[str]
    """Links to a page: facts too, but each language links to the page in its own language where there is one."""
    own: frozenset[str]
    """Each language has its own, and nobody translates it: the address, the code of the language."""

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields and child relations of the page that hold words or facts, by name."""
        return tuple(sorted({name.partition(".")[0] for name in self.words | self.facts | self.linked_pages}))


_declared: dict[type[Page], Declaration] = {}


def declare(
    model: type[BasePage], *, words: Iterable[str] = (), facts: Iterable[str] = (), linked_pages: Iterable[str] = (), own: Iterable[str] = ()
) -> None:
    """Say which fields of `model` are what, besides those every page shares. Called once per page type, when its application starts."""
    if model in _declared:
        raise ValueError(f"the words of {model.__name__} are declared twice")
    declaration = Declaration(
        words=frozenset((*SHARED_WORDS, *words)),
        facts=frozenset((*SHARED_FACTS, *facts)),
        linked_pages=frozenset(linked_pages),
        own=frozenset((*SHARED_OWN, *own)),
    )
    _declared[model] = declaration
    _tell_wagtail_localize(model, declaration)


def declaration_of(model: type[Page]) -> Declaration | None:
    """The declaration of a page type; ``None`` for types that are not translated."""
    return _declared.get(model)


def declared_models() -> tuple[type[Page], ...]:
    """All page types with words."""
    return tuple(_declared)


def _tell_wagtail_localize(model: type[Page], declaration: Declaration) -> None:
    """The same declaration, field by field, in the words of wagtail-localize."""
    translated = {name.partition(".")[0] for name in declaration.words}
    model.override_translatable_fields = [
        TranslatableField(name) if name in translated else SynchronizedField(name, overridable=False)
        for name in (*declaration.fields, *sorted(declaration.own))
    ]


# --- What there is to declare: the leaves of a model, by looking at it.

IDENTITY = frozenset(
    "id page_ptr path depth numchild translation_key locale latest_revision live has_unpublished_changes first_published_at last_published_at "
    "live_revision go_live_at expire_at expired locked locked_at locked_by owner url_path content_type alias_of draft_title "
    "latest_revision_created_at sort_order".split()
)
"""What Wagtail keeps about a row; no editor fills it in."""


def leaves(model: type[models.Model]) -> Iterator[str]:
    """The dotted name of everything an editor can fill in on `model`."""
    for field in model._meta.get_fields():
        if isinstance(field, StreamField):
            yield from _block_leaves(field.name, field.stream_block)
        elif _holds_a_value(field):
            yield field.name
    for relation in get_all_child_relations(model):
        if relation.name != "wagtail_admin_comments":
            yield from (f"{relation.name}.{leaf}" for leaf in leaves(relation.related_model))


def _holds_a_value(field) -> bool:
    is_column = isinstance(field, models.Field) and field.concrete and not isinstance(field, GenericRel | ParentalKey)
    return is_column and field.name not in IDENTITY and not getattr(field, "many_to_many", False)


def _block_leaves(name: str, block: blocks.Block) -> Iterator[str]:
    if isinstance(block, blocks.ListBlock):
        yield from _block_leaves(f"{name}.item", block.child_block)
    elif isinstance(block, blocks.BaseStreamBlock | blocks.BaseStructBlock):
        for child_name, child in block.child_blocks.items():
            yield from _block_leaves(f"{name}.{child_name}", child)
    else:
        yield name


def field_of(model: type[models.Model], name: str) -> models.Field | blocks.Block:
    """The model field or block behind a dotted name. Raises `LookupError` for a name that does not lead anywhere."""
    first, _, rest = name.partition(".")
    relation = next((relation for relation in get_all_child_relations(model) if relation.name == first), None)
    if relation:
        return field_of(relation.related_model, rest)
    field = model._meta.get_field(first)
    return _block_of(field.stream_block, rest) if rest else field


def _block_of(block: blocks.Block, rest: str) -> blocks.Block:
    if not rest:
        return block
    first, _, rest = rest.partition(".")
    return _block_of(block.child_block if isinstance(block, blocks.ListBlock) else block.child_blocks[first], rest)


def is_rich(field: models.Field | blocks.Block) -> bool:
    """Whether its text has bold words and links."""
    return isinstance(field, RichTextField | blocks.RichTextBlock)


def has_translation_keys(model: type[models.Model]) -> bool:
    """Whether the rows of a child relation can be told from each other across languages."""
    return issubclass(model, TranslatableMixin)
