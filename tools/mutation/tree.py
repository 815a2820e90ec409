"""A copy of the source tree with mutants in it, and its build."""

from __future__ import annotations

import hashlib
import json
import os
import pickle
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from sites import Finder, Mutant
from weave import weave

ROOT = Path(__file__).resolve().parent.parent.parent
TREE = ROOT / "build/mutation/tree"
BUILD = TREE / "build/mutation"
SWITCH = "tools/mutation/switch.hpp"


def compiler_arguments(files: list[Path]) -> dict[Path, list[str]]:
    """What clang needs to know of each file; a header is read as the sources of its folder are."""
    subprocess.run(["cmake", "--preset", "tidy"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    known = {}
    for entry in json.loads((ROOT / "build/tidy/compile_commands.json").read_text()):
        words = shlex.split(entry["command"])
        kept = []
        for word, following in zip(words, words[1:] + [""]):
            if word.startswith(("-I", "-D", "-std=")):
                kept.append(word)
            elif word == "-isystem":
                kept += [word, following]
        known[Path(entry["file"])] = kept
    result = {}
    for file in files:
        of_folder = [kept for source, kept in known.items() if source.is_relative_to(ROOT / file.relative_to(ROOT).parts[0])]
        result[file] = ["-x", "c++", *known.get(file, of_folder[0])]
    return result


@dataclass
class MutatedFile:
    name: str
    text: bytes
    mutants: list[Mutant]
    demoted: dict[str, tuple[int, int]]


def find_mutants(files: list[Path]) -> list[MutatedFile]:
    """Reads anew only what has changed."""
    arguments = compiler_arguments(files)
    tool = b"".join((ROOT / "tools/mutation" / each).read_bytes() for each in ("sites.py", "syntax.py"))
    result = []
    number = 1
    for file in files:
        name = str(file.relative_to(ROOT))
        kept = ROOT / "build/mutation/sites" / hashlib.sha256(tool + name.encode() + file.read_bytes()).hexdigest()
        if kept.exists():
            mutated = pickle.loads(kept.read_bytes())
        else:
            finder = Finder(name, file, arguments[file])
            mutated = MutatedFile(name, finder.text, finder.find(), finder.demoted)
            write_if_changed(kept, pickle.dumps(mutated))
        for mutant in mutated.mutants:
            mutant.number = number
            number += 1
        result.append(mutated)
    return result


def write_if_changed(path: Path, content: bytes) -> None:
    if not path.exists() or path.read_bytes() != content:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


class MutatedTree:
    def __init__(self, files: list[MutatedFile]):
        self.files = {file.name: file for file in files}
        self.dropped: set[int] = set()  # numbers of what does not compile
        self.kept_constexpr: set[str] = set()  # names of constants that have to stay what they are
        self.spans: dict[str, list[tuple[int, int, Mutant]]] = {}

    def lay(self) -> None:
        listed = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT,
                                check=True, stdout=subprocess.PIPE).stdout.decode().split("\0")
        names = {name for name in listed if name and (ROOT / name).is_file()}
        for name in names - self.files.keys():
            write_if_changed(TREE / name, (ROOT / name).read_bytes())
            shutil.copymode(ROOT / name, TREE / name)
        for old in TREE.rglob("*"):
            relative = old.relative_to(TREE)
            if relative.parts[0] != "build" and old.is_file() and str(relative) not in names:
                old.unlink()
        self.write_mutated()

    def write_mutated(self) -> None:
        for name, file in self.files.items():
            mutants = [mutant for mutant in file.mutants if mutant.number not in self.dropped]
            demoted = [place for constant, place in file.demoted.items() if constant not in self.kept_constexpr]
            head = f'#include "{SWITCH}"\n#line 1\n'.encode()
            if name.endswith(".hpp"):
                head = b"#pragma once\n" + head
            text, spans = weave(file.text, mutants, demoted)
            self.spans[name] = spans
            write_if_changed(TREE / name, head + text)

    def build(self, programs: list[str], jobs: int, seconds: float) -> None:
        """Leaves out, round by round, what the compiler refuses."""
        environment = {**os.environ, "CCACHE_BASEDIR": str(TREE), "CCACHE_NOHASHDIR": "1"}
        subprocess.run(["cmake", "--preset", "mutation"], cwd=TREE, check=True, stdout=subprocess.DEVNULL, env=environment)
        for _ in range(30):
            done = subprocess.run(["cmake", "--build", str(BUILD), "--parallel", str(jobs), "--target", *programs, "--", "-k", "0"],
                                  cwd=TREE, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=seconds)
            if done.returncode == 0:
                return
            if not self.drop_refused(done.stdout):
                print(done.stdout[-5000:], file=sys.stderr)
                raise RuntimeError("the mutated tree does not compile, and no mutant is to blame")
            self.write_mutated()
        raise RuntimeError("the mutated tree does not compile after 30 rounds")

    def drop_refused(self, output: str) -> bool:
        found = False
        # An error, and before it the lines that tell where it comes from; any of them can be in the mutated text.
        chunks = re.split(r"^(?=[^\n]*?: error: )", output, flags=re.MULTILINE)
        for before, block in zip(chunks, chunks[1:]):
            context = [line for line in before.splitlines() if "required" in line or "in 'constexpr' expansion" in line]
            own = [line for line in block.splitlines() if ": error: " in line or "required" not in line]
            places = re.findall(r"^([\w./-]*?\.[ch]pp):(\d+):(\d+)", "\n".join([*own, *reversed(context)]), re.MULTILINE)
            for path, line, column in places:
                name = next((each for each in self.files if path.endswith(each)), None)
                if name is not None and self.drop_at(name, int(line), int(column)):
                    found = True
                    break
            else:
                constants = {constant for file in self.files.values() for constant in file.demoted} - self.kept_constexpr
                named = {constant for constant in constants if re.search(rf"\b{constant}\b", block)}
                self.kept_constexpr |= named
                for file in self.files.values():  # and what was mutated in them can't be
                    for constant in named & file.demoted.keys():
                        begin = file.demoted[constant][0]
                        end = file.text.index(b";", begin)
                        self.dropped |= {mutant.number for mutant in file.mutants if begin <= mutant.begin < end}
                found = found or bool(named)
        return found

    def drop_at(self, name: str, line: int, column: int) -> bool:
        """The innermost mutant at that place, or else all of the line."""
        text = (TREE / name).read_bytes().split(b"#line 1\n", 1)[1]
        starts = [0]
        for each in text.split(b"\n"):
            starts.append(starts[-1] + len(each) + 1)
        if line >= len(starts):
            return False
        place = starts[line - 1] + column - 1
        around = [(end - begin, mutant) for begin, end, mutant in self.spans[name] if begin <= place < end]
        around = [each for each in around if each[1].number not in self.dropped]
        if around:
            self.dropped.add(min(around, key=lambda each: each[0])[1].number)
            return True
        on_line = {mutant.number for begin, _, mutant in self.spans[name] if starts[line - 1] <= begin < starts[line]}
        fresh = on_line - self.dropped
        self.dropped |= fresh
        return bool(fresh)
