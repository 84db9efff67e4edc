"""Reads a message from standard input with Python's own parser and says as JSON what it found."""
import email
import email.policy
import json
import re
import sys

raw = sys.stdin.buffer.read()
message = email.message_from_bytes(raw, policy=email.policy.default)


def part(part):
    found = {
        "type": part.get_content_type(),
        "charset": part.get_content_charset(),
        "encoding": part.get("Content-Transfer-Encoding"),
        "disposition": part.get_content_disposition(),
        "fileName": part.get_filename(),
        "defects": [repr(defect) for defect in part.defects],
        "text": None,
        "size": 0,
    }
    if part.is_multipart():
        return found
    payload = part.get_payload(decode=True)
    found["size"] = len(payload)
    found["text"] = payload.decode("utf-8")
    # Decoding finds further defects.
    part.get_content()
    found["defects"] = [repr(defect) for defect in part.defects]
    return found


def mailboxes(name):
    return [
        {"name": box.display_name, "address": box.addr_spec}
        for value in message.get_all(name, [])
        for box in value.addresses
    ]


header = raw.split(b"\r\n\r\n")[0] if b"\r\n\r\n" in raw else raw.split(b"\n\n")[0]
json.dump(
    {
        "headers": [{"name": name, "value": str(value)} for name, value in message.items()],
        "headerDefects": [repr(defect) for _, value in message.items() for defect in value.defects],
        "from": mailboxes("From"),
        "to": mailboxes("To"),
        "date": message["Date"].datetime.isoformat(),
        "parts": [part(each) for each in message.walk()],
        "longestLine": max(len(line) for line in re.split(rb"\r\n|\n", raw)),
        "longestHeaderLine": max(len(line) for line in re.split(rb"\r\n|\n", header)),
        "bareLineFeeds": len(re.findall(rb"(?<!\r)\n", raw)),
        "bareCarriageReturns": len(re.findall(rb"\r(?!\n)", raw)),
        "isASCII": raw.isascii(),
        "encodedWords": [word.decode() for word in re.findall(rb"=\?[^? ]+\?[BQ]\?[^? ]*\?=", header)],
    },
    sys.stdout,
)
