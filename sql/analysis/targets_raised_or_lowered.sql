-- 同一项目的目标比去年高了还是低了？ | Are a project's targets stricter or looser than last year?
SELECT c.fiscal_year, c.district_code, count(*) AS bounds_in_both_years,
       count(*) FILTER (WHERE c.change_kind = 'stricter') AS stricter,
       count(*) FILTER (WHERE c.change_kind = 'looser') AS looser,
       count(*) FILTER (WHERE c.change_kind = 'same') AS same,
       count(*) FILTER (WHERE c.change_kind = 'undetermined') AS undetermined,
       -- More money for less: projects that ask less than last year and cost more.
       count(DISTINCT c.project_key) FILTER (WHERE c.change_kind = 'looser' AND l.budget_ratio > 1)
           AS looser_and_dearer_projects
FROM bound_change c
JOIN project_lineage l USING (project_key)
GROUP BY ALL
ORDER BY c.fiscal_year, c.district_code
