# jq -n -c -f summary.jq FOLDER/*.json
def number: if type == "object" then .id else . end;
[inputs["admin/retry_jobs"][]] as $rows
| ($rows | unique_by(.id)) as $jobs
| (reduce ($jobs[].agent | objects) as $agent ({}; .[$agent.id | tostring] = $agent.name)) as $names
| {
    rows: ($rows | length),
    jobs: ($jobs | length),
    groups: [
        $jobs | group_by([.type, .error_class])[]
        | (map(.agent | number | values) | group_by(.) | map([.[0], length])) as $actions
        | [
            .[0].type, .[0].error_class, length, (map(.retry_count) | add), (map(.retry_count) | max),
            (map(.last_retry | numbers) | min), (map(.last_retry | numbers) | max), ($actions | length),
            ($actions | sort_by(-.[1], .[0])[:10] | map([.[0], $names[.[0] | tostring], .[1]]))
        ]
    ]
}
