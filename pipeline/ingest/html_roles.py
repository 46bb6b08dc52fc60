"""What mail programs mean by the elements they write: quotation, intro, forward, signature.

In: an element's tag and attributes. Out: its `Role`. Known are the classes, ids and names that the programs have
used for years, each with its program; where two programs quote one another they put prefixes before the names.
What a role is worth is decided in `quoted_html`, for no mark is reliable alone.
Sources: the mails of these programs, and the lists that open-source mail readers keep for hiding quotations.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import IntEnum


class Role(IntEnum):
    """What an element, and so a line, is by its markup: bits, put together as plain integers, for every line of every page has some."""

    OWN = 0
    CITE = 1 << 0
    """Quoted for sure: a ``blockquote`` as mail programs write it for answers."""
    WEAK = 1 << 1
    """A bare ``blockquote``."""
    TYPED = 1 << 2
    """A ``blockquote`` that a button of the editor makes; history only where an intro stands above it."""
    INTRO = 1 << 3
    CONTAINER = 1 << 4
    """Holds intro and quotation, and sometimes the answer as well."""
    AFTER = 1 << 5
    """From here to the end of the page."""
    FORWARD = 1 << 6
    SIGNATURE = 1 << 7
    RULE = 1 << 8
    """A line across the page, or an element with one above it."""
    INDENT = 1 << 9
    """A ``blockquote`` that is no quotation at all."""


_BY_CLASS = {
    "gmail_quote": Role.CONTAINER,  # Gmail
    "gmail_quote_container": Role.CONTAINER,
    "gmail_attr": Role.INTRO,
    "gmail_signature": Role.SIGNATURE,
    "gmail_signature_prefix": Role.SIGNATURE,
    "moz-cite-prefix": Role.INTRO,  # Thunderbird
    "moz-email-headers-table": Role.INTRO,
    "moz-forward-container": Role.FORWARD,
    "moz-signature": Role.SIGNATURE,
    "yahoo_quoted": Role.CONTAINER,  # Yahoo
    "iosymail": Role.CITE,
    "yahoo_signature": Role.SIGNATURE,
    "protonmail_quote": Role.CONTAINER,  # Proton Mail
    "protonmail_signature_block": Role.SIGNATURE,
    "protonmail_mobile_signature_block": Role.SIGNATURE,
    "tutanota_quote": Role.CITE,  # Tuta
    "zmail_extra": Role.CONTAINER,  # Zoho
    "skiff_quote": Role.CITE,  # Skiff
    "OutlookMessageHeader": Role.AFTER,  # Outlook 2003
    "ms-outlook-mobile-reference-message": Role.CONTAINER,  # Outlook for phones
    "ms-outlook-mobile-signature": Role.SIGNATURE,
    "mail-quote-collapse": Role.CONTAINER,  # Mail.ru
    "mailru-blockquote": Role.CITE,
    "ntes-mailmaster-quote": Role.CONTAINER,  # NetEase Mail Master
    "ntes-signature": Role.SIGNATURE,
    "nui-mail-quote": Role.CONTAINER,  # 163
    "ik_mail_quote": Role.CONTAINER,  # Infomaniak
    "freshdesk_quote": Role.CONTAINER,
    "front-blockquote": Role.CITE,
}
_BY_ID = {
    "divrplyfwdmsg": Role.AFTER,  # Outlook.com, Outlook on the web
    "appendonsend": Role.AFTER,
    "rplyedtprsngmsg": Role.AFTER,
    "stopspelling": Role.AFTER,  # Hotmail
    "replysplit": Role.AFTER,
    "olk_src_body_section": Role.CONTAINER,  # Outlook 2011 for Mac
    "mail-editor-reference-message-container": Role.CONTAINER,  # new Outlook
    "signature": Role.SIGNATURE,  # Outlook on the web
    "ms-outlook-mobile-signature": Role.SIGNATURE,
    "yahoo_quoted": Role.CONTAINER,
    "iosymail": Role.CITE,
    "zmail_extra": Role.CONTAINER,
    "isreplycontent": Role.CITE,  # 163, 126, yeah.net
    "isforwardcontent": Role.FORWARD,
    "orimsghtmlseperator": Role.CITE,  # Sina
    "foxmail_quote": Role.CONTAINER,  # Foxmail
    "reply139content": Role.CONTAINER,  # China Mobile
    "origbody": Role.CONTAINER,
    "imail_signature": Role.SIGNATURE,  # NetEase Mail Master
    "ntes-pcmail-signature": Role.SIGNATURE,
    "applemailsignature": Role.SIGNATURE,  # Apple Mail on phones
    "tutanota_quote": Role.CITE,
}
_BY_NAME = {
    "quote": Role.CONTAINER,  # GMX, WEB.DE
    "messagereplysection": Role.CONTAINER,  # Spark
    "messagesignaturesection": Role.SIGNATURE,
    "_mailoriginal": Role.AFTER,  # Outlook for Windows
}
_BY_DATA_MARKER = {
    "__divider__": Role.AFTER,  # Zimbra
    "__headers__": Role.INTRO,
    "__quoted_text__": Role.CONTAINER,
    "__sig_pre__": Role.SIGNATURE,
    "__sig_post__": Role.SIGNATURE,
}
_BY_ATTRIBUTE = {"data-skiff-mail": Role.CITE, "data-o-mail-quote": Role.CITE, "data-o-mail-quote-node": Role.CITE}  # Skiff, Odoo
_RENAMED = re.compile(r"^(?:3D\"?|(?:x_|gmail-|gmail_|m_-?\d+|yiv\d+|ydp[0-9a-f]+)+)(?=[A-Za-z])")
"""What Outlook, Gmail and Yahoo put before the names of others when they quote them."""
_LONGEST = 1_000
"""Characters of an attribute that are read."""
_NUMBERED = re.compile(r"[_-]?\d+$")
_BORDER_ABOVE = re.compile(
    r"border-top\s*:[^;]*\bsolid|border-top-style\s*:\s*solid|border-style\s*:\s*solid none none|border\s*:[^;]*;\s*border-top\s*:\s*solid",
    re.IGNORECASE,
)
_LINE_AT_LEFT = re.compile(r"border-(?:inline-start|left)(?:-style|-width)?\s*:(?!\s*(?:none|0))", re.IGNORECASE)
_INDENTS = re.compile(r"border(?:-left)?\s*:\s*(?:none|0)", re.IGNORECASE)


def role_of(tag: str, attributes: Mapping[str, str | None]) -> int:
    """What the mail programs mean by an element."""
    role: int = Role.RULE if tag == "hr" else Role.OWN
    if not attributes and tag != "blockquote":
        return role
    for name in (attributes.get("class") or "")[:_LONGEST].split():
        role |= _BY_CLASS.get(_RENAMED.sub("", name) if name not in _BY_CLASS else name, Role.OWN)
    for table, key in ((_BY_ID, "id"), (_BY_NAME, "name"), (_BY_DATA_MARKER, "data-marker")):
        if value := (attributes.get(key) or "")[:_LONGEST].strip("\"'"):
            role |= table.get(_NUMBERED.sub("", _RENAMED.sub("", value)).lower(), table.get(value.lower(), Role.OWN))
    for name, meaning in _BY_ATTRIBUTE.items():
        role |= meaning if name in attributes else Role.OWN
    if attributes.get("data-signature-widget") == "container":  # Mail.ru
        role |= Role.SIGNATURE
    if tag == "blockquote":
        return _of_blockquote(attributes, role)
    return role | (Role.RULE if _BORDER_ABOVE.search((attributes.get("style") or "")[:_LONGEST]) else Role.OWN)


def _of_blockquote(attributes: Mapping[str, str | None], role: int) -> int:
    style = (attributes.get("style") or "")[:_LONGEST]
    if (attributes.get("type") or "").lower() == "cite" or role & Role.CITE:  # Apple Mail, Thunderbird, Proton, Spark
        return Role.CITE
    if role & Role.CONTAINER:  # Gmail's button for quotations makes the same blockquote as its answers
        return Role.TYPED
    if _LINE_AT_LEFT.search(style):  # Yandex, Mail.ru, Zimbra and other web mail
        return Role.CITE
    return Role.INDENT if _INDENTS.search(style) else Role.WEAK  # the "indent more" of Gmail and Apple Mail
