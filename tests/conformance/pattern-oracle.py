"""Makes up regular expressions from a seed number and answers, as JSON, what Python's `re` makes of each: `seed count` as arguments."""
import json
import random
import re
import resource
import sys
import warnings

warnings.simplefilter("ignore")
# Python 3.11.2 never ends at some patterns and takes all memory that there is.
resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
seed, count = int(sys.argv[1]), int(sys.argv[2])
chance = random.Random(seed)
ATOMS = ["a", "b", "c", ".", r"\w", r"\d", r"\s", r"\W", "[ab]", "[^a]", "[a-c1]", r"\b", r"\B", "^", "$", r"\Z", r"\A", "é", "A",
         r"[\w-]", "1", " ", "(?:)", r"\n", r"[^\W\d]", "😀", "[]x]"]
COUNTS = ["*", "+", "?", "*?", "+?", "??", "{2}", "{1,2}", "{,2}", "{0,3}?", "{2,}", "*+", "?+", "++"]
JUNK = ["(", ")", "[", "]", "*", "+", "?", "{", "}", "|", "\\", "{2}", "(?", "(?P<a>", "-", "^", r"\8", r"\x4", "(?P=a)", "(?<=a*)"]


def made_up(depth):
    kind = chance.random()
    inner = lambda: made_up(depth - 1)
    atom = lambda: chance.choice(ATOMS)
    if depth <= 0 or kind < 0.35:
        return atom()
    if kind < 0.55:
        return inner() + inner()
    if kind < 0.65:
        return f"(?:{inner()}|{inner()})"
    if kind < 0.75:
        return f"({inner()})"
    if kind < 0.78:
        return f"({inner()}|{inner()})"
    if kind < 0.92:
        return f"(?:{inner()})" + chance.choice(COUNTS)
    if kind < 0.94:
        return chance.choice(["(?=", "(?!"]) + inner() + ")"
    if kind < 0.955:
        return chance.choice(["(?<=", "(?<!"]) + atom() + ")"
    if kind < 0.965:
        return f"(?>{inner()})"
    if kind < 0.975:
        return f"({inner()}){inner()}\\1"
    if kind < 0.985:
        return f"({atom()})?(?(1){atom()}|{atom()})"
    return chance.choice(["(?i:", "(?s:", "(?-i:", "(?a:"]) + inner() + ")"


def damaged(pattern):
    if chance.random() > 0.12:
        return pattern
    at = chance.randrange(len(pattern) + 1)
    return pattern[:at] + chance.choice(JUNK) + pattern[at:]


def spans(pattern, match):
    if match is None:
        return None
    # Python 3.11 does not always take back what a possessive repeat or an open group remembered.
    if re.search(r"[*+?}]\+|\(\?\(", pattern.pattern):
        return [list(match.span())]
    return [list(match.span(index)) for index in range(pattern.groups + 1)] + [match.lastindex]


def answer(source, flags, text):
    try:
        pattern = re.compile(source, flags)
    except (re.error, OverflowError, RecursionError, ValueError) as error:
        return {"error": str(error)}
    return {
        "match": spans(pattern, pattern.match(text)),
        "search": spans(pattern, pattern.search(text)),
        "whole": spans(pattern, pattern.fullmatch(text)),
        "all": [list(found.span()) for found in pattern.finditer(text)],
    }


cases = []
while len(cases) < count:
    source = damaged(made_up(4))
    flags = int(chance.choice([0, 0, 0, re.I, re.M, re.S, re.A, re.I | re.A]))
    text = "".join(chance.choice("aaabbbccAB1 \n_é😀x") for _ in range(chance.randrange(9)))
    if len(source) > 80 or ("(?(" in source and "++" in source):
        continue
    # Before Python 3.11.5 a group that is repeated possessively loses matches or never ends (gh-101955).
    if sys.version_info < (3, 11, 5) and re.search(r"\)(?:[*+?]|\{[^}]*\})\+", source):
        continue
    try:
        cases.append({"pattern": source, "flags": flags, "text": text, "answer": answer(source, flags, text)})
    except (SystemError, MemoryError):
        # A bug of that module itself.
        continue
json.dump(cases, sys.stdout, ensure_ascii=False)
