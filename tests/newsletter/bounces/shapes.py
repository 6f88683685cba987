# ruff: noqa: E501
"""Returned mail in the shapes that servers send. Written by us after the standards and what servers do; nobody's mail, addresses of example.org.

``RETURN`` stands for our signed return address. Each has the kind that must follow.
"""

from newsletter.bounces.rules import Kind

RETURN = "RETURN"


def report(*, who: str, subject: str, words: str, fields: str, extra: str = "", boundary: str = "=_b1") -> str:
    """A report as RFC 3464 has it, with the headers of the mail it is about."""
    return f"""Return-Path: <>
From: {who}
To: {RETURN}
Subject: {subject}
{extra}MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="{boundary}"

--{boundary}
Content-Type: text/plain; charset=utf-8

{words}

--{boundary}
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org
Arrival-Date: Sat, 21 Nov 2026 10:00:00 +0000

{fields}

--{boundary}
Content-Type: text/rfc822-headers

From: bank@example.org
To: reader@example.org
Subject: Soil

--{boundary}--
"""


POSTFIX = "Mail Delivery System <MAILER-DAEMON@mx.example.org>"

SHAPES: dict[str, tuple[str, Kind]] = {
    "postfix, no such reader": (report(
        who=POSTFIX, subject="Undelivered Mail Returned to Sender", words="<reader@example.org>: host mx.example.org said: 550 5.1.1 User unknown",
        fields="Final-Recipient: rfc822; reader@example.org\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 User unknown"), Kind.HARD),
    "postfix, no such domain": (report(
        who=POSTFIX, subject="Undelivered Mail Returned to Sender", words="Host or domain name not found",
        fields="Final-Recipient: rfc822; reader@nowhere.example.org\nAction: failed\nStatus: 5.4.4\n"
               "Diagnostic-Code: X-Postfix; Host or domain name not found. Name service error"), Kind.HARD),
    "postfix, still trying": (report(
        who=POSTFIX, subject="Delayed Mail (still being retried)", words="THIS IS A WARNING ONLY.",
        fields="Final-Recipient: rfc822; reader@example.org\nAction: delayed\nStatus: 4.4.1\nDiagnostic-Code: X-Postfix; timed out"), Kind.IGNORED),
    "postfix, gave up after days": (report(
        who=POSTFIX, subject="Undelivered Mail Returned to Sender", words="connection timed out",
        fields="Final-Recipient: rfc822; reader@example.org\nAction: failed\nStatus: 4.4.1\nDiagnostic-Code: X-Postfix; connection timed out"), Kind.SOFT),
    "postfix, delivered": (report(
        who=POSTFIX, subject="Successful Mail Delivery Report", words="delivered",
        fields="Final-Recipient: rfc822; reader@example.org\nAction: delivered\nStatus: 2.0.0"), Kind.IGNORED),
    "exim, no such reader": (report(
        who="Mail Delivery System <Mailer-Daemon@mx.example.org>", subject="Mail delivery failed: returning message to sender",
        extra="Auto-Submitted: auto-replied\nX-Failed-Recipients: reader@example.org\n",
        words="A message that you sent could not be delivered.\n  reader@example.org\n    Unrouteable address",
        fields="Action: failed\nFinal-Recipient: rfc822;reader@example.org\nStatus: 5.0.0"), Kind.HARD),
    "exim without a form": (f"""Return-path: <>
From: Mail Delivery System <Mailer-Daemon@mx.example.org>
To: {RETURN}
Auto-Submitted: auto-replied
X-Failed-Recipients: reader@example.org
Subject: Mail delivery failed: returning message to sender

This message was created automatically by mail delivery software.

  reader@example.org
    host mx.example.org: 552 5.2.2 mailbox is full

------ This is a copy of the message, including all the headers. ------
Subject: no such user
""", Kind.SOFT),
    "exchange, no such reader": (report(
        who="Microsoft Outlook <postmaster@example.org>", subject="Undeliverable: Soil",
        words="Your message to reader@example.org couldn't be delivered. The address may be misspelled or may not exist.",
        fields="Final-Recipient: rfc822;reader@example.org\nAction: failed\nStatus: 5.1.10\n"
               "Diagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup"), Kind.HARD),
    "exchange, mailbox full": (report(
        who="postmaster@example.org", subject="Undeliverable: Soil", words="The recipient's mailbox is full and can't accept messages now.",
        fields="Final-Recipient: rfc822;reader@example.org\nAction: failed\nStatus: 5.2.2\nDiagnostic-Code: smtp;554 5.2.2 mailbox full"), Kind.SOFT),
    "office 365, our address is blocked": (report(
        who="postmaster@example.org", subject="Undeliverable: Soil", words="Your server is on a block list.",
        fields="Final-Recipient: rfc822;reader@example.org\nAction: failed\nStatus: 5.7.606\n"
               "Diagnostic-Code: smtp;550 5.7.606 Access denied, banned sending IP"), Kind.POLICY),
    "gmail, no such account": (report(
        who="Mail Delivery Subsystem <mailer-daemon@googlemail.example.org>", subject="Delivery Status Notification (Failure)",
        extra="X-Failed-Recipients: reader@example.org\nAuto-Submitted: auto-replied\n", words="** Address not found **",
        fields="Final-Recipient: rfc822; reader@example.org\nAction: failed\nStatus: 5.1.1\n"
               "Diagnostic-Code: smtp; 550-5.1.1 The email account that you tried to reach does not exist."), Kind.HARD),
    "gmail, over quota": (report(
        who="Mail Delivery Subsystem <mailer-daemon@googlemail.example.org>", subject="Delivery Status Notification (Failure)", words="Inbox full",
        fields="Final-Recipient: rfc822; reader@example.org\nAction: failed\nStatus: 4.2.2\n"
               "Diagnostic-Code: smtp; 452-4.2.2 The email account is over quota."), Kind.SOFT),
    "gmail, our mail is not authenticated": (report(
        who="Mail Delivery Subsystem <mailer-daemon@googlemail.example.org>", subject="Delivery Status Notification (Failure)", words="Message blocked",
        fields="Final-Recipient: rfc822; reader@example.org\nAction: failed\nStatus: 5.7.26\n"
               "Diagnostic-Code: smtp; 550-5.7.26 Your email has been blocked because the sender is unauthenticated."), Kind.POLICY),
    "yahoo, no account and a general code": (report(
        who="MAILER-DAEMON@mta.example.org", subject="Failure Notice", words="Sorry, we were unable to deliver your message.",
        fields="Final-Recipient: rfc822;reader@example.org\nAction: failed\nStatus: 5.0.0\n"
               "Diagnostic-Code: smtp; 554 delivery error: dd This user doesn't have a yahoo account"), Kind.HARD),
    "yahoo, too much from us": (report(
        who="MAILER-DAEMON@mta.example.org", subject="Failure Notice", words="Unable to deliver.",
        fields="Final-Recipient: rfc822;reader@example.org\nAction: failed\nStatus: 4.7.0\n"
               "Diagnostic-Code: smtp; 421 4.7.0 [TSS04] Messages temporarily deferred due to unexpected volume"), Kind.POLICY),
    "qmail, no such reader": (f"""Return-Path: <>
From: MAILER-DAEMON@mx.example.org
To: {RETURN}
Subject: failure notice

Hi. This is the qmail-send program at mx.example.org.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<reader@example.org>:
Sorry, no mailbox here by that name. (#5.1.1)

--- Below this line is a copy of the message.

Subject: Soil
""", Kind.HARD),
    "a French server": (report(
        who="=?utf-8?q?Syst=C3=A8me_de_messagerie?= <postmaster@example.org>", subject="=?utf-8?q?Non_remis_=3A_Sols?=",
        words="Votre message n'a pas pu être remis : utilisateur inconnu.",
        fields="Final-Recipient: rfc822;reader@example.org\nAction: failed\nStatus: 5.0.0"), Kind.HARD),
    "a Spanish server without a form": (f"""From: postmaster@example.org
To: {RETURN}
Subject: =?utf-8?q?No_se_pudo_entregar=3A_Suelos?=
Content-Type: text/plain; charset=iso-8859-1
Content-Transfer-Encoding: quoted-printable

El mensaje no se entreg=F3: usuario desconocido.
""", Kind.HARD),
    "a German server, mailbox full": (report(
        who=POSTFIX, subject="Unzustellbar: Boden", words="Das Postfach ist voll.",
        fields="Final-Recipient: rfc822;reader@example.org\nAction: failed\nStatus: 5.2.2"), Kind.SOFT),
    "a report without a code": (report(
        who=POSTFIX, subject="Undelivered Mail", words="It could not be delivered.", fields="Final-Recipient: rfc822;reader@example.org\nAction: failed"),
        Kind.SOFT),
    "a report without its fields": (report(who=POSTFIX, subject="Undelivered Mail", words="550 5.1.1 unknown", fields=""), Kind.HARD),
    "a report cut off in the middle": (report(
        who=POSTFIX, subject="Undelivered Mail", words="gone",
        fields="Final-Recipient: rfc822;reader@example.org\nAction: failed\nStatus: 5.1.1").split("--=_b1\nContent-Type: text/rfc822")[0], Kind.HARD),
    "out of office": (f"""From: Ana <reader@example.org>
To: {RETURN}
Subject: Automatic reply: Soil
Auto-Submitted: auto-replied

I am away until Monday. My address 550 5.1.1 is a joke.
""", Kind.IGNORED),
    "on holiday, from an old program": (f"""From: Ana <reader@example.org>
To: {RETURN}
Subject: On holiday
X-Autoreply: yes
Precedence: auto_reply

Back soon.
""", Kind.IGNORED),
    "a person answers": (f"""From: Ana <reader@example.org>
To: {RETURN}
Subject: Re: Soil

Thank you. My cousin is a user unknown to you.
""", Kind.IGNORED),
    "a complaint": (f"""From: feedback@example.org
To: complaints@example.org
Subject: FW: Soil
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="=_c"

--=_c
Content-Type: text/plain

This is an abuse report for a message.

--=_c
Content-Type: message/feedback-report

Feedback-Type: abuse
User-Agent: SomeGenerator/1.0
Version: 1
Original-Mail-From: <{RETURN}>

--=_c
Content-Type: message/rfc822

Return-Path: <{RETURN}>
From: bank@example.org
To: reader@example.org
Subject: Soil

Words
--=_c--
""", Kind.COMPLAINT),
    "the opposite of a complaint": (f"""From: feedback@example.org
To: complaints@example.org
Subject: FW: Soil
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="=_c"

--=_c
Content-Type: message/feedback-report

Feedback-Type: not-spam
Version: 1
Original-Mail-From: <{RETURN}>

--=_c--
""", Kind.IGNORED),
}  # fmt: skip
