"""Models of the newsletter: issues, people, deliveries."""

from newsletter.models.deliveries import Edition, Recipient, Sending, SendingState
from newsletter.models.issues import IssueIndexPage, NewsletterIssuePage
from newsletter.models.people import Consent, ConsentAct, Subscriber, SubscriberState, Suppression, Topic

__all__ = [
    "Consent",
    "ConsentAct",
    "Edition",
    "IssueIndexPage",
    "NewsletterIssuePage",
    "Recipient",
    "Sending",
    "SendingState",
    "Subscriber",
    "SubscriberState",
    "Suppression",
    "Topic",
]
