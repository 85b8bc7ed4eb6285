"""A search that finds Chinese words: runs of Han characters are indexed, and looked up, as pairs of characters.

Sphinx cuts Chinese into words when it builds the index, but cannot cut what a reader types into the page: 国家目标 would
find nothing where the index holds 国家 and 目标. Pairs need no dictionary on either side.
"""

from __future__ import annotations

import re

from sphinx.search.en import SearchEnglish

_HAN = "\u3400-\u9fff"
_WORDS = re.compile(rf"[{_HAN}]+|[^\W{_HAN}]+")


class Bigrams(SearchEnglish):
    """English as Sphinx indexes it, Chinese as pairs of characters."""

    lang = "zh"
    js_splitter_code = """
function splitQuery(query) {
  const found = [];
  for (const word of query.match(/[\\u3400-\\u9fff]+|[^\\s\\u3400-\\u9fff\\p{P}\\p{S}]+/gu) || []) {
    if (!/[\\u3400-\\u9fff]/.test(word) || word.length < 2) { found.push(word); continue; }
    for (let at = 0; at + 1 < word.length; at++) found.push(word.slice(at, at + 2));
  }
  return found;
}
"""

    def split(self, input: str) -> list[str]:
        """Return the words of a text, Chinese ones as pairs of characters.

        >>> Bigrams({}).split("国家目标 of the outline")
        ['国家', '家目', '目标', 'of', 'the', 'outline']
        """
        found = []
        for word in _WORDS.findall(input):
            if re.match(f"[{_HAN}]", word) and len(word) > 1:
                found += [word[at : at + 2] for at in range(len(word) - 1)]
            else:
                found.append(word)
        return found

    def word_filter(self, word: str) -> bool:
        """Return whether a word is worth indexing."""
        return bool(re.match(f"[{_HAN}]", word)) or super().word_filter(word)
