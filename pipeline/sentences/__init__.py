"""Where a text's sentences begin and end, by rules, in every first-class language.

In: a text as customers write it (no stops, no capitals, hard line breaks, emoji) and its BCP 47 code. Out: ranges of
characters, in order, that do not overlap, hold every visible character and begin and end with one. The stops are those
of spaCy's rule-based ``Sentencizer``, the abbreviations those of its language data and of ``rules.yaml``; no statistical
model, nothing to download, no segmenter for Chinese, Japanese or Korean. Time is linear in the text. A semicolon
(``;``, ``；``, ``؛``) ends no sentence, and what stands in brackets or quotation marks inside one is not cut.
The method is that of Grefenstette and Tapanainen 1994 ("What is a word, what is a sentence?"): a stop ends a sentence
unless abbreviation, number or what follows speaks against it. Not here: words, parts of speech.
"""

from __future__ import annotations

from pipeline.sentences.splitter import split

__all__ = ["split"]
