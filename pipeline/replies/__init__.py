"""The reply desk: suggested answers that fit the point on the hostility curve, the archetype and the language.

In: a label record, and the message as it came where it is at hand. Out: a few ranked `Suggestion`s, each with the
reasons for it and the slots left open. The words, the rules that choose them and the limits of what may be promised are
data (``configs/replies``); nothing is generated, and nothing is sent.
"""

from pipeline.replies.desk import ReplyDesk, Suggestion

__all__ = ["ReplyDesk", "Suggestion"]
