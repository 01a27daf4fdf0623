"""The page on quality scores for people, `docs/scores.md`, made from the rules and words of `sql/scores/`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from warehouse.schema.derived import ASPECTS
from warehouse.schema.star import bilingual
from warehouse.score_rules import rules, settings

if TYPE_CHECKING:
    from warehouse.score_rules import ScoreRule

PAGE = Path("docs/scores.md")
_TITLES = {
    "completeness": ("完整性", "complete, clear"),
    "relevance": ("相关性", "tied to the project, detailed, quantified"),
    "fitness": ("适当性", "reasonable, matched to the money"),
    "feasibility": ("可行性", "argued, achievable"),
}
_HEAD = """# Quality scores 质量评分

How well the performance goals of a project are *filled in*, after the yardsticks by which budget offices review them
(财预〔2015〕88号: 完整性, 相关性, 适当性, 可行性) and the guidance on indicators (财预〔2021〕101号). A score says nothing about whether
the project is worth its money or reached its goals. It is a proposal for a reviewer, who sees with each point what it was
lost for. The two rules are cited from general knowledge of their texts: look a clause up before you quote it.

评的是绩效目标填报的质量，不是项目本身的绩效；每一分扣在哪里都可以查到，供审核人员参考。

## How a score comes about

- {count} rules with {total} points in all. A rule gives the share, 0 to 1, to which a project meets it.
- A rule that a form does not ask for (no 依据 column, no spending plan), or that has nothing to judge (no deadline), is left
  out, and the points of the others are scaled: points lost = 100 × weight × (1 − share met) ÷ points judged, in hundredths,
  halves up. `unjudged_rules` names what was left out, `points_judged` says how many of the 100 points were judged; below
  {least} there is no score. A form asks for a column if the project or most projects of its document fill it in.
- The score is 100 less the points lost *as listed* in `score_deduction`: add them up and you are there. So a score may differ
  by a few hundredths from what unrounded shares would give; where every point is lost it is 0,
  though these may come to a few hundredths more than 100.
- What is missing altogether meets no rule that asks for it: a form without indicators does not score well by leaving nothing
  to find fault with.
- Grades: {grades}. Bounds are exact: 89.99 is no 优.
- A unit's score is the mean of its projects' in a fiscal year, each project counting once; `money_weighted_score` weighs them
  by budget. Where the fiscal year is not known, projects have scores and units have none.
- The points of the four aspects (20, 30, 30, 20) follow the review table that comes with 财预〔2015〕88号, as generally known;
  how they are divided among the rules is ours. Weights are data: the head of each file in `sql/scores/`.

## What we could not read costs nothing

- Missing things are not held against a project whose reading is in doubt: it comes from a scan, or a row, cell or table of it
  was not understood ({absence}).
- An indicator whose value or unit *we* are unsure of counts neither way ({value}).
- Amounts and plans that stand there but cannot be read are not judged ({money}).
- `reading_doubts` counts these findings for each project; look them up in `quality_issue` before you rely on the score.

## Follow a score to its grounds

```sql
SELECT rule, title, points_lost, share_met, issue_keys, indicator_keys
FROM v_score_deduction WHERE project_key = '…' ORDER BY points_lost DESC;

SELECT q.rule, q.message, q.source_ref
FROM (SELECT unnest(issue_keys) AS issue_key FROM score_deduction WHERE project_key = '…') JOIN quality_issue q USING (issue_key);
```
"""
_LIMITS = """
## What it cannot see

- Whether a goal serves the department's duties, whether a target is ambitious, whether a standard that is named exists:
  these need a person. A target that looks precise and is meaningless loses nothing.
- Words are compared as characters, not by what they mean: 防疫 and 疫苗 share one, 招商 and 引资 none. The rules that do so have low
  weights.
- The length of a goal stands for its detail: a rough measure.
- A cost above the budget loses all points of its rule, however little it is above; the finding says by how much.
- Where no dates are stated, feasibility rests on few points, mostly on 指标值确定依据, and its aspect score jumps accordingly.
- Scores of forms that ask for different things rest on different rules: compare `points_judged` and `unjudged_rules` first.
"""


def page() -> str:
    """The page: how a score comes about, every rule by aspect, and the words that rules look up."""
    told = settings()
    doubt = {kind: ", ".join(f"`{rule}`" for rule in found) for kind, found in told["doubt"].items()}
    head = _HEAD.format(
        count=len(rules()),
        total=sum(rule.weight for rule in rules()),
        least=told["judged"]["least"],
        grades=", ".join(f"{grade['name']} from {grade['least']}" for grade in told["grade"]),
        absence=doubt["absence"],
        value=doubt["value"],
        money=f"{doubt['money']}; {doubt['plan']}",
    )
    return head + "".join(_aspect(aspect) for aspect in ASPECTS) + _bases() + _vague() + _LIMITS


def _aspect(aspect: str) -> str:
    found = [rule for rule in rules() if rule.aspect == aspect]
    chinese, english = _TITLES[aspect]
    head = f"\n## {chinese} {aspect}: {sum(rule.weight for rule in found)} points ({english})\n\n"
    return (
        head + "| rule | points | 要求与办法 | what it asks and how |\n|---|---|---|---|\n" + "".join(map(_row, found))
    )


def _row(rule: ScoreRule) -> str:
    (asks, asks_en), (note, note_en), (source, source_en) = map(bilingual, (rule.title, rule.note, rule.source))
    return f"| `{rule.name}` | {rule.weight} | **{asks}**。{note}。（{source}） | **{asks_en}.** {note_en}. ({source_en}) |\n"


def _bases() -> str:
    rows = "".join(
        f"| {group['name']} | {group['share']} | {'、'.join(group['words'])} |\n" for group in settings()["basis"]
    )
    return (
        "\n## Kinds of 指标值确定依据\n\nThe first kind with a word in the cell decides (`basis_of_known_kind`).\n\n"
        f"| kind | share | words |\n|---|---|---|\n{rows}"
    )


def _vague() -> str:
    names = "、".join(settings()["vague"]["names"])
    return (
        f"\n## Names that would fit any project\n\n`names_specific` looks them up, without 指标 at the end: {names}.\n"
    )


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
