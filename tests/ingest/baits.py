"""Mails, at any size, that bait a rule or the parser into quadratic work: the tests say that they end, the benchmark what they cost."""

HEAD = b"From: a@b.example\r\nSubject: x\r\n"
PLAIN = HEAD + b"Content-Type: text/plain; charset=utf-8\r\n\r\n"
HTML = HEAD + b"Content-Type: text/html; charset=utf-8\r\n\r\n"
MIXED = HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n"


def times(piece: str, size: int) -> bytes:
    """``piece`` again and again, some ``size`` characters of it."""
    return (piece * (size // len(piece))).encode()


TEXTS = {
    "one long word": "a",
    "blanks": "a ",
    "no-break blanks": "\xa0",
    "emoji": "\U0001f600",
    "emoji joined": "\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "one line of Han": "退",
    "Thai": "ที่",
    "marks to be put in order": "\u0301\u0323\u0316",
    "Arabic vowel signs": "ب\u064b\u0651",
    "zero-width spaces": "a\u200b",
    "quote marks": ">",
    "quote lines": "> x\n",
    "quotes and answers": "x\n> y\n> z\n",
    "signature delimiters": "-- \n",
    "signatures": "x\n\n-- \ny\n\n",
    "rules": "-----\n",
    "senders": "From: a@b.example\n",
    "header blocks": "From: a@b.example\nSent: 1.1.2026 10:11\nTo: b\nSubject: s\n\nx\n\n",
    "endless header": "From: ",
    "dividers": "-----Original Message-----\n",
    "glued dividers": "---- Original Message ---- From: a To: b Subject: c ",
    "forwards": "FYI\n\n---------- Forwarded message ---------\nFrom: A <a@b.example>\nDate: x\nSubject: y\nTo: z\n\n",
    "forwards in quotes": "---------- Forwarded message ---------\n> From: A <a@b.example>\n> Date: x\n",
    "beginnings of intros": "On ",
    "ends of intros": "wrote: ",
    "lines that end intros": "wrote:\n",
    "intros": "On 4 March 2026 at 10:11 Ann <a@b.example> wrote:\n",
    "intros in Japanese": "2026年3月4日(水) 10:11 Ann <a@b.example>:\n",
    "dates": "2026-03-04 10:11:\n",
    "addresses": "a@b.c ",
    "at signs": "@",
    "brackets": "<(",
    "colons": ": ",
    "contact lines": "Ann\nTel: 0123 456789\n\n",
    "links": "https://a.example/",
    "closings": "Kind regards\n",
    "notice": "This e-mail is confidential ",
    "empty lines": "\n",
    "short lines": "x\n",
    "mojibake": "Ã© a\n",
    "gateway banners": "[EXTERNAL] This message came from outside your organization.\n\n",
    "sentences of a banner": "outside the organization ",
    "banner marks": "[EXTERNAL] ",
    "names under dashes": "--Ann\n",
}
MAILS = {
    "headers": lambda n: HEAD + b"".join(b"X-%d: y\r\n" % number for number in range(n // 10)) + b"\r\nhi",
    "a folded header": lambda n: HEAD + b"X-A: y" + times("\r\n y", n) + b"\r\n\r\nhi",
    "encoded words": lambda n: b"From: a@b\r\nSubject: " + times("=?utf-8?Q?a?= ", n // 4) + b"\r\n\r\nhi",
    "a subject of blanks": lambda n: b"From: a@b\r\nSubject: x" + times(" ", n // 4) + b"y\r\n\r\nhi",
    "broken addresses": lambda n: b"From: " + times('(<"a@', n // 4) + b"\r\nSubject: x\r\n\r\nhi",
    "parameters": lambda n: HEAD + b"Content-Type: text/plain" + times("; a*0*=b", n // 4) + b"\r\n\r\nhi",
    "parts": lambda n: MIXED + times("--b\r\n\r\nx\r\n", n // 30),
    "boundaries of nobody": lambda n: MIXED + times("--c\r\n", n),
    "damaged base64": lambda n: HEAD + b"Content-Transfer-Encoding: base64\r\n\r\n" + times("YWJj!\r\n", n),
    "soft breaks": lambda n: HEAD + b"Content-Transfer-Encoding: quoted-printable\r\n\r\n" + times("=\r\n", n) + b"x",
    "uuencoded files": lambda n: PLAIN + times("begin 644 a\nM\nend\n", n),
    "UTF-7": lambda n: HEAD + b"Content-Type: text/plain; charset=utf-7\r\n\r\n" + times("+AOk-", n),
    "soft breaks with blanks": lambda n: HEAD + b"Content-Transfer-Encoding: quoted-printable\r\n\r\n" + times("=    ", n) + b"x",
    "late boundaries": lambda n: (
        MIXED + b"--b\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n--b\r\n\r\n" + times("--c\r\n\r\nx\r\n", n // 30)
    ),
    "enriched commands": lambda n: HEAD + b"Content-Type: text/enriched\r\n\r\n" + times("<bold><param>", n) + b"hi",
    "UTF-7 in the subject": lambda n: (
        b"From: a@b\r\nSubject: " + times("+AOk-", n // 4) + b"\r\nContent-Type: text/plain; charset=utf-7\r\n\r\nhi"
    ),
    "flowed quotes": lambda n: HEAD + b"Content-Type: text/plain; format=flowed\r\n\r\n" + times(">>>> a \r\n", n),
    "open elements": lambda n: HTML + times("<div>", n // 8) + b"hi",
    "quotation elements": lambda n: HTML + times("a<blockquote>q</blockquote>", n),
    "tables": lambda n: HTML + times("<tr><td>x", n),
    "attributes": lambda n: HTML + b"<div " + times("a=1 ", n) + b">hi",
    "comments": lambda n: HTML + times("<!--", n) + b"hi",
    "angle brackets": lambda n: HTML + times("<", n),
    "rules with fields": lambda n: HTML + times("<hr>From: b 10:11<br>", n),
}
