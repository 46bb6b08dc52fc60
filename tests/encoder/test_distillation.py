"""Distillation: batches depend on the step alone, a stopped run goes on to the same weights, students learn."""

from dataclasses import replace

import pytest
import torch
from tokenizers import Tokenizer
from transformers import AutoModel

from pipeline.encoder.distillation import Distillation, DistillationPlan, SentenceEncoder, pair_batch
from pipeline.encoder.loop import LoopPlan, run
from pipeline.encoder.retrieval import accuracy_at_1
from pipeline.encoder.texts import Pair
from pipeline.errors import InputError

PLAN = DistillationPlan(batch_size=4, contrastive_weight=0.1, temperature=0.05, queue=10, english_share=0.25, seed=1)
LOOP = LoopPlan(steps=6, warmup_steps=1, embedding_learning_rate=5e-3, body_learning_rate=1e-3, checkpoint_every=3)
PAIRS = [
    Pair(f"{word} number {number}", f"{word[::-1]} {number}", "xx", "test") for number in range(10) for word in ("alpha", "beta", "gamma")
]


def encoder(folder, seed):
    torch.manual_seed(seed)
    model = AutoModel.from_pretrained(folder, dtype=torch.float32)
    if seed:
        torch.nn.init.normal_(model.get_input_embeddings().weight, std=0.3)
    return SentenceEncoder(model.eval(), Tokenizer.from_file(str(folder / "tokenizer.json")), max_tokens=24)


def distil(student, teacher, pairs, plan, loop, *, checkpoint, report=lambda step, loss: None):
    run(student.model, Distillation(student, teacher, pairs, plan).loss_at, loop, checkpoint=checkpoint, report=report)


def weights(student):
    return torch.cat([parameter.detach().ravel() for parameter in student.model.parameters()])


def test_a_batch_is_a_function_of_the_step():
    assert pair_batch(PAIRS, 17, PLAN) == pair_batch(PAIRS, 17, PLAN)
    seen = {pair for step in range(16) for pair in pair_batch(PAIRS, step, PLAN)}
    assert seen == set(PAIRS)


@pytest.mark.parametrize("optimizer", ["adamw", "adagrad"])
def test_a_stopped_run_goes_on_to_the_same_weights(tiny_encoder, tmp_path, optimizer):
    loop = replace(LOOP, embedding_optimizer=optimizer)
    teacher = encoder(tiny_encoder, 0)
    whole, stopped = encoder(tiny_encoder, 2), encoder(tiny_encoder, 2)
    distil(whole, teacher, PAIRS, PLAN, loop, checkpoint=tmp_path / "whole.pt")

    def stop(step, loss):
        if step == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        distil(stopped, teacher, PAIRS, PLAN, loop, checkpoint=tmp_path / "stopped.pt", report=stop)
    again, steps = encoder(tiny_encoder, 9), []
    distil(again, teacher, PAIRS, PLAN, loop, checkpoint=tmp_path / "stopped.pt", report=lambda step, loss: steps.append(step))
    assert steps == [3, 4, 5]
    assert torch.equal(weights(whole), weights(again))


def test_a_run_does_not_go_on_from_a_checkpoint_of_another_optimizer(tiny_encoder, tmp_path):
    student, teacher = encoder(tiny_encoder, 2), encoder(tiny_encoder, 0)
    distil(student, teacher, PAIRS, PLAN, replace(LOOP, steps=3), checkpoint=tmp_path / "begun.pt")
    with pytest.raises(InputError, match="other optimizers"):
        distil(student, teacher, PAIRS, PLAN, replace(LOOP, embedding_optimizer="adagrad"), checkpoint=tmp_path / "begun.pt")


def test_adagrad_leaves_pieces_alone_that_no_batch_held(tiny_encoder, tmp_path):
    student, teacher = encoder(tiny_encoder, 2), encoder(tiny_encoder, 0)
    before = student.model.get_input_embeddings().weight.detach().clone()
    distil(student, teacher, PAIRS[:4], PLAN, replace(LOOP, embedding_optimizer="adagrad"), checkpoint=tmp_path / "one.pt")
    moved = (student.model.get_input_embeddings().weight != before).any(1)
    shown = {piece for pair in PAIRS[:4] for text in (pair.english, pair.translation) for piece in student.tokenizer.encode(text).ids}
    assert set(moved.nonzero().ravel().tolist()) <= shown
    assert moved.any()


def test_a_student_learns_to_find_translations(tiny_encoder, tmp_path):
    teacher, student = encoder(tiny_encoder, 0), encoder(tiny_encoder, 2)
    few = [Pair(word, word[::-1], "xx", "test") for word in ("abacus", "mirror", "lentil", "quartz", "window", "pepper")]
    before = accuracy_at_1(student, {"xx": few}, english=teacher)["xx"]
    plan, loop = replace(PLAN, queue=0, english_share=0.0, contrastive_weight=1.0), replace(LOOP, steps=120)
    distil(student, teacher, few, plan, loop, checkpoint=tmp_path / "c.pt")
    assert accuracy_at_1(student, {"xx": few}, english=teacher)["xx"] > max(before, 0.8)
