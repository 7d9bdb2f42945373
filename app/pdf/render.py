"""Turn a typst template and its facts into a PDF/A-2b file.

Facts travel as a JSON file beside the template and are never pasted into typst source, so
nothing a user types can become markup or code.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache, partial
from importlib.util import find_spec
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final, cast

from app.offload.pool import run
from app.pdf import glyphs

if TYPE_CHECKING:
    import typst

TEMPLATES = Path(__file__).parent.parent / "templates" / "pdf"

#: Archive profile of every document: a file must open the same way in twenty years.
PROFILE: Final = "a-2b"

_FONT_PACKAGE = "font_source_sans_pro"

#: Rounds of leaving out what no font can show; typst names all such texts in the first.
_GLYPH_ROUNDS = 4


@dataclass(eq=False)
class RenderError(Exception):
    """A template does not exist, or it refuses the facts it was given: a programmer's error."""

    template: str
    message: str
    #: Where in which template, as typst shows it; empty when there is no such place.
    diagnostic: str = ""

    def __str__(self) -> str:
        return f"{self.template}: {self.message}\n{self.diagnostic}".rstrip()


def render(
    template: str,
    facts: Mapping[str, object],
    *,
    assets: Mapping[str, bytes] | None = None,
    created_at: datetime | None = None,
) -> bytes:
    """Return the PDF of a template of `app/templates/pdf/`.

    Args:
        template: File name without its ending, for instance ``label_sheet``.
        facts: What the template shows, as JSON can hold it: texts are already formatted.
            What no font can show is left out (emoji) or printed as "?" (foreign letters).
        assets: Pictures by plain file name (``logo.png``); the template shows them with
            ``asset("logo.png")``.
        created_at: Aware instant written in the file; with it the same facts give the
            same bytes. None leaves the instant to typst.

    Raises:
        RenderError: The template is missing or stops on the facts.
        HelperLostError: The helper process that makes documents does not come through.
    """
    # A PDF's dates have whole seconds, and typst refuses others.
    created_at = created_at.replace(microsecond=0) if created_at is not None else None
    text = json.dumps(facts, ensure_ascii=False)
    return run(_made, template, text, dict(assets or {}), created_at)


def _made(
    template: str, facts: str, assets: Mapping[str, bytes], created_at: datetime | None
) -> bytes:
    """Do what `render` says, in whichever process; facts are JSON."""
    if not assets:
        return _shown(template, facts, TEMPLATES, created_at)
    with TemporaryDirectory(prefix="fiammetta-pdf-") as folder:
        for name, content in assets.items():
            (Path(folder) / _plain_name(name)).write_bytes(content)
        return _shown(template, facts, Path(folder), created_at)


def _shown(template: str, facts: str, root: Path, created_at: datetime | None) -> bytes:
    """Compile, leaving out characters that no font has as often as typst names some."""
    sources = _sources(template)
    for _round in range(_GLYPH_ROUNDS):
        sources["facts.json"] = facts.encode()
        try:
            return _compile(template, sources, root, created_at)
        except RenderError as error:
            refused = glyphs.refused_texts(error.diagnostic)
            if not refused:
                raise
            shown = glyphs.in_texts(json.loads(facts), partial(glyphs.without, refused=refused))
            facts = json.dumps(shown, ensure_ascii=False)
    raise RenderError(template, "characters that no font can show remain")


def _compile(
    template: str, sources: dict[str, bytes], root: Path, created_at: datetime | None
) -> bytes:
    import typst

    # A compiler may not be shared between threads ("Already borrowed"). Making one costs
    # less than a millisecond: fonts and typst's own cache are shared by the whole process.
    compiler = typst.Compiler(root=root, font_paths=_fonts())
    try:
        made = compiler.compile(
            sources,  # type: ignore[type-var]  # the stubs leave out files given by name
            format="pdf",
            pdf_standards=PROFILE,
            timestamp=created_at,
        )
    except typst.TypstError as error:
        raise RenderError(template, error.message, error.diagnostic) from error
    return cast("bytes", made)


def _sources(template: str) -> dict[str, bytes]:
    """Return the template as main file, with the parts it may import."""
    names = _template_names()
    if template not in names:
        raise RenderError(template, "no such template")
    parts = {f"{name}.typ": _read(name, _stamp(name)) for name in names if name != template}
    return {"main.typ": _read(template, _stamp(template)), **parts}


def _template_names() -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in TEMPLATES.glob("*.typ")))


def _stamp(name: str) -> int:
    return (TEMPLATES / f"{name}.typ").stat().st_mtime_ns


@lru_cache(maxsize=64)
def _read(name: str, _stamp: int) -> bytes:
    return (TEMPLATES / f"{name}.typ").read_bytes()


def _plain_name(name: str) -> str:
    if PurePosixPath(name).name != name or name in {"", ".", ".."}:
        raise ValueError(f"an asset needs a plain file name, not {name!r}")
    return name


@cache
def _fonts() -> "typst.Fonts":
    """Return the fonts that come with the packages, the same on every machine."""
    import typst

    package = find_spec(_FONT_PACKAGE)
    folders = (
        [Path(place) / "files" for place in (package.submodule_search_locations or [])]
        if (package)
        else []
    )
    return typst.Fonts(include_system_fonts=False, font_paths=folders)
