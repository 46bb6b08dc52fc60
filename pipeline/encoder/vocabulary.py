"""A vocabulary for all first-class languages in which anger can still be seen.

In: an iterator of text. Out: a `tokenizers` tokenizer (unigram language model: Kudo 2018,
arXiv:1804.10959) with right offsets into the text as given.

Small vocabularies must fold case, or every word is learnt three times; but capitals carry anger. So
a word in capitals (two letters or more) is folded too, and a mark ⇧ is put before it: "WHERE is it"
→ ``⇧ ▁where ▁is ▁it``. Runs of punctuation stay together ("!!!", "?!"), emoji are symbols of their
own, Arabic vowel signs and alif variants are folded, Turkish İ keeps its dot-less pair apart.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from tokenizers import Regex, Tokenizer, normalizers, pre_tokenizers
from tokenizers.decoders import Metaspace as MetaspaceDecoder
from tokenizers.models import Unigram
from tokenizers.processors import TemplateProcessing

from pipeline.errors import MissingExtraError, TrainingError

PAD, UNKNOWN, CLS, SEP, MASK = "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"
SPECIAL_TOKENS = [PAD, UNKNOWN, CLS, SEP, MASK]
SHOUT = "⇧"
_TRAINER: dict[str, Any] = {
    "model_type": "unigram",
    "normalization_rule_name": "identity",
    "add_dummy_prefix": False,
    "remove_extra_whitespaces": False,
    "character_coverage": 1.0,
    "max_sentencepiece_length": 16,
    "max_sentence_length": 8192,
    "split_digits": False,
    "pad_id": 0,
    "unk_id": 1,
    "bos_id": 2,
    "eos_id": 3,
    "pad_piece": PAD,
    "unk_piece": UNKNOWN,
    "bos_piece": CLS,
    "eos_piece": SEP,
    "user_defined_symbols": [MASK],
    "minloglevel": 1,
}
EMPHASIS = ["!!", "!!!", "??", "???", "!?", "?!", "?!?!", "...", "....", "…", "。。。", "~~", "😡😡", "😡😡😡", "🤬🤬", "👎👎", "😭😭"]
EMOJI = (
    "😀😂🤣😊😍😘🙂🙃😉😒😔😕🙁☹😞😟😢😭😤😠😡🤬🤯😱😰😩😫🥺😳🙄😏😑😐🤔🤦🤷🙏👍👎👏"
    "💔❤💀💩🔥🤮🤡😷⚠❌✅⭐🚮👿😈💢✌😅😆😇😋😌😎😖😣😥😨😪😬😴😵🤐🤒🤢🤥🤨🤭🧐🖕👊"
    "✋📞📦💸💰🕐⏰🚫‼⁉"
)


def normalizer() -> normalizers.Normalizer:
    """The text → the text that pieces are cut from; every step keeps the alignment of offsets."""
    steps = [
        normalizers.NFKC(),
        normalizers.Replace(Regex(r"[\p{Cc}\p{Zs}\p{Zl}\p{Zp}]+"), " "),
        normalizers.Prepend(" "),
        # A mark before a shouted word. A match of no width would corrupt offsets (tokenizers 0.23),
        # so the blank before the word is what is replaced.
        normalizers.Replace(Regex(r" (?=\p{Lu}{2,}(?!\p{Ll}))"), f"{SHOUT} "),
        normalizers.Replace(Regex(r" (?=[\p{Han}\p{Hiragana}\p{Katakana}])"), ""),  # scripts without blanks between words
        normalizers.Replace("İ", "i"),
        normalizers.Lowercase(),
        normalizers.Replace(Regex("[\u064b-\u0652\u0640\ufe0f]"), ""),  # Arabic vowel signs, tatweel; emoji variant sign
        normalizers.Replace(Regex("[أإآٱ]"), "ا"),
        normalizers.Replace("ى", "ي"),
    ]
    return normalizers.Sequence(steps)


def pre_tokenizer() -> pre_tokenizers.PreTokenizer:
    """Words by blanks; the shout mark, runs of punctuation and up to three digits stand apart."""
    return pre_tokenizers.Sequence(
        [
            pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="never"),
            # A blank stays with what follows it: alone it would be so likely that no piece could begin with it.
            pre_tokenizers.Split(Regex(rf"{SHOUT}|▁?(?:(?![▁{SHOUT}])[\p{{P}}\p{{S}}])+|▁?\p{{N}}{{1,3}}"), "isolated"),
        ]
    )


def train_vocabulary(texts: Iterable[str], *, size: int, min_char_count: int, threads: int) -> Tokenizer:
    """A tokenizer of ``size`` pieces; characters rarer than ``min_char_count`` become [UNK].

    The pieces are learnt by SentencePiece from whole lines. (The trainer of `tokenizers`, and SentencePiece
    with words cut beforehand, take their seeds from distinct words, in which a word that is the beginning
    of no other never repeats and is never found.)
    """
    lines = list(texts)
    normalize = normalizer()
    alphabet = frequent_characters(lines, normalize, min_count=min_char_count) | set(EMOJI) | {SHOUT}
    tokenizer = Tokenizer(_unigram(_prepared(lines, normalize, alphabet), alphabet, size=size, threads=threads))
    tokenizer.normalizer = normalize
    tokenizer.pre_tokenizer = pre_tokenizer()
    tokenizer.decoder = MetaspaceDecoder(replacement="▁", prepend_scheme="never")
    cls, sep = (tokenizer.token_to_id(token) for token in (CLS, SEP))
    tokenizer.post_processor = TemplateProcessing(
        single=f"{CLS} $A {SEP}", pair=f"{CLS} $A {SEP} $B:1 {SEP}:1", special_tokens=[(CLS, cls), (SEP, sep)]
    )
    return tokenizer


def _prepared(lines: Iterable[str], normalize: normalizers.Normalizer, alphabet: set[str]) -> Iterator[str]:
    """Normalised lines without rare characters."""
    keep = {ord(char) for char in alphabet}
    for line in lines:
        yield "".join(char for char in normalize.normalize_str(line) if char == " " or ord(char) in keep)


def _unigram(lines: Iterator[str], alphabet: set[str], *, size: int, threads: int) -> Unigram:
    try:
        import sentencepiece
    except ImportError as fault:
        raise MissingExtraError("sentencepiece", extra="encoder", needed_for="making a vocabulary") from fault
    stream = io.BytesIO()
    try:
        sentencepiece.SentencePieceTrainer.train(
            sentence_iterator=lines,
            model_writer=stream,
            required_chars="".join(sorted(alphabet)),
            vocab_size=size,
            num_threads=threads,
            **_TRAINER,
        )
    except RuntimeError as fault:
        raise TrainingError(
            f"the vocabulary cannot be trained: {str(fault).splitlines()[0]}", hint="change vocabulary.size, or give more text"
        ) from fault
    model = sentencepiece.SentencePieceProcessor(model_proto=stream.getvalue())
    pieces = [(model.id_to_piece(index), model.get_score(index)) for index in range(model.get_piece_size())]
    return Unigram(_with_pieces(pieces, EMPHASIS), unk_id=1)


def _with_pieces(pieces: list[tuple[str, float]], wanted: Iterable[str]) -> list[tuple[str, float]]:
    """``pieces`` with the ``wanted`` in the place of the least likely ones; single characters stay."""
    present = {piece for piece, _ in pieces}
    spare = sorted((score, index) for index, (piece, score) in enumerate(pieces) if len(piece) > 1 and index >= len(SPECIAL_TOKENS))
    frequent = sorted(score for _, score in pieces)[-len(pieces) // 20]
    for piece, (_, index) in zip([piece for piece in wanted if piece not in present], spare, strict=False):
        pieces[index] = (piece, frequent)
    return pieces


def frequent_characters(lines: Iterable[str], normalize: normalizers.Normalizer, *, min_count: int) -> set[str]:
    """The characters that occur at least ``min_count`` times after normalisation."""
    counts: Counter[str] = Counter()
    for line in lines:
        counts.update(normalize.normalize_str(line))
    return {char for char, count in counts.items() if count >= min_count and not char.isspace()}
