"""The words of the mails about seats, per language: to participants, and to payers."""

from __future__ import annotations

from dataclasses import dataclass

from saleor_coaching_plugin.core.languages import said_in


@dataclass(frozen=True)
class InvitationWording:
    """Of a mail to a participant, or to a minor's guardian. With braces: filled by `str.format`."""

    you: str
    subject: str
    reminder_subject: str
    greeting: str
    invited: str
    invited_by: str
    guardian: str
    reminder: str
    gift: str
    gift_from: str
    read: str
    button: str
    close: str


@dataclass(frozen=True)
class PayerWording:
    """With braces: filled by `str.format`."""

    greeting: str
    greeting_unnamed: str
    opened_subject: str
    opened: str
    name_them: str
    named: str
    named_on: str
    unseated: str
    handing_over: str
    declined_subject: str
    declined: str
    expired_subject: str
    expired: str
    look: str


_INVITATIONS = {
    "en": InvitationWording(
        you="you",
        subject="A place for {whom}: {title}",
        reminder_subject="Reminder: {subject}",
        greeting="Hello {name},",
        invited="a place in **{title}** is kept for {whom}.",
        invited_by="{payer} has kept a place in **{title}** for {whom}.",
        guardian=(
            "You get this mail as the parent or legal guardian of {participant}. Only you can "
            "accept for {participant}."
        ),
        reminder=(
            "Your answer to this invitation is still open. Here is a new link; the one before "
            "does not work any more."
        ),
        gift="With it comes a message:",
        gift_from="{payer} writes:",
        read=(
            "Please read in peace what the coach and you agree on, and accept it if you want to "
            "take part. You can also decline there."
        ),
        button="Read and answer",
        close=(
            "The link is for you alone and works until **{expires_on}**. If anything is unclear, "
            "simply reply to this mail."
        ),
    ),
    "de": InvitationWording(
        you="Sie",
        subject="Ein Platz für {whom}: {title}",
        reminder_subject="Erinnerung: {subject}",
        greeting="Guten Tag {name},",
        invited="in **{title}** ist ein Platz für {whom} reserviert.",
        invited_by="{payer} hat in **{title}** einen Platz für {whom} reserviert.",
        guardian=(
            "Sie erhalten diese Mail als Elternteil oder gesetzliche Vertretung von "
            "{participant}. Nur Sie können für {participant} zustimmen."
        ),
        reminder=(
            "Ihre Antwort auf diese Einladung steht noch aus. Hier ist ein neuer Link; der "
            "vorige gilt nicht mehr."
        ),
        gift="Dazu gehört eine Nachricht:",
        gift_from="{payer} schreibt:",
        read=(
            "Bitte lesen Sie in Ruhe, was Sie mit dem Coach vereinbaren, und stimmen Sie zu, wenn "
            "Sie teilnehmen möchten. Dort können Sie auch ablehnen."
        ),
        button="Lesen und antworten",
        close=(
            "Der Link ist nur für Sie bestimmt und gilt bis zum **{expires_on}**. Wenn etwas "
            "unklar ist, antworten Sie einfach auf diese Mail."
        ),
    ),
}

_PAYERS = {
    "en": PayerWording(
        greeting="Hello {first_name},",
        greeting_unnamed="Hello,",
        opened_subject="Your seats: {title}",
        opened=(
            "thank you. **{title}** is ready for those who take part. You have this many seats to "
            "give: **{seats}**. You may take one yourself. Everybody whom you name is invited by "
            "mail, and sees nothing of your order."
        ),
        name_them="Name who takes part",
        named="These people are named already:",
        named_on="{name}, invitation on {day}",
        unseated="These people of your list have no seat yet:",
        handing_over=(
            "Until somebody has accepted a seat, you can give it to somebody else. You see who "
            "has accepted, and nothing of what they write or are sent."
        ),
        declined_subject="{name} has declined a seat",
        declined=(
            "**{name}** has declined the seat in **{title}**. You can give it to somebody else."
        ),
        expired_subject="{name} has not answered",
        expired=(
            "**{name}** has not answered the invitation to **{title}** in time. You can have it "
            "sent again, or give the seat to somebody else."
        ),
        look="Look at your seats",
    ),
    "de": PayerWording(
        greeting="Guten Tag {first_name},",
        greeting_unnamed="Guten Tag,",
        opened_subject="Ihre Plätze: {title}",
        opened=(
            "vielen Dank. **{title}** steht für alle bereit, die teilnehmen. So viele Plätze haben "
            "Sie zu vergeben: **{seats}**. Einen davon können Sie selbst nehmen. Wen Sie nennen, "
            "der wird per Mail eingeladen und sieht nichts von Ihrer Bestellung."
        ),
        name_them="Teilnehmende nennen",
        named="Genannt sind bereits:",
        named_on="{name}, Einladung am {day}",
        unseated="Noch keinen Platz haben aus Ihrer Liste:",
        handing_over=(
            "Solange niemand einen Platz angenommen hat, können Sie ihn an jemand anderen geben. "
            "Sie sehen, wer angenommen hat, und nichts von dem, was diese Menschen schreiben oder "
            "erhalten."
        ),
        declined_subject="{name} hat einen Platz abgelehnt",
        declined=(
            "**{name}** hat den Platz in **{title}** abgelehnt. Sie können ihn an jemand anderen "
            "geben."
        ),
        expired_subject="{name} hat nicht geantwortet",
        expired=(
            "**{name}** hat auf die Einladung zu **{title}** nicht rechtzeitig geantwortet. Sie "
            "können sie erneut senden lassen oder den Platz an jemand anderen geben."
        ),
        look="Ihre Plätze ansehen",
    ),
}


def invitation_wording_for(language: str) -> InvitationWording:
    """The wording in `language`, or of its base language, or English."""
    return said_in(_INVITATIONS, language)


def payer_wording_for(language: str) -> PayerWording:
    """The wording in `language`, or of its base language, or English."""
    return said_in(_PAYERS, language)
