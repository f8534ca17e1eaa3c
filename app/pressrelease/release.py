"""A press release as the writer typed it: plain text fields and what the stretches of its body are."""

from dataclasses import dataclass
from typing import Any, Self

from app.pressrelease.markup import read_html
from app.pressrelease.values import Block, Field, Image, Link

ATTRIBUTES = {
    Field.TITLE: "title",
    Field.DATELINE: "dateline",
    Field.LEAD: "lead",
    Field.BODY: "body",
    Field.KEYPHRASE: "keyphrase",
    Field.PAGE_TITLE: "page_title",
    Field.META_DESCRIPTION: "meta_description",
    Field.SLUG: "slug",
    Field.CONTACT: "contact",
    Field.BYLINE: "byline",
}


@dataclass(frozen=True, slots=True)
class Release:
    """A press release as the writer typed it, every field plain text.

    `body` holds paragraphs divided by a blank line. `blocks` and `links` say what its stretches are; without blocks
    the body is cut at blank lines. `images` None means "this form has no photographs", so they are not asked for;
    the same holds for the other fields that default to None.
    """

    title: str = ""
    dateline: str = ""
    lead: str = ""
    body: str = ""
    keyphrase: str | None = None
    page_title: str | None = None
    meta_description: str | None = None
    slug: str | None = None
    contact: str | None = None
    byline: str | None = None
    images: tuple[Image, ...] | None = None
    blocks: tuple[Block, ...] = ()
    links: tuple[Link, ...] = ()

    def text_of(self, name: Field) -> str:
        """The plain text in which the spans of one field are counted; photographs are joined by line breaks."""
        if name is Field.IMAGES:
            return "\n".join(f"{image.alt}\n{image.caption}\n{image.credit}" for image in self.images or ())
        value: str | None = getattr(self, ATTRIBUTES[name])
        return value or ""

    @classmethod
    def from_html(cls, body_html: str, **fields: Any) -> Self:
        """A release whose body, blocks, links and photographs are read from allow-listed HTML.

        `fields` are those of the constructor; photographs of the HTML come after those given.
        """
        plain = read_html(body_html)
        given = fields.pop("images", None)
        images = (given or ()) + plain.images if plain.images else given
        return cls(body=plain.text, blocks=plain.blocks, links=plain.links, images=images, **fields)
