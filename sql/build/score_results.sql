-- 由各规则的结果算出得分与扣分 | Scores and deductions from what the rules found (score_result).
-- A rule without a share is left out, and the points of the others are scaled to 100. A score is 100 less the deductions
-- as they are listed, so that whoever adds them up comes to it. Hundredths are whole numbers throughout: no half is lost.

-- Hundredths, halves rounded up, from a whole numerator and denominator; NULL for a share of nothing.
CREATE OR REPLACE TEMP MACRO hundredths(numerator, denominator) AS
    ((2 * numerator + denominator) // nullif(2 * denominator, 0))::DECIMAL(12, 0) * 0.01::DECIMAL(3, 2);

-- What is kept of an aspect, out of 100: a rule without a share is judged neither way.
CREATE OR REPLACE TEMP MACRO kept(wanted, weight, met, aspect) AS hundredths(
    10000 * getvariable('weights')[wanted]
        - coalesce(sum(weight * coalesce(10000 - met, 10000)) FILTER (aspect = wanted), 0)::BIGINT,
    getvariable('weights')[wanted] - coalesce(sum(weight) FILTER (aspect = wanted AND met IS NULL), 0)::BIGINT
);

SET VARIABLE rule_names = (SELECT list(rule ORDER BY seq_no) FROM main.score_rule);
SET VARIABLE weights = (
    SELECT map_from_entries(list((aspect, weight)))
    FROM (SELECT aspect, sum(weight * 100)::BIGINT AS weight FROM main.score_rule GROUP BY aspect)
);

-- A rule that is met wholly has no row in score_result: its whole weight is judged and kept.
CREATE TEMP TABLE score_total AS
SELECT p.project_no,
       (SELECT sum(weight * 100)::BIGINT FROM main.score_rule)
           - coalesce(sum(w.weight) FILTER (r.met IS NULL), 0)::BIGINT AS judged,
       [
           getvariable('rule_names')[n]
           FOR n IN list_sort(list(w.seq_no) FILTER (w.seq_no IS NOT NULL AND r.met IS NULL))
       ] AS unjudged_rules,
       kept('completeness', w.weight, r.met, w.aspect) AS completeness,
       kept('relevance', w.weight, r.met, w.aspect) AS relevance,
       kept('fitness', w.weight, r.met, w.aspect) AS fitness,
       kept('feasibility', w.weight, r.met, w.aspect) AS feasibility
FROM score_project p
LEFT JOIN score_result r USING (project_no)
LEFT JOIN (SELECT seq_no, aspect, (weight * 100)::INTEGER AS weight FROM main.score_rule) w USING (seq_no)
GROUP BY p.project_no;

INSERT INTO main.score_deduction BY NAME
SELECT p.project_key, w.rule, p.district_code, p.fiscal_year,
       hundredths((w.weight * 100)::BIGINT * (10000 - r.met), t.judged) AS points_lost,
       r.met * 0.0001::DECIMAL(5, 4) AS share_met,
       len(r.issue_keys) + len(r.indicator_keys) AS findings, r.issue_keys, r.indicator_keys
FROM score_result r
JOIN score_total t USING (project_no)
JOIN main.score_rule w USING (seq_no)
JOIN score_project p USING (project_no)
WHERE r.met < 10000
ORDER BY r.project_no, r.seq_no;

INSERT INTO main.project_score BY NAME
WITH lost AS (
    SELECT project_key, sum(points_lost) AS points FROM main.score_deduction GROUP BY project_key
), scored AS (
    SELECT p.project_no, p.project_key, p.department_key, p.district_code, p.fiscal_year, p.reading_doubts,
           t.completeness, t.relevance, t.fitness, t.feasibility, unjudged_rules: coalesce(t.unjudged_rules, []),
           points_judged: coalesce(t.judged, 0)::DECIMAL(12, 0) * 0.01::DECIMAL(3, 2),
           score: CASE WHEN t.judged >= getvariable('least_judged') THEN greatest(100 - coalesce(l.points, 0), 0) END
    FROM score_project p
    LEFT JOIN score_total t USING (project_no)
    LEFT JOIN lost l USING (project_key)
)
SELECT s.* EXCLUDE (project_no), g.grade
FROM scored s
ASOF LEFT JOIN score_grade g ON s.score >= g.least
ORDER BY s.project_no;

INSERT INTO main.department_score BY NAME
WITH cents AS (
    SELECT s.department_key, s.fiscal_year, s.district_code, s.score IS NOT NULL AS is_scored,
           (s.completeness * 100)::BIGINT AS completeness, (s.relevance * 100)::BIGINT AS relevance,
           (s.fitness * 100)::BIGINT AS fitness, (s.feasibility * 100)::BIGINT AS feasibility,
           (s.score * 100)::BIGINT AS score, CASE WHEN p.budget_cny > 0 THEN (p.budget_cny * 100)::HUGEINT END AS money
    FROM main.project_score s
    JOIN score_project p USING (project_key)
), means AS (
    SELECT department_key, fiscal_year, district_code,
           count(*) FILTER (is_scored) AS projects, count(*) FILTER (NOT is_scored) AS unscored_projects,
           hundredths(sum(completeness) FILTER (is_scored), count(completeness) FILTER (is_scored)) AS completeness,
           hundredths(sum(relevance) FILTER (is_scored), count(relevance) FILTER (is_scored)) AS relevance,
           hundredths(sum(fitness) FILTER (is_scored), count(fitness) FILTER (is_scored)) AS fitness,
           hundredths(sum(feasibility) FILTER (is_scored), count(feasibility) FILTER (is_scored)) AS feasibility,
           hundredths(sum(score), count(score)) AS score,
           hundredths(sum(score * money), sum(money) FILTER (is_scored)) AS money_weighted_score
    FROM cents
    GROUP BY department_key, fiscal_year, district_code
)
SELECT m.*, g.grade
FROM means m
ASOF LEFT JOIN score_grade g ON m.score >= g.least
WHERE m.fiscal_year IS NOT NULL
ORDER BY m.fiscal_year, m.district_code, m.department_key;
