"""The embedded multilingual encoder: how it is made, so that anyone can make it again.

The road: `texts` (parallel and plain text) → `vocabulary` (a tokenizer) → `alignment` (word
translation probabilities → token embeddings) → `distillation` (towards an English sentence
encoder) → `retrieval` (is a sentence found by its translation?). `recipe` walks it, by one YAML.
Nothing here is needed to label messages: the result is a plain Hugging Face folder.
"""
