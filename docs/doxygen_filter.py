#!/usr/bin/env python3
"""Doxygen's view of lsagent.h: the same text with the marks that Doxygen needs and a reader does not.

    docs/doxygen_filter.py include/lsagent.h

The header stays plain: its comments speak of parameters in sentences, and of the usual ones once, at
its top. Here each function is put into the group of its object, each parameter is described (those of
the table below, which hold everywhere), and what is named becomes a link. A function or a parameter
that nobody has told this script about is an error, which fails `make docs`.
"""

import re
import sys
from pathlib import Path

# What there is, as groups.dox says: Doxygen passes over a group that is nowhere defined.
DEFINED = set(re.findall(r"@defgroup (\w+)", Path(__file__).with_name("groups.dox").read_text()))

# Those that are not named after their object.
GROUPS = {
    "ls_check": "asking",
    "ls_user_licenses": "asking",
    "ls_customer_license_users": "asking",
    "ls_sso_sign_in": "ls_sso_options",
    "ls_sso_sign_in_start": "ls_sso_options",
    "ls_sso_url": "ls_sso_options",
    "ls_sso_response": "ls_sso_options",
    "ls_browser_callback": "ls_sso_options",
    "ls_check_start": "ls_task",
    "ls_user_licenses_start": "ls_task",
    "ls_customer_license_users_start": "ls_task",
    "ls_licenses_callback": "ls_task",
    "ls_entitlement_callback": "ls_task",
    "ls_license_users_callback": "ls_task",
    "ls_refresh_callback": "ls_config",
    "ls_log_callback": "ls_config",
    "ls_log_level": "ls_config",
    "ls_remember": "ls_config",
    "ls_policy": "asking",
    "ls_source": "asking",
    "ls_decision": "ls_entitlement",
    "ls_status": "ls_error",
    "ls_status_name": "ls_error",
    "ls_string_free": "general",
    "ls_version": "general",
    "LS_VERSION_MAJOR": "general",
    "LS_VERSION_MINOR": "general",
    "LS_VERSION_PATCH": "general",
}

BY_NAME = {
    "account_id": "The id of the organization.",
    "api_key": "The vendor's API key.",
    "base_url": "Where it is, as an absolute URL.",
    "bundle_codes": "The licenses to allocate, `bundle_count` texts.",
    "bundle_count": "How many bundle codes there are.",
    "callback": "What is called.",
    "changed": "Whether the answer differs from the one before.",
    "client_id": "The id of the vendor's OAuth client.",
    "client_secret": "Its secret.",
    "code": "The single-use code of the sign-on.",
    "connect_timeout_ms": "The time in milliseconds.",
    "customer_account_code": "The code of the customer account.",
    "customer_email": "The email of the customer.",
    "device_id": "The id.",
    "enabled": "Whether to store.",
    "error_or_null": "Why it failed, borrowed; NULL if it did not.",
    "feature_or_null": "The code of a feature, or NULL for the product itself.",
    "id_token": "The token of the sign-on.",
    "index": "Which one, from 0 on.",
    "level": "A value of ::ls_log_level.",
    "licenses_or_null": "The licenses, borrowed; NULL if there are none to tell.",
    "max_response_bytes": "The size in bytes.",
    "message": "The line, borrowed for the call.",
    "method": "A value of ::ls_uipath_method.",
    "name": "The name of the application.",
    "offline_grace_seconds": "The age in seconds.",
    "out": "Receives the value; 0 or false if there is none. May be NULL.",
    "out_error": "Receives the error, which the caller frees with ls_error_free(), or NULL on success. "
    "May itself be NULL.",
    "out_seconds": "Receives the seconds. May be NULL.",
    "out_url": "Receives the address, which the caller frees with ls_string_free(); NULL on failure.",
    "options_or_null": "The options, or NULL for their defaults.",
    "password": "The password of the user.",
    "path": "The path, in UTF-8.",
    "pem": "The key as PEM text.",
    "pins": "The keys that are allowed, as curl names them.",
    "port": "The port, or 0.",
    "policy": "A value of ::ls_policy: where the answer may come from.",
    "product": "The short code of the product.",
    "product_id": "The id of the product.",
    "redirect_uri": "The redirect URI that the code was issued for, or NULL.",
    "redirect_uri_or_null": "Where the page is to lead back to, or NULL.",
    "refresh_after_seconds": "The age in seconds.",
    "remember": "Whether to remember.",
    "mode": "A value of ::ls_remember.",
    "require_signature": "Whether to require it.",
    "require_state": "Whether to require it.",
    "response_type": "A value of ::ls_sso_response.",
    "shared_key": "The vendor's shared key.",
    "status": "A value of ::ls_status.",
    "string": "The text, or NULL.",
    "timeout_ms": "The time in milliseconds.",
    "token_url": "Where access tokens are had, as an absolute URL, or NULL.",
    "access_token": "The access token.",
    "url": "The URL.",
    "use_external_license": "Whether to use an external license.",
    "user_count": "How many user ids there are.",
    "user_data": "What the callback is given back; it may be NULL, and is not looked at.",
    "user_ids": "The users, `user_count` texts.",
    "username": "The email of the user.",
    "username_or_null": "The email of the user, or NULL.",
    "version": "The version of the application.",
}

