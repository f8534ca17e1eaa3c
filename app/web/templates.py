"""How templates become code: what is the same in every request is decided when they are compiled, not forty times a page.

The code is kept in the cache folder, so that each template is compiled once and not once by every process: compiling
them all takes a second and leaves a process some megabytes larger than it was.
"""

from __future__ import annotations

import hashlib
import pickle
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

import jinja2
from flask.templating import Environment as FlaskEnvironment
from jinja2 import FileSystemBytecodeCache, nodes
from jinja2.bccache import Bucket
from jinja2.environment import TemplateModule
from jinja2.runtime import Context
from jinja2.visitor import NodeTransformer

from app.kernel.i18n import ready, speaks_source

IS_SOURCE = "is_source"
"""What pages call the fact that they speak the language of the source; components, which know no page, ask `_Asked`."""


class _Asked:
    """The same fact, found out whenever it is asked for."""

    def __bool__(self) -> bool:
        return speaks_source()


class Template(jinja2.Template):
    """A template whose macros are made once."""

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:  # noqa: ARG002 -- the signature is jinja2's
        """The macros of a component. Globals are the environment's alone, so no page needs a copy of its own."""
        return super()._get_default_module()


class _Sentences(NodeTransformer):
    """`_('…')` without values is the sentence itself where the page speaks the language of the source."""

    def visit_Call(self, node: nodes.Call) -> nodes.Expr:  # noqa: N802 -- jinja2 finds it by this name
        self.generic_visit(node)
        if not (isinstance(node.node, nodes.Name) and node.node.name == "_" and len(node.args) == 1):
            return node
        sentence = node.args[0]
        if node.kwargs or node.dyn_args or node.dyn_kwargs or not isinstance(sentence, nodes.Const):
            return node
        here = node.lineno
        return nodes.CondExpr(nodes.Name(IS_SOURCE, "load", lineno=here), nodes.Const(ready(sentence.value), lineno=here), node, lineno=here)


class _Kept(FileSystemBytecodeCache):
    """Compiled templates in a folder. Jinja looks at their source and its own version, the folder's name at our compiling."""

    def __init__(self, cache: Path) -> None:
        folder = cache / f"templates-{hashlib.sha256(Path(__file__).read_bytes()).hexdigest()[:12]}"
        folder.mkdir(parents=True, exist_ok=True)
        super().__init__(str(folder))

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take one that is kept; what a crash of the machine left of a file is compiled anew."""
        try:
            super().load_bytecode(bucket)
        except (OSError, EOFError, ValueError, pickle.UnpicklingError):
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep one; a full disk or a folder that can only be read costs speed, not the page."""
        with suppress(OSError):
            super().dump_bytecode(bucket)


def keep(environment: jinja2.Environment, cache: Path) -> None:
    """Let an environment keep in `cache` what it compiles."""
    with suppress(OSError):
        environment.bytecode_cache = _Kept(cache)


class Environment(FlaskEnvironment):
    """Flask's environment with the above, and `remembered(macro)` for a drawing that depends on its arguments alone."""

    template_class = Template

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.globals[IS_SOURCE] = _Asked()
        self.globals["remembered"] = lru_cache(maxsize=256, typed=True)  # typed: markup and text are escaped differently

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree: nodes.Template = _Sentences().visit(super()._parse(source, name, filename))
        return tree
