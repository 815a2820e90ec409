"""clang's syntax tree of one file, read once: asking libclang again for each question takes far longer."""

from __future__ import annotations

from pathlib import Path

from clang.cindex import Cursor, CursorKind, Index, TypeKind

RESOURCES = "/usr/lib/llvm-19/lib/clang/19"


class Node:
    """`begin` and `end` are offsets in bytes; `is_here` is false for what comes from another file or from none."""

    def __init__(self, cursor: Cursor, file: str):
        self.cursor = cursor
        self.kind = cursor.kind
        extent = cursor.extent
        start, end = extent.start, extent.end
        self.has_file = start.file is not None
        self.is_here = self.has_file and start.file.name == file
        self.begin, self.end = start.offset, end.offset
        known = self.is_here or not self.has_file
        self.children = [Node(child, file) for child in cursor.get_children()] if known else []

    @property
    def spelling(self) -> str:
        return self.cursor.spelling

    @property
    def location(self) -> int:
        return self.cursor.location.offset

    @property
    def operator(self) -> str:
        return self.cursor.binary_operator.name

    @property
    def type(self) -> TypeKind:
        return self.cursor.type.get_canonical().kind

    @property
    def type_name(self) -> str:
        return self.cursor.type.get_canonical().spelling

    @property
    def is_member(self) -> bool:
        return self.cursor.semantic_parent.kind in (CursorKind.STRUCT_DECL, CursorKind.CLASS_DECL, CursorKind.CLASS_TEMPLATE)

    def span(self) -> tuple[int, int]:
        """Of the node and all below it: the extent of a rewritten operator leaves out half of it."""
        begin, end = self.begin, self.end
        if self.kind != CursorKind.LAMBDA_EXPR:
            for child in self.children:
                if child.is_here:
                    first, last = child.span()
                    begin, end = min(begin, first), max(end, last)
        return begin, end


def parse(file: Path, arguments: list[str]) -> list[Node]:
    """What the file declares at its top."""
    unit = Index.create().parse(str(file), args=[*arguments, "-resource-dir", RESOURCES, "-Wno-everything"])
    for problem in unit.diagnostics:
        if problem.severity >= 3:
            raise RuntimeError(f"clang does not understand {file}: {problem}")
    top = (cursor for cursor in unit.cursor.get_children())
    return [Node(cursor, str(file)) for cursor in top
            if cursor.extent.start.file is not None and cursor.extent.start.file.name == str(file)]
