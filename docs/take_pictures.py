"""Take the pictures of the README and the guides anew.

Fills a database of its own with the demonstration, serves it, and looks at it with a real browser:
``make pictures``. Needs Chromium, and pdftoppm for the printed page.
"""

import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from playwright.sync_api import Browser, FloatRect, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
PORT = 8765
SITE = f"http://127.0.0.1:{PORT}"

# A file with the faults of real ones, so that the importer has something to say.
FILE = """What is a port?

What is a port? A port is a small disc under the skin through which medicine can be given.

How is it cared for?

A nurse rinses it once a month. Can I swim with a port? Most people can, once the skin has healed.

What may go wrong?

Call your team if you notice any of these:

You Might Also Like
"""


def main() -> None:
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {
            "BIN": str(Path(sys.executable).parent),
            "PORT": str(PORT),
            "DATA_DIR": folder,
        }
        log = Path(folder) / "log"
        with log.open("w") as output:
            site = subprocess.Popen(["sh", "deploy/run-demo"], cwd=ROOT, env=environment, stdout=output)
        try:
            wait_for_site()
            passwords = dict(
                line.split() for line in log.read_text().splitlines() if line.startswith("  demo-")
            )
            with sync_playwright() as playwright:
                flags = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
                path = os.environ.get("CHROMIUM_PATH") or "/usr/bin/chromium"
                browser = playwright.chromium.launch(executable_path=path, args=flags)
                public_pages(browser, Path(folder))
                desk(browser, passwords, Path(folder))
                share_picture(browser)
                browser.close()
        finally:
            site.terminate()
            site.wait()


def wait_for_site() -> None:
    for _ in range(120):
        try:
            urllib.request.urlopen(SITE)
            return
        except OSError:
            time.sleep(0.5)
    raise SystemExit(f"The demonstration site did not answer at {SITE}.")


def public_pages(browser: Browser, folder: Path) -> None:
    wide = browser.new_page(viewport={"width": 1280, "height": 900})
    wide.goto(f"{SITE}/topics/baclofen-pump/#question-how-do-doctors-put-the-pump-in")
    wide.screenshot(path=PICTURES / "topic.png")
    phone = browser.new_page(viewport={"width": 390, "height": 844})
    phone.goto(f"{SITE}/topics/baclofen-pump/#question-how-does-the-pump-work")
    phone.screenshot(path=PICTURES / "topic-phone.png")
    wide.goto(f"{SITE}/questions/when-should-i-get-urgent-help/")
    wide.screenshot(path=PICTURES / "urgent.png")
    wide.goto(f"{SITE}/questions/why-must-i-never-stop-baclofen-suddenly/history/")
    wide.get_by_text("Compare with version 1").click()
    wide.screenshot(path=PICTURES / "history.png")
    wide.goto(f"{SITE}/about/review/")
    wide.screenshot(path=PICTURES / "review-process.png")
    night = browser.new_page(viewport={"width": 390, "height": 844}, color_scheme="dark")
    night.goto(f"{SITE}/ar/questions/why-must-i-never-stop-baclofen-suddenly/")
    night.screenshot(path=PICTURES / "arabic-phone.png")
    wide.goto(f"{SITE}/questions/how-does-the-pump-work/")
    wide.pdf(path=folder / "page.pdf", format="A5")
    picture = PICTURES / "topic-print"
    command = ["pdftoppm", "-png", "-singlefile", "-r", "80", str(folder / "page.pdf"), str(picture)]
    subprocess.run(command, check=True)


def share_picture(browser: Browser) -> None:
    """What services show beside an address of the site when somebody shares it: 1200 × 630, without words."""
    emblem = (ROOT / "static" / "faq" / "favicon.svg").read_text(encoding="utf-8")
    emblem = emblem.replace("#14595c", "#fff", 1).replace('stroke="#fff"', 'stroke="#14595c"')
    style = "margin:0;background:#14595c;display:grid;place-items:center;height:100vh"
    page = browser.new_page(viewport={"width": 1200, "height": 630})
    page.set_content(f'<body style="{style}"><div style="width:360px">{emblem}</div>')
    page.screenshot(path=ROOT / "static" / "faq" / "share.png")


# The page goes on with comments, the approved text and the history.
UPPER_PART: FloatRect = {"x": 0, "y": 0, "width": 1280, "height": 1720}


def signed_in(browser: Browser, username: str, password: str) -> Page:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(f"{SITE}/admin/")
    page.get_by_label("Username").fill(username)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Log in", exact=True).click()
    page.get_by_role("heading", name="Your desk").wait_for()
    return page


def desk(browser: Browser, passwords: dict[str, str], folder: Path) -> None:
    author = signed_in(browser, "demo-author", passwords["demo-author"])
    author.goto(f"{SITE}/admin/faq/answer/")
    author.screenshot(path=PICTURES / "answers.png")
    author.get_by_role("link", name="How do I get my pump refilled?").click()
    author.wait_for_timeout(800)
    author.screenshot(path=PICTURES / "editor.png")
    file = folder / "ports.txt"
    file.write_text(FILE)
    author.goto(f"{SITE}/admin/faq/importedfile/add/")
    author.get_by_label("File").set_input_files(file)
    author.get_by_label("Topic").select_option("Baclofen pump")
    author.get_by_role("button", name="Show the preview").click()
    author.screenshot(path=PICTURES / "import.png", full_page=True)

    # A new version with a changed number, so that the review has something to point at.
    author.goto(f"{SITE}/admin/faq/answer/")
    author.get_by_role("link", name="What happens in the test before I get a pump?").first.click()
    author.get_by_role("button", name="Start a new version").click()
    body = author.get_by_label("Answer", exact=True)
    body.fill(f"{body.input_value()}\n\nDo not drive for 24 hours after the test.")
    author.get_by_role("button", name="Submit for review").click()
    author.get_by_text("The text is submitted.").wait_for()

    reviewer = signed_in(browser, "demo-reviewer", passwords["demo-reviewer"])
    reviewer.goto(f"{SITE}/admin/faq/answer/")
    reviewer.get_by_role("link", name="What happens in the test before I get a pump?").first.click()
    reviewer.screenshot(path=PICTURES / "review.png", full_page=True, clip=UPPER_PART)

    lead = signed_in(browser, "demo-lead", passwords["demo-lead"])
    lead.screenshot(path=PICTURES / "desk.png", full_page=True)
    lead.goto(f"{SITE}/admin/faq/event/")
    lead.screenshot(path=PICTURES / "trail.png")


if __name__ == "__main__":
    main()
