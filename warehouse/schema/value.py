"""The normalised columns of a value: what `indicator`, `indicator_bound` and `department_indicator` have in common."""

from __future__ import annotations

import dataframely as dy

from warehouse.schema.columns import DIRECTIONS, RECURRENCES, UNITS, bound, choice, text


class NormalisedValue(dy.Schema):
    """指标值的规范化含义 | The meaning of an indicator value."""

    value_kind = choice(
        "指标值类型：numeric 数值、date 时限、qualitative 定性、empty 空白 | What the value is: numeric (a bound on a "
        "number), date (a deadline or date range), qualitative (words only), empty",
        ("numeric", "date", "qualitative", "empty"),
    )
    lower_bound = bound(
        "下限（单位见 unit）；无下限为 NULL | Lower bound in `unit`; NULL where open. An exact value sets both bounds"
    )
    lower_inclusive = dy.Bool(
        nullable=True, description="下限是否含本数；无下限为 NULL | Whether the lower bound itself meets the target"
    )
    upper_bound = bound(
        "上限（单位见 unit）；无上限为 NULL | Upper bound in `unit`; NULL where open. An exact value sets both bounds"
    )
    upper_inclusive = dy.Bool(
        nullable=True, description="上限是否含本数；无上限为 NULL | Whether the upper bound itself meets the target"
    )
    unit = choice(
        "规范单位；无单位为 NULL | Canonical unit of the bounds: percent (95 means 95 %), CNY (yuan), count (things, "
        "see `counter`), m, m2, m3, kg, minute, hour, day, workday, week, month, year; NULL where there is none",
        UNITS,
        nullable=True,
    )
    unit_text = text("原文单位 | The unit as written; NULL where none was written")
    counter = text(
        "量词（次、人、辆等，不含倍数）；仅用于 count | Measure word of a `count`, without multiplier; else NULL"
    )
    per = dy.List(
        dy.String(),
        nullable=True,
        description="计量口径：每日/周/月/季/年为 day、week、month、quarter、year，其余按原文；无则为空 | What the "
        "figure is per, in reading order: day, week, month, quarter, year, or the word as written; empty where nothing",
    )
    due_date = dy.Date(
        nullable=True, description="完成时限（满足要求的最后一日） | The last day that still meets a `date` value"
    )
    start_date = dy.Date(
        nullable=True, description="起始日期（仅日期区间） | The first day of a date range; NULL for a mere deadline"
    )
    is_qualitative = dy.Bool(
        nullable=False, description="是否定性 | Whether the value is stated in words, wholly or in part"
    )
    qualitative_class = choice(
        "定性类别：等级、提升、保障、合规、及时、依据、其他 | Class of the words, the first named: grade, improvement, "
        "assurance, compliance, timeliness, by_reference, other; NULL where not qualitative",
        ("grade", "improvement", "assurance", "compliance", "timeliness", "by_reference", "other"),
        nullable=True,
    )
    qualitative_grade = dy.Int8(
        nullable=True,
        min=1,
        max=4,
        description="定性等级：4 优、3 良/较好、2 中/合格/一般、1 差；其他为 NULL | Grade of the words: 4 excellent, "
        "3 good, 2 fair or passed, 1 poor; else NULL",
    )
    unit_inferred = dy.Bool(
        nullable=False,
        description="单位是否由上下文推断 | TRUE where the unit was not written and came from context",
    )
    is_approximate = dy.Bool(
        nullable=False,
        description="是否为约数（约、近、左右、余、多） | TRUE where the figure is only about what is meant (约, 左右, 余, 多)",
    )
    recurrence = choice(
        "周期性期限的周期（每月15日前为 month）；非周期为 NULL | Period in which a deadline comes again: day, week, ten_days "
        "(旬), month, quarter, half_year, year, term (学期), school_year, batch (批、期); NULL where it does not",
        RECURRENCES,
        nullable=True,
    )
    direction = choice(
        "指标方向：at_least 不低于、at_most 不高于、exactly 等于、within 区间、by_date 时限、qualitative 定性；空白为 NULL | "
        "On which side the target is met: at_least, at_most, exactly, within, by_date, qualitative; NULL where empty",
        DIRECTIONS,
        nullable=True,
    )
    more_is_better = dy.Bool(
        nullable=True,
        description="是否越高越好；无从判断或名称与界限相矛盾为 NULL | Whether a higher figure is better, from name, level, "
        "bound and wording; NULL where nothing tells or they disagree",
    )
    phrase = text(
        "据以解读的原文词句（不含空白字符） | The words that decided, as written without white space; NULL where empty"
    )
    value_rule = text("解读规则编号 | Id of the rule that read the value; NULL only where it is empty")