# Objects, by how they are passed.
BY_TYPE = {
    "const %s *": "The {}.",
    "%s *": "The {}.",
    "%s **": "Receives the {}, which the caller frees with {}_free(); NULL on failure.",
}

COMMENT = re.compile(
    r"^/\*\*\n(?P<text>(?: \*(?!/).*\n)+) \*/\n(?P<code>#define .*|typedef[^;]*;|[^;{]*[;{])", re.M
)
FUNCTION = re.compile(r"(?P<name>\(\*ls_\w+\)|ls_\w+)\((?P<parameters>[^)]*(?:\([^)]*\)[^)]*)*)\);$")


def fail(message):
    sys.exit(f"docs/doxygen_filter.py: {message}")


class Header:
    def __init__(self, text):
        self.text = text
        self.types = set(re.findall(r"^typedef struct (ls_\w+) ", text, re.M))
        self.constants = set(re.findall(r"^    (LS_\w+) = ", text, re.M))
        self.functions = set(re.findall(r"^\S[^(\n]*?\b(ls_\w+)\(", text, re.M)) - {"extern"}

    def group(self, name):
        fitting = [kind for kind in self.types if name == kind or name.startswith(f"{kind}_")]
        group = GROUPS.get(name) or max(fitting, key=len, default=None)
        if group not in DEFINED:
            fail(f"{name} belongs to {group}: add it to GROUPS, or the group to groups.dox")
        return group

    def parameter(self, function, text):
        text = " ".join(text.split())
        kind, name = re.fullmatch(r"(.*?[ *])(\w+)", text).groups()
        about = BY_NAME.get(name)
        if about is None:
            typed = re.search(r"ls_(\w+)", kind)
            about = typed and BY_TYPE.get(kind.replace(typed[0], "%s").strip())
            about = about or fail(f"{function}: {text}: add it to BY_NAME")
            about = about.format(typed[1].replace("_", " "), typed[0])
        return f" * @param {name} {about}"

    def linked(self, text):
        """What is named in a comment, as a link."""

        def link(match):
            name = match[0]
            if name in self.functions:
                return f"{name}()"
            return f"::{name}" if name in self.constants or name in GROUPS else name

        return re.sub(r"(?<!\")\b(?:ls|LS)_\w+\b(?!\(|\.\.\.)", link, text)

    def comment(self, match):
        text, code = match["text"], match["code"]
        function = FUNCTION.search(" ".join(code.split()))
        name = function["name"].strip("(*)") if function else re.search(r"(?:ls|LS)_\w+", code)[0]
        if not function:
            name = re.search(r"(?:enum|struct|define) (\w+)", code)[1]
        marks = [f" * @ingroup {self.group(name)}"]
        if function and function["parameters"] != "void":
            marks += [self.parameter(name, part) for part in function["parameters"].split(",")]
        text = re.sub(r"(?<= \*\n) \* Returns (?=::LS_|as )", " * @return ", self.linked(text))
        return f"/**\n{text} *\n" + "\n".join(marks) + f"\n */\n{code}"

    def filtered(self):
        first, rest = self.text.split("*/", 1)
        # The order of calls, at the top, is a drawing.
        first = first.replace("/*\n * lsagent: a", "/**\n * @file\n * @brief A", 1)
        before, drawing, after = re.split(r"((?: \*   \S.*\n)+)", first, maxsplit=1)
        drawing = f" * @verbatim\n{drawing} * @endverbatim\n"
        top = self.linked(before) + drawing + self.linked(after)
        return f"{top}*/" + COMMENT.sub(self.comment, rest)


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        sys.stdout.write(Header(file.read()).filtered())


if __name__ == "__main__":
    main()
