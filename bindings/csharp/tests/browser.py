"""A browser, and a person before it: signs in at the sandbox's identity provider, and goes where it sends them.

    browser.py sign-in|cancel URL

BROWSER_CA_FILE is what it trusts; the page that the person is left with goes into BROWSER_LAST_PAGE.
"""

import http.client
import os
import re
import ssl
import sys
from urllib.parse import urlencode, urlsplit

EMAIL = "features@example.com"


def request(method, url, body=None, **headers):
    """The head and the text of an answer. A redirect is not followed, and the fragment stays at home."""
    address = urlsplit(url)
    if address.scheme == "https":
        trusted = ssl.create_default_context(cafile=os.environ["BROWSER_CA_FILE"])
        connection = http.client.HTTPSConnection(address.netloc, timeout=60, context=trusted)
    else:
        connection = http.client.HTTPConnection(address.netloc, timeout=60)
    target = address._replace(scheme="", netloc="", fragment="").geturl()
    form = urlencode(body) if body else None
    kind = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
    connection.request(method, target or "/", form, {**kind, **headers})
    response = connection.getresponse()
    text = response.read().decode()
    connection.close()
    return response.headers, text


def main():
    button, url = sys.argv[1:]
    _, form = request("GET", url)
    assert '<form method="post">' in form, form
    headers, _ = request("POST", url, {"email": EMAIL, "answer": button})
    back = headers["Location"]
    _, page = request("GET", back, **{"Sec-Fetch-Dest": "document"})
    if "#" in back:
        # What the page's script does with the fragment of its own address.
        here, fragment = back.split("#")
        nonce = re.search('data-nonce="([^"]*)"', page).group(1)
        origin = f"http://{urlsplit(here).netloc}"
        _, page = request("POST", here, {"nonce": nonce, "fragment": fragment}, Origin=origin)
    with open(os.environ["BROWSER_LAST_PAGE"], "w", encoding="utf-8") as file:
        file.write(page)


if __name__ == "__main__":
    main()
