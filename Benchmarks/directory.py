"""What a tenant says besides its jobs, for the pages of `Benchmarks/pages`: stories, teams, people, dead jobs, workers."""
import json
import os

STORIES, TEAMS, PEOPLE, DEAD = 1_200, 40, 150, 10_000


def directory(actions):
    """What a reading saves, for the actions of `Benchmarks/pages`."""
    ids = [100 + 13 * place for place in range(actions)]
    head = {
        "asked": ["dead", "stories", "workers"], "is_dead_complete": True, "messages": [], "notes": [],
        "workers": {"current": 10, "max": 10, "queue_count": 40, "queue_latency": 3.5},
    }
    lists = {
        "agents": [
            {"id": number, "name": f"Enrich Alert {place}", "story_id": 20_000 + place % STORIES, "disabled": False}
            for place, number in enumerate(ids)
        ],
        "stories": [
            {
                "id": 20_000 + place, "name": f"Phishing triage {place} – Zürich", "team_id": 300 + place % TEAMS,
                "owners": [500 + place % PEOPLE], "tags": ["prod", "soc"], "disabled": False,
            }
            for place in range(STORIES)
        ],
        "teams": [{"id": 300 + place, "name": f"Team {place}"} for place in range(TEAMS)],
        "admin/users": [{"id": 500 + place, "first_name": f"Ada Example {place}"} for place in range(PEOPLE)],
        "admin/dead_jobs": [
            {
                "id": 40_000_000 + place, "type": "AgentReceiveJob",
                "agent": {"id": ids[place % len(ids)], "name": f"Enrich Alert {place % len(ids)}"},
                "events": place, "retry_count": 25,
                # 12:00 on a day of September 2025.
                "last_retry": 1_756_728_000 + 86_400 * (place % 28),
                "error_class": f"Faraday::TimeoutError{place % 90}",
            }
            for place in range(DEAD)
        ],
    }
    # As the program saves them: 500 rows a line.
    return [head] + [
        {name: rows[place : place + 500]} for name, rows in lists.items() for place in range(0, len(rows), 500)
    ]


def write_reading(pages):
    """The record of the tenant that the pages name, so that there are links."""
    count = sum(name.startswith("page-") for name in os.listdir(pages))
    with open(f"{pages}/reading.json", "w", encoding="utf-8") as file:
        json.dump(
            {
                "source": "https://sample.example", "tenant": "https://sample.example", "list": "retry",
                "saved_pages": count, "pages_read": count, "sweeps": 1,
                "is_complete": True, "is_verified": True, "problems": [], "notes": [],
                "started_at": "2025-10-01T00:00:00Z", "finished_at": "2025-10-01T00:10:00Z",
            },
            file,
        )


def write(path, actions):
    """The file `extras.jsonl` beside the pages."""
    with open(path, "w", encoding="utf-8") as file:
        for line in directory(actions):
            file.write(json.dumps(line, separators=(",", ":"), ensure_ascii=False) + "\n")
