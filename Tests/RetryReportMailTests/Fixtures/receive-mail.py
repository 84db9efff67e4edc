"""A mail server in miniature on loopback: takes one message over SMTP, and writes it and its envelope to a folder.

Usage: receive-mail.py FOLDER [REPLY]. The port is in FOLDER/port as soon as it listens; a REPLY such as
"550 no such user" is what every recipient is answered with.
"""
import asyncio
import json
import os
import sys

folder, refusal = sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else None


def keep(name, content):
    path = os.path.join(folder, name)
    with open(path + ".part", "wb") as file:
        file.write(content)
    os.rename(path + ".part", path)


async def talk(reader, writer, done):
    def say(line):
        writer.write(line.encode() + b"\r\n")

    envelope = {"from": None, "to": []}
    say("220 receiver.example ESMTP")
    while line := await reader.readline():
        command = line.decode("ascii").strip()
        verb = command.split(" ")[0].upper()
        if verb in ("EHLO", "HELO"):
            say("250 receiver.example")
        elif verb == "MAIL":
            envelope["from"] = command[10:].strip("<>")
            say("250 ok")
        elif verb == "RCPT":
            envelope["to"].append(command[8:].strip("<>"))
            say(refusal or "250 ok")
        elif verb == "DATA":
            say("354 go on")
            lines = []
            while (line := await reader.readline()) != b".\r\n":
                lines.append(line[1:] if line.startswith(b".") else line)
            keep("message.eml", b"".join(lines))
            keep("envelope.json", json.dumps(envelope).encode())
            say("250 taken")
        elif verb == "QUIT":
            say("221 bye")
            break
        else:
            say("250 ok")
    await writer.drain()
    writer.close()
    done.set()


async def main():
    done = asyncio.Event()
    server = await asyncio.start_server(lambda r, w: talk(r, w, done), "127.0.0.1", 0, limit=1 << 20)
    keep("port", str(server.sockets[0].getsockname()[1]).encode())
    # Nobody comes: the test was ended.
    await asyncio.wait_for(done.wait(), 60)


asyncio.run(main())
