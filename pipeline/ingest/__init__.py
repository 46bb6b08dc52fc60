"""Reading: files of many formats to one stream of messages.

In: paths (`read`), one mail as bytes (`read_mail`), a text or mapping in memory (`message_from`). Out: frozen
`Message` records, all decoded visible text, nothing cut; what cannot be read becomes a `Rejected`.
Cleaning, language and labels are other stages.
"""

from pipeline.ingest.html_text import html_to_text
from pipeline.ingest.identity import stable_id
from pipeline.ingest.mail import read_mail
from pipeline.ingest.reading import read
from pipeline.ingest.rows import message_from

__all__ = ["html_to_text", "message_from", "read", "read_mail", "stable_id"]
