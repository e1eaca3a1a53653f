"""Ranking metrics of the retrieval stage, computed by ir_measures (MacAvaney et al. 2022) over trec_eval."""

from collections.abc import Mapping, Sequence

import ir_measures

DEPTH = 10
_MEASURES = {
    "ndcg@10": ir_measures.nDCG @ 10,
    "mrr@10": ir_measures.RR @ 10,
    "recall@1": ir_measures.R @ 1,
    "recall@5": ir_measures.R @ 5,
    "recall@10": ir_measures.R @ 10,
}
RANKING_METRICS = tuple(_MEASURES)


def rank_scores(gold: Mapping[str, Sequence[str]], retrieved: Mapping[str, Sequence[str]]) -> dict[str, dict[str, float]]:
    """Per question id: nDCG@10, MRR@10 and recall@1/5/10 of the retrieved article ids against the gold ones.

    nDCG@10 = sum of 1 / log2(rank + 1) over the gold articles in the top 10, divided by the same sum of the ideal order
    (Järvelin and Kekäläinen 2002); MRR@10 = 1 / rank of the first gold article, 0 below rank 10 (Voorhees 1999);
    recall@k = gold articles in the top k / gold articles. Each gold article has gain 1.
    """
    judged = [ir_measures.Qrel(question, article, 1) for question, articles in gold.items() for article in set(articles)]
    run = [
        ir_measures.ScoredDoc(question, article, -float(rank))
        for question in gold
        for rank, article in enumerate(dict.fromkeys(retrieved[question]))
    ]
    scores: dict[str, dict[str, float]] = {question: dict.fromkeys(_MEASURES, 0.0) for question in gold}
    names = {measure: name for name, measure in _MEASURES.items()}
    for found in ir_measures.iter_calc(list(names), judged, run):
        scores[found.query_id][names[found.measure]] = float(found.value)
    return scores


def first_gold_rank(gold: Sequence[str], retrieved: Sequence[str]) -> int | None:
    """Rank, from 1, of the first gold article; None if none was retrieved."""
    return next((rank for rank, article in enumerate(dict.fromkeys(retrieved), start=1) if article in gold), None)
