-- 绩效目标与项目名称相关 | The goal speaks of what the project is called
-- aspect: relevance
-- weight: 4
-- source: 财预〔2015〕88号：目标与部门职能、项目内容密切相关 | 财预〔2015〕88号: goals are tied to the duties and the project
-- note: 名称中有两个相连的字在目标中出现满分，只有单字出现一半，常用词不计；用词不同而意思相同的会误判；名称只有常用词时不评 | Full where two characters in a row of the name stand in the goal, half where only single ones do, common words apart; other words for the same thing are missed; not judged where the name has only common words
SELECT project_no,
       CASE WHEN goal IS NULL THEN unless_in_doubt(0, in_doubt) ELSE speaks_of(name, uncommon(name), goal, uncommon(goal)) END AS share_met,
       NULL::VARCHAR[] AS issue_keys, NULL::VARCHAR[] AS indicator_keys
FROM score_project
