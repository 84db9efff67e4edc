"""in_httpx.py URL PAGES CONCURRENCY CA_FILE: reads the pages once with httpx, so many at a time; prints their bytes. The
key is in TINES_API_KEY."""
import asyncio
import os
import ssl
import sys

import httpx


async def main():
    url, pages, concurrency, authority = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
    limits = httpx.Limits(max_connections=concurrency, max_keepalive_connections=concurrency)
    headers = {"Authorization": f"Bearer {os.environ['TINES_API_KEY']}"}
    numbers, total = iter(range(1, pages + 1)), 0
    trust = ssl.create_default_context(cafile=authority)
    async with httpx.AsyncClient(limits=limits, headers=headers, verify=trust, timeout=60) as client:

        async def worker():
            nonlocal total
            for number in numbers:
                answer = await client.get(f"{url}/api/v1/admin/retry_jobs?per_page=500&page={number}")
                answer.raise_for_status()
                total += len(answer.content)

        await asyncio.gather(*(worker() for _ in range(concurrency)))
    print(total)


asyncio.run(main())
