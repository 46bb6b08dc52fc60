"""Small things that tests are made with: a tiny encoder and a tiny model, from a seed."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789.,!?' 我要退款的了不很好環境返金환불деньгинтсовшعربي"


def write_tiny_encoder(folder: Path) -> Path:
    """A BERT of one layer, 16 wide, over single characters."""
    import torch
    from tokenizers import Tokenizer, models, pre_tokenizers, processors
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    vocabulary = {token: index for index, token in enumerate([*special, *dict.fromkeys(ALPHABET)])}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Split("", "isolated")
    tokenizer.post_processor = processors.TemplateProcessing(single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)])
    PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, pad_token="[PAD]", unk_token="[UNK]", cls_token="[CLS]", sep_token="[SEP]", mask_token="[MASK]"
    ).save_pretrained(folder)
    torch.manual_seed(3)
    config = BertConfig(
        vocab_size=len(vocabulary),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=128,
    )
    BertModel(config, add_pooling_layer=False).save_pretrained(folder)
    return folder


def write_tiny_model(folder: Path, encoder: Path) -> Path:
    """A complete model folder with random heads and a stated calibration."""
    import torch

    from pipeline import model
    from pipeline.decide import Decisions
    from pipeline.network import ComplaintNetwork
    from pipeline.taxonomy import Taxonomy
    from pipeline.windows import WindowConfig

    torch.manual_seed(5)
    taxonomy_file = ROOT / "configs" / "taxonomy.yaml"
    taxonomy = Taxonomy.from_file(taxonomy_file)
    body, tokenizer = model.load_encoder(str(encoder), offline=True)
    network = ComplaintNetwork(body, body.config.hidden_size, taxonomy, dropout=0.0)
    scorer = model.TorchScorer(network, tokenizer, taxonomy, WindowConfig(tokens=32, stride=8, limit=20), name="tiny@1")
    scorer.calibration = model.Calibration(
        {"intent": {"all": 1.0}}, Decisions(limits={"intent": 0.3}, languages={"en": 50, "zh-Hans": 50}, language_floor=20)
    )
    files = {model.TAXONOMY: taxonomy_file.read_text(encoding="utf-8"), model.CARD: "# tiny\n", model.METRICS: "{}\n"}
    model.save(folder, scorer, settings={"name": "tiny", "version": "1"}, files=files)
    return folder
