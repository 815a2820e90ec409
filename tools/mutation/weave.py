"""Writes a file's mutants into its text, each beside what it replaces; lines stay lines."""

from __future__ import annotations

from sites import NAMESPACE, Mutant


def weave(text: bytes, mutants: list[Mutant], demoted: list[tuple[int, int]]) -> tuple[bytes, list[tuple[int, int, Mutant]]]:
    """The text with its mutants, and where each of them now begins and ends. `demoted`: places of `constexpr`."""
    # At one place the outer mutant's beginning comes first and its end last; what stood there first is the outer one.
    edits: list[tuple[int, int, tuple[int, int, int], int, str]] = []
    for order, mutant in enumerate(sorted(mutants, key=lambda each: (each.begin, -each.end, each.number))):
        for begin, end, words in mutant.edits:
            if begin == mutant.begin:
                rank = (2, order, 0)
            elif end == mutant.end:
                rank = (0, -order, 0)
            else:
                rank = (1, 0, 0)
            on = f"{NAMESPACE}{'on_at_run_time' if mutant.is_in_constexpr else 'on'}({mutant.number}u)"
            edits.append((begin, end, rank, mutant.number, words.replace("ON", on)))
    for begin, end in demoted:
        edits.append((begin, end, (3, 0, 0), 0, "const"))
    edits.sort(key=lambda edit: (edit[0], edit[2]))

    # Two mutants of one operator would replace it twice: the outer one's words come first, the others' follow.
    woven, at = bytearray(), 0
    places: dict[int, list[int]] = {}
    for begin, end, _, number, words in edits:
        woven += text[at:begin] if begin >= at else b""
        at = max(at, begin)
        places.setdefault(number, []).append(len(woven))
        woven += words.encode()
        places[number].append(len(woven))
        at = max(at, end)
    woven += text[at:]
    by_number = {mutant.number: mutant for mutant in mutants}
    spans = [(min(found), max(found), by_number[number]) for number, found in places.items() if number in by_number]
    return bytes(woven), spans
