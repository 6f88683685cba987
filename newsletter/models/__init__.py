"""Models of the newsletter: issues and their making, people, deliveries, press items."""

from newsletter.models.bounces import Bounce
from newsletter.models.deliveries import Edition, Recipient, Sending, SendingState, WorkerPulse
from newsletter.models.issues import IssueIndexPage, NewsletterIssuePage
from newsletter.models.lists import SubscriberList
from newsletter.models.making import LinkAnswer, LinkState, TestMail
from newsletter.models.people import ISSUE_TOPICS, Attempt, Consent, ConsentAct, Rhythm, SignUp, Subscriber, SubscriberState, Suppression, Topic
from newsletter.models.press import PressItem, PressPractice, PressState, PressTopic
from newsletter.models.press_keywords import PressKeywords

__all__ = [
    "ISSUE_TOPICS",
    "Bounce",
    "Attempt",
    "Consent",
    "ConsentAct",
    "Edition",
    "IssueIndexPage",
    "LinkAnswer",
    "LinkState",
    "NewsletterIssuePage",
    "PressItem",
    "PressKeywords",
    "PressPractice",
    "PressState",
    "PressTopic",
    "Recipient",
    "Rhythm",
    "Sending",
    "SendingState",
    "SignUp",
    "Subscriber",
    "SubscriberList",
    "SubscriberState",
    "Suppression",
    "TestMail",
    "Topic",
    "WorkerPulse",
]
