-- 未变动区划沿用上一版，变动区划用新算出的 | What is compared, of the districts that stayed as it stands, of the others as it was made anew.
-- Reads main (a copy of the version before) and fresh.main (the districts in the variable districts); leaves measured and
-- kind (as kinds.sql does) and copied (as copies.sql does).

CREATE TEMP MACRO stayed(district_code) AS
    NOT list_contains(getvariable('districts')::VARCHAR[], coalesce(district_code, ''));

CREATE TEMP TABLE measured AS
SELECT indicator_key, seq_no, project_key, district_code, fiscal_year, kind_key, level3, value_text, target, more_is_better
FROM main.bound_peer
WHERE stayed(district_code)
UNION ALL BY NAME
SELECT indicator_key, seq_no, project_key, district_code, fiscal_year, kind_key, level3, value_text, target, more_is_better
FROM fresh.main.bound_peer;

CREATE TEMP TABLE kind AS
SELECT * EXCLUDE (bounds) FROM main.indicator_kind
UNION
SELECT * EXCLUDE (bounds) FROM fresh.main.indicator_kind;

CREATE TEMP TABLE copied AS
SELECT * EXCLUDE (all_projects) FROM main.repeated_target WHERE stayed(district_code)
UNION ALL BY NAME
SELECT * EXCLUDE (all_projects) FROM fresh.main.repeated_target;

DROP MACRO stayed;
