"""Finds what can be mutated in a source file: conditions, operators, constants and statements, by clang's syntax tree.

A mutant is kept as edits of the text, which add it beside what it replaces (switch.hpp), so that all of a file's mutants
are compiled at once. Of a condition there are "always true" and "always false", and of a part of one only what differs
from those of the whole: what a flipped condition would show, one of these shows, too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from clang.cindex import CursorKind, TypeKind

from syntax import Node, parse

NAMESPACE = "::barograph_mutation::"

# Operator: the function of switch.hpp that stands for it, and what it becomes.
COMPARED = {"<": ("less", "<="), "<=": ("less_equal", "<"), ">": ("greater", ">="), ">=": ("greater_equal", ">")}
CALCULATED = {
    "+": ("plus", "-"), "-": ("minus", "+"), "*": ("times", "/"), "/": ("divides", "*"), "%": ("modulus", "*"),
    "&": ("bit_and", "|"), "|": ("bit_or", "&"), "^": ("bit_xor", "&"), "<<": ("shift_left", ">>"), ">>": ("shift_right", "<<"),
}
ASSIGNED = {
    "+=": ("plus_assign", "-="), "-=": ("minus_assign", "+="), "*=": ("times_assign", "/="), "/=": ("divides_assign", "*="),
    "|=": ("bit_or_assign", "&="), "&=": ("bit_and_assign", "|="),
}
LOOPS = (CursorKind.WHILE_STMT, CursorKind.FOR_STMT, CursorKind.DO_STMT)
CONSTANT = (CursorKind.STATIC_ASSERT, CursorKind.ENUM_CONSTANT_DECL, CursorKind.CONCEPT_DECL, CursorKind.REQUIRES_EXPR)
TRANSPARENT = (CursorKind.UNEXPOSED_EXPR, CursorKind.PAREN_EXPR)


@dataclass
class Mutant:
    """`edits` are (offset, end, text), where ON stands for a condition that is true when the mutant is on; `begin` and `end`
    are what they change. All offsets are in bytes."""

    file: str
    line: int
    kind: str
    before: str
    begin: int
    end: int
    statement: str
    is_in_constexpr: bool
    occurrence: int = 1
    number: int = 0
    edits: list[tuple[int, int, str]] = field(default_factory=list)

    @property
    def key(self) -> str:
        times = f" #{self.occurrence}" if self.occurrence > 1 else ""
        return f"{self.file} | {self.statement} | {self.before} | {self.kind}{times}"


class Finder:
    def __init__(self, name: str, file: Path, arguments: list[str]):
        self.name = name
        self.text = file.read_bytes()
        self.mutants: list[Mutant] = []
        self.demoted: dict[str, tuple[int, int]] = {}  # names of constants, where their `constexpr` stands
        self.seen: set[tuple[int, int, str]] = set()
        self.top = parse(file, arguments)

    def find(self) -> list[Mutant]:
        for node in self.top:
            self.visit(node, "", False)
        self.top = []
        times: dict[str, int] = {}
        for mutant in self.mutants:
            times[mutant.key] = mutant.occurrence = times.get(mutant.key, 0) + 1
        return self.mutants

    # The text.

    def words(self, begin: int, end: int) -> str:
        return self.text[begin:end].decode()

    def in_gap(self, begin: int, end: int, sign: str) -> int:
        """Where `sign` stands between two operands, which comments may surround."""
        gap = re.sub(r"/\*.*?\*/|//[^\n]*", lambda comment: " " * len(comment.group()), self.words(begin, end), flags=re.DOTALL)
        return begin + gap.index(sign)

    # Making mutants.

    def add(self, kind: str, begin: int, end: int, edits: list[tuple[int, int, str]]) -> None:
        before = self.words(begin, end)
        # gcc 12 miscompiles some conditions that wait.
        if (begin, end, kind) in self.seen or ("co_await" in before and kind != "left out"):
            return
        self.seen.add((begin, end, kind))
        line_begin = self.text.rfind(b"\n", 0, begin) + 1
        statement = self.words(line_begin, self.text.find(b"\n", begin)).strip()
        line = self.text.count(b"\n", 0, begin) + 1
        self.mutants.append(Mutant(self.name, line, kind, " ".join(before.split())[:60], begin, end, statement,
                                   self.in_constexpr, edits=edits))

    def around(self, kind: str, begin: int, end: int, before: str, after: str) -> None:
        self.add(kind, begin, end, [(begin, begin, before), (end, end, after)])

    def truth(self, node: Node, always: str) -> None:
        """`always`: which constant values, "t", "f" or both, the expression gets."""
        begin, end = node.span()
        if self.words(begin, end) in ("true", "false"):
            return
        if "t" in always:
            self.around("always true", begin, end, "(ON || (", "))")
        if "f" in always:
            self.around("always false", begin, end, "(!ON && (", "))")

    def call(self, kind: str, function: str, begin: int, sign: tuple[int, int], end: int) -> None:
        self.add(kind, begin, end, [(begin, begin, f"{NAMESPACE}{function}(ON, "), (sign[0], sign[1], ","), (end, end, ")")])

    # Walking the tree. `role` tells what the expression is used for: a condition of which the whole is mutated already, or ''.

    in_constexpr = False

    def visit(self, node: Node, role: str, is_statement: bool) -> None:
        kind = node.kind
        if kind in CONSTANT or (node.has_file and not node.is_here):
            return
        begin = node.begin
        if is_statement:
            self.leave_out(node)
        if kind in TRANSPARENT:
            for child in node.children:
                self.visit(child, role, False)
            return
        if kind.is_declaration() and self.declare(node):
            return
        if kind == CursorKind.IF_STMT:
            self.branch(node)
        elif kind in LOOPS:
            self.loop(node)
        elif kind == CursorKind.CONDITIONAL_OPERATOR:
            condition, *rest = node.children
            self.condition(condition, "tf")
            for child in rest:
                self.visit(child, "", False)
        elif kind == CursorKind.RETURN_STMT:
            for child in node.children:
                if self.is_boolean(child):
                    self.condition(child, "tf")
                else:
                    self.visit(child, "", False)
        elif kind == CursorKind.CASE_STMT or kind == CursorKind.DEFAULT_STMT:
            body = node.children[-1]
            self.visit(body, "", True)
        elif kind == CursorKind.COMPOUND_STMT:
            for child in node.children:
                self.visit(child, "", True)
        elif kind == CursorKind.CXX_FOR_RANGE_STMT:
            children = list(node.children)
            for child in children[:-1]:
                self.visit(child, "", False)
            self.visit(children[-1], "", True)
        else:
            self.expression(node, role, begin)

    def declare(self, node: Node) -> bool:
        """Tells whether the declaration is done with."""
        head = self.words(node.begin, node.location) if node.location > node.begin else ""
        constant = re.search(r"\b(constexpr|consteval|constinit)\b", head)
        if node.kind == CursorKind.VAR_DECL and constant:
            if "static" in head or node.is_member:
                return True
            place = node.begin + len(head[: constant.start()].encode())
            before = len(self.mutants)
            self.visit_declared(node)
            if len(self.mutants) > before:
                self.demoted[node.spelling] = (place, place + len(constant.group()))
            return True
        elif constant and not self.in_constexpr:
            self.in_constexpr = True
            for child in node.children:
                self.visit(child, "", False)
            self.in_constexpr = False
            return True
        self.visit_declared(node)
        return True

    def visit_declared(self, node: Node) -> None:
        for child in node.children:
            if child.kind.is_expression() and child.begin < node.location:
                continue  # of its type
            if node.kind == CursorKind.VAR_DECL and child.kind.is_expression() and self.is_boolean(child):
                self.condition(child, "tf")
            else:
                self.visit(child, "", False)

    def is_boolean(self, node: Node) -> bool:
        """Whether it is a bool before anything else is made of it."""
        while True:
            if node.type == TypeKind.BOOL:
                return True
            children = list(node.children)
            if node.kind not in TRANSPARENT or len(children) != 1:
                return False
            node = children[0]

    def condition(self, node: Node, always: str) -> None:
        self.truth(node, always)
        self.visit(node, "whole", False)

    def branch(self, node: Node) -> None:
        children = list(node.children)
        head = self.words(node.begin, node.begin + 13)
        position = 0
        while children[position].kind in (CursorKind.DECL_STMT, CursorKind.NULL_STMT):
            self.visit(children[position], "", False)
            position += 1
        declared = children[position].kind == CursorKind.VAR_DECL
        if declared:
            variable = children[position]
            self.visit(variable, "", False)
            if position == 0:
                _, end = variable.span()
                self.add("always false", variable.begin, end,
                         [(end, end, f"; !ON && static_cast<bool>({variable.spelling})")])
            position += 1
        elif "constexpr" not in head and "consteval" not in head:
            self.condition(children[position], "tf")
        for body in children[position + 1 :]:
            self.visit(body, "", True)

    def loop(self, node: Node) -> None:
        children = list(node.children)
        body = children.pop(0) if node.kind == CursorKind.DO_STMT else children.pop()
        tested = False
        for child in children:
            if not tested and child.kind.is_expression() and self.is_boolean(child):
                tested = True
                self.condition(child, "f")
            else:
                self.visit(child, "", False)
        self.visit(body, "", True)

    def leave_out(self, node: Node) -> None:
        jumps = (CursorKind.BREAK_STMT, CursorKind.CONTINUE_STMT)
        ends = node.kind == CursorKind.RETURN_STMT and not list(node.children)
        if not (node.kind.is_expression() or node.kind in jumps or ends):
            return
        begin, end = node.span()
        if self.words(begin, end).startswith("co_return"):
            return
        end = self.text.index(b";", end) + 1
        if self.text[begin:end].strip() != b";":
            self.around("left out", begin, end, "{ if (!ON) ", " }")

    def expression(self, node: Node, role: str, begin: int) -> None:
        if node.kind == CursorKind.BINARY_OPERATOR:
            self.binary(node, role)
            return
        inner = ""
        if node.kind == CursorKind.CALL_EXPR and node.spelling.startswith("operator"):
            self.overloaded(node, role)
        elif node.kind == CursorKind.COMPOUND_ASSIGNMENT_OPERATOR:
            self.between_operands(node, ASSIGNED)
        elif node.kind == CursorKind.UNARY_OPERATOR:
            inner = self.unary(node, role)
        elif node.kind in (CursorKind.INTEGER_LITERAL, CursorKind.FLOATING_LITERAL):
            self.number(begin, node.end)
        elif node.kind == CursorKind.CXX_BOOL_LITERAL_EXPR:
            self.around("flipped", begin, node.end, "(ON != ", ")")
        for child in node.children:
            self.visit(child, inner, False)

    def binary(self, node: Node, role: str) -> None:
        operator = node.operator
        left, right = node.children
        if operator in ("LAnd", "LOr"):
            if role == "":
                self.truth(node, "tf")
            self.swap_logic(node, left, right, operator)
            for operand in (left, right):
                self.condition(operand, "t" if operator == "LAnd" else "f")
            return
        if role == "" and operator in ("LT", "GT", "LE", "GE", "EQ", "NE"):
            self.truth(node, "tf")
        is_number = node.type not in (TypeKind.RECORD, TypeKind.BOOL, TypeKind.DEPENDENT)
        self.between_operands(node, COMPARED | CALCULATED if is_number else COMPARED)
        self.visit(left, "", False)
        self.visit(right, "", False)

    def swap_logic(self, node: Node, left: Node, right: Node, operator: str) -> None:
        (begin, left_end), (right_begin, end) = left.span(), right.span()
        sign = "&&" if operator == "LAnd" else "||"
        place = self.in_gap(left_end, right_begin, sign)
        # a || b is !(!a && !b), and the other way round.
        head, tail = "(ON != ((ON != static_cast<bool>(", ")) %s (ON != static_cast<bool>(" % sign

        self.add(f"{sign} becomes {'||' if sign == '&&' else '&&'}", begin, end,
                 [(begin, begin, head), (place, place + 2, tail), (end, end, "))))")])

    def between_operands(self, node: Node, table: dict[str, tuple[str, str]]) -> None:
        left, right = node.children
        (begin, left_end), (right_begin, end) = left.span(), right.span()
        sign = re.sub(r"/\*.*?\*/|//[^\n]*", "", self.words(left_end, right_begin), flags=re.DOTALL).strip()
        if sign in table:
            function, becomes = table[sign]
            place = self.in_gap(left_end, right_begin, sign)
            self.call(f"{sign} becomes {becomes}", function, begin, (place, place + len(sign)), end)

    def overloaded(self, node: Node, role: str) -> None:
        sign = node.spelling.removeprefix("operator").strip()
        if sign not in ("==", "!=", *COMPARED, "+", "-", "+=", "-="):
            return
        begin, end = node.span()
        written = [child for child in node.children if child.spelling == node.spelling]
        if not written:
            return
        place = (written[0].begin, written[0].end)
        sign = self.words(*place)
        if sign in ("==", "!=", *COMPARED) and role == "":
            self.truth(node, "tf")
        is_time = "chrono" in node.type_name
        table = COMPARED | (CALCULATED | ASSIGNED if is_time else {})
        if sign in table and begin < place[0] and place[1] < end:
            self.call(f"{sign} becomes {table[sign][1]}", table[sign][0], begin, place, end)

    def unary(self, node: Node, role: str) -> str:
        """Gives the role of its operand."""
        begin, end = node.span()
        text = self.words(begin, end)
        if text.startswith("!"):
            if role == "":
                self.truth(node, "tf")
            return "whole"
        forms = {"++": "increment", "--": "decrement"}
        for sign, function in forms.items():
            if text.startswith(sign):
                self.add(f"{sign} becomes {'--' if sign == '++' else '++'}", begin, end, [
                    (begin, begin + 2, f"{NAMESPACE}{function}(ON, "), (end, end, ")")])
            elif text.endswith(sign):
                self.add(f"{sign} becomes {'--' if sign == '++' else '++'}", begin, end, [
                    (begin, begin, f"{NAMESPACE}{function}_after(ON, "), (end - 2, end, ")")])
        if text.startswith("-") and not text.startswith("--"):
            self.add("- left out", begin, end, [(begin, begin + 1, f"{NAMESPACE}negate(ON, "), (end, end, ")")])
        return ""

    def number(self, begin: int, end: int) -> None:
        text = self.words(begin, end)
        if re.match(r"[0-9]", text) is None:
            return  # a macro's
        other = {"0": "1", "1": "0"}.get(text, f"{text} + 1")
        self.around(f"becomes {other}", begin, end, f"{NAMESPACE}either(ON, ", f", {other})")
