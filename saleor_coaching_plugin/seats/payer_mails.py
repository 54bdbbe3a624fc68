"""What a payer, and the coach, are told of seats. A reason for declining is for the coach alone."""

from __future__ import annotations

from collections.abc import Sequence

from saleor_coaching_plugin.conf import conf
from saleor_coaching_plugin.core.days import day_in
from saleor_coaching_plugin.core.links import page_url
from saleor_coaching_plugin.core.templating import markdown_escaped
from saleor_coaching_plugin.mail.queue import Mail

from .models import Participant, Seat, SeatGroup, SeatPlan
from .plan import planned_read
from .states import SeatStatus
from .wording import PayerWording, payer_wording_for


def opened_mail_for(group: SeatGroup, unseated: SeatPlan | None) -> Mail:
    """Of a group as `groups_of` has it; `unseated` are the people for whom there was no seat."""
    words = payer_wording_for(group.language)
    seats = list(group.seats.all())
    named = [_named(seat, group, words) for seat in seats if seat.participant]
    people = [planned_read(each).person for each in unseated.people] if unseated else []
    left = [markdown_escaped(f"{each.first_name} {each.last_name}") for each in people]
    return _payer_mail(
        group,
        words,
        key=f"seats-opened:{group.id}",
        kind="seats_opened",
        subject=words.opened_subject.format(title=group.title),
        parts=[
            words.opened.format(title=markdown_escaped(group.title), seats=len(seats)),
            *_list(words.named, named),
            *_list(words.unseated, left),
            _link(group, words.name_them),
            words.handing_over,
        ],
    )


def declined_mail_for(participant: Participant) -> Mail:
    words = payer_wording_for(participant.seat.group.language)
    return _unused_mail(
        participant,
        key=f"seat-declined:{participant.id}",
        kind="seat_declined",
        subject=words.declined_subject,
        sentence=words.declined,
    )


def expired_mail_for(participant: Participant, *, invitation: str) -> Mail:
    """`invitation` tells apart those that the same participant let run out."""
    words = payer_wording_for(participant.seat.group.language)
    return _unused_mail(
        participant,
        key=f"seat-expired:{invitation}",
        kind="seat_expired",
        subject=words.expired_subject,
        sentence=words.expired,
    )


def coach_accepted_mail_for(participant: Participant) -> Mail:
    return _coach_mail(participant, "accepted", "has accepted a seat.")


def coach_declined_mail_for(participant: Participant) -> Mail:
    return _coach_mail(
        participant, "declined", "has declined a seat.", note=participant.decline_reason
    )


def _coach_mail(participant: Participant, what: str, sentence: str, *, note: str = "") -> Mail:
    title = markdown_escaped(participant.seat.group.title)
    told = f"{markdown_escaped(participant.name)} {sentence} ({title})"
    return Mail(
        key=f"coach-seat-{what}:{participant.id}",
        kind=f"coach_seat_{what}",
        about=str(participant.id),
        to_email=conf().coach_email,
        language="en",
        subject=f"{participant.number}: {participant.name} {sentence}"[:250],
        markdown=f"{told}\n\n> {markdown_escaped(note)}" if note else told,
    )


def _unused_mail(
    participant: Participant, *, key: str, kind: str, subject: str, sentence: str
) -> Mail:
    """Somebody did not take the seat. They are called by the name that the payer gave."""
    group = participant.seat.group
    words = payer_wording_for(group.language)
    told = sentence.format(
        name=markdown_escaped(participant.name), title=markdown_escaped(group.title)
    )
    return _payer_mail(
        group,
        words,
        key=key,
        kind=kind,
        subject=subject.format(name=participant.name),
        parts=[told, _link(group, words.look)],
    )


def _payer_mail(
    group: SeatGroup,
    words: PayerWording,
    *,
    key: str,
    kind: str,
    subject: str,
    parts: Sequence[str],
) -> Mail:
    first_name = markdown_escaped(group.payer_first_name)
    greeting = words.greeting if first_name else words.greeting_unnamed
    body = [f"# {markdown_escaped(subject)}", greeting.format(first_name=first_name), *parts]
    return Mail(
        key=key,
        kind=kind,
        about=str(group.id),
        to_email=group.payer_email,
        to_name=group.payer_name,
        language=group.language,
        subject=subject,
        markdown="\n\n".join(body),
    )


def _link(group: SeatGroup, button: str) -> str:
    return f"[{button}]({page_url(f'portal/seats/{group.id}/')})"


def _named(seat: Seat, group: SeatGroup, words: PayerWording) -> str:
    name = markdown_escaped(seat.participant.name)
    if seat.status != SeatStatus.PLANNED:
        return name
    day = markdown_escaped(day_in(seat.invite_on, group.language))
    return words.named_on.format(name=name, day=day)


def _list(heading: str, rows: Sequence[str]) -> list[str]:
    return [heading, "\n".join(f"- {row}" for row in rows)] if rows else []
