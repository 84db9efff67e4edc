-- Week over week: the mean number of jobs that waited, and the jobs that were seen first in that week, by tenant, each with
-- the week before. Only complete runs count.
WITH runs AS (
    SELECT tenant, CAST(DATE_TRUNC('week', date) AS DATE) AS week, run_epoch, jobs
    FROM archive
    WHERE kind = 'run' AND is_complete
),
waiting AS (
    SELECT tenant, week, COUNT(*) AS runs, ROUND(AVG(jobs), 1) AS mean_jobs
    FROM runs
    GROUP BY tenant, week
),
firsts AS (
    SELECT tenant, id, MIN(date) AS first_date
    FROM archive
    WHERE kind = 'job' AND is_complete
    GROUP BY tenant, id
),
arrivals AS (
    SELECT tenant, CAST(DATE_TRUNC('week', first_date) AS DATE) AS week, COUNT(*) AS new_jobs
    FROM firsts
    GROUP BY tenant, CAST(DATE_TRUNC('week', first_date) AS DATE)
)
SELECT waiting.tenant, waiting.week, runs, mean_jobs,
    LAG(mean_jobs) OVER (PARTITION BY waiting.tenant ORDER BY waiting.week) AS mean_jobs_before,
    COALESCE(new_jobs, 0) AS new_jobs,
    LAG(COALESCE(new_jobs, 0)) OVER (PARTITION BY waiting.tenant ORDER BY waiting.week) AS new_jobs_before
FROM waiting
LEFT JOIN arrivals ON arrivals.tenant = waiting.tenant AND arrivals.week = waiting.week
ORDER BY waiting.tenant, waiting.week
