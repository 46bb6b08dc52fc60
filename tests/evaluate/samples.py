"""Gold and decided labels that agree as often as a test wants."""

import numpy as np


def made_up(own, n=400, seed=1, skill=0.6):
    """Gold and predictions that agree with probability ``skill``, with probabilities to match."""
    rng = np.random.default_rng(seed)
    gold, said, rows = [], [], np.zeros((n, own.layout.width), np.float32)
    for index in range(n):
        pair = [
            {
                "intent": rng.choice(["complaint", "praise", "other"]).item(),
                "types": [label for label in ("price", "delivery", "staff") if rng.random() < 0.4],
                "heat": int(rng.integers(4)),
            }
            for _ in range(2)
        ]
        gold.append(pair[0])
        said.append({name: pair[0][name] if rng.random() < skill else pair[1][name] for name in pair[0]})
        for name, columns in own.layout.slices.items():
            facet = own.facets[name]
            if facet.kind == "many":
                rows[index, columns] = [0.8 if label in said[-1][name] else 0.2 for label in facet.labels]
            else:
                chosen = said[-1][name] if facet.kind == "ordinal" else facet.label_names.index(said[-1][name])
                rows[index, columns] = 0.4 / (len(facet.labels) - 1)
                rows[index, columns.start + chosen] = 0.6
    languages = [["en", "zh-Hans", "ar"][index % 3] for index in range(n)]
    return gold, said, rows, languages, [f"t{index // 2}" for index in range(n)]
