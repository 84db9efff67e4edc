-- Time to recovery by story: from the run that saw a job first to the one that no longer saw it, in hours. The truth is up
-- to one distance of runs shorter at each end. Jobs that died, and those that still wait, are not in it.
WITH runs AS (
    SELECT tenant, run_epoch, LEAD(run_epoch) OVER (PARTITION BY tenant ORDER BY run_epoch) AS next_epoch
    FROM archive
    WHERE kind = 'run' AND is_verified
),
sightings AS (
    SELECT tenant, id, team, story, death_epoch, run_epoch,
        MIN(run_epoch) OVER (PARTITION BY tenant, id) AS first_epoch,
        ROW_NUMBER() OVER (PARTITION BY tenant, id ORDER BY run_epoch DESC) AS from_last
    FROM archive
    WHERE kind = 'job' AND is_verified
),
recovered AS (
    SELECT sightings.tenant, team, story, (next_epoch - first_epoch) / 3600 AS hours
    FROM sightings
    JOIN runs ON runs.tenant = sightings.tenant AND runs.run_epoch = sightings.run_epoch
    WHERE from_last = 1 AND next_epoch < death_epoch
)
SELECT tenant, team, story,
    COUNT(*) AS jobs,
    ROUND(MEDIAN(hours), 1) AS median_hours,
    ROUND(MAX(hours), 1) AS longest_hours
FROM recovered
GROUP BY tenant, team, story
ORDER BY median_hours DESC, jobs DESC, tenant, team NULLS LAST, story NULLS LAST
