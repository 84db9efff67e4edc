"""Reads messages with Python's own parser and says as JSON what it found.

Standard input has the messages as a JSON list of base64; the answer is a list in the same order.
"""
import base64
import email
import email.header
import email.policy
import email.utils
import json
import re
import sys


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


def mailboxes(message, raw, name):
    """The addresses as the new parser sees them; the names as the old one does.

    The new one, up to Python 3.12, keeps the space between two encoded words of a name, which RFC 2047 drops.
    """
    old = email.message_from_bytes(raw, policy=email.policy.compat32)
    names = [
        str(email.header.make_header(email.header.decode_header(display)))
        for display, _ in email.utils.getaddresses(old.get_all(name, []))
    ]
    boxes = [box for value in message.get_all(name, []) for box in value.addresses]
    assert len(names) == len(boxes), (names, boxes)
    return [{"name": display, "address": box.addr_spec} for display, box in zip(names, boxes)]


def parsed(raw):
    message = email.message_from_bytes(raw, policy=email.policy.default)
    header = re.split(rb"\r?\n\r?\n", raw, maxsplit=1)[0]
    return {
        "headers": [{"name": name, "value": str(value)} for name, value in message.items()],
        "headerDefects": [repr(defect) for _, value in message.items() for defect in value.defects],
        "from": mailboxes(message, raw, "From"),
        "to": mailboxes(message, raw, "To"),
        "date": message["Date"].datetime.isoformat(),
        "parts": [part(each) for each in message.walk()],
        "longestLine": max(len(line) for line in re.split(rb"\r?\n", raw)),
        "longestHeaderLine": max(len(line) for line in re.split(rb"\r?\n", header)),
        "longestEncodedLine": max((len(line) for line in re.split(rb"\r?\n", header) if b"=?" in line), default=0),
        "bareLineFeeds": len(re.findall(rb"(?<!\r)\n", raw)),
        "bareCarriageReturns": len(re.findall(rb"\r(?!\n)", raw)),
        "isASCII": raw.isascii(),
        "encodedWords": [word.decode() for word in re.findall(rb"=\?[^? ]+\?[BQ]\?[^? ]*\?=", header)],
    }


json.dump([parsed(base64.b64decode(raw)) for raw in json.load(sys.stdin)], sys.stdout)
