"""What the user reads about messages to customers."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from app.kernel.errors import DomainError
from app.messages import rules
from app.messages.rules import Channel, Event, MessageState, Way

REFUSALS: dict[type[DomainError], LazyString] = {
    rules.NotMobileError: _(
        "%(text)s is no mobile number: a text message needs one, such as 333 1234567."
    ),
    rules.NotMailAddressError: _("“%(text)s” is no e-mail address."),
    rules.TextTooLongError: _("A text message holds %(limit)s characters at most."),
    rules.OptedOutError: _("This client asked for no messages of this kind."),
    rules.HourNotReadableError: _("Write the hour as 08:30."),
    rules.GatewayAddressError: _(
        "The address must begin with https:// and may not lie on this machine or in its network."
    ),
}

EVENTS: dict[Event, LazyString] = {
    Event.BOOKED: _("Appointment booked"),
    Event.MOVED: _("Appointment moved"),
    Event.CANCELLED: _("Appointment cancelled"),
    Event.REMINDER: _("Reminder of an appointment"),
    Event.MAINTENANCE_DUE: _("Date of maintenance coming up"),
    Event.REPORT: _("Report ready"),
    Event.INVOICE: _("Invoice issued"),
    Event.UNPAID: _("Reminder of a payment"),
    Event.FREE: _("Written by hand"),
}

#: What each occasion means, in one sentence.
EXPLAINED: dict[Event, LazyString] = {
    Event.BOOKED: _("As soon as the appointment stands still in the agenda for five minutes."),
    Event.MOVED: _("When day or hour change after the customer was told."),
    Event.CANCELLED: _("When an appointment the customer knows of is called off."),
    Event.REMINDER: _("The days before the visit; not to who heard of it the same day."),
    Event.MAINTENANCE_DUE: _(
        "The days before the due date; never again once the visit is booked or the customer "
        "refuses. One message for a building."
    ),
    Event.REPORT: _("The e-mail with the report leaves by itself: here the text message."),
    Event.INVOICE: _("When the invoice has its number."),
    Event.UNPAID: _("The days after the day of payment; never once the sum is paid."),
}

#: What the number of days means.
LEADS: dict[Event, LazyString] = {
    Event.REMINDER: _("Days before the visit"),
    Event.MAINTENANCE_DUE: _("Days before the due date"),
    Event.UNPAID: _("Days after the day of payment"),
}

CHANNELS: dict[Channel, LazyString] = {
    Channel.MAIL: _("E-mail"),
    Channel.TEXT: _("SMS or WhatsApp"),
}

WAYS: dict[Way, LazyString] = {
    Way.OFF: _("Nothing is sent"),
    Way.MAIL: _("By e-mail"),
    Way.TEXT: _("By SMS or WhatsApp"),
    Way.MAIL_ELSE_TEXT: _("By e-mail; who has none, by SMS or WhatsApp"),
    Way.TEXT_ELSE_MAIL: _("By SMS or WhatsApp; who has no mobile, by e-mail"),
    Way.BOTH: _("Both ways"),
}

STATES: dict[MessageState, LazyString] = {
    MessageState.WAITING: _("Waits for its hour"),
    MessageState.QUEUED: _("On its way"),
    MessageState.SENDING: _("On its way"),
    MessageState.SENT: _("Sent"),
    MessageState.KEPT: _("Kept here"),
    MessageState.FAILED: _("Not delivered"),
    MessageState.UNREACHABLE: _("No address or mobile number"),
    MessageState.STOPPED: _("Stopped before it left"),
}

TONES: dict[MessageState, str] = {
    MessageState.WAITING: "info",
    MessageState.QUEUED: "info",
    MessageState.SENDING: "info",
    MessageState.SENT: "success",
    MessageState.KEPT: "warning",
    MessageState.FAILED: "danger",
    MessageState.UNREACHABLE: "warning",
    MessageState.STOPPED: "neutral",
}

#: Why a row of a batch was left out, by the code of `batches`.
LEFT_OUT: dict[str, LazyString] = {
    "recent": _("Told less than a week ago."),
    "gone": _("Not waiting for a visit: booked, refused, excluded or without a date."),
    "refuses": _("Wants no such messages: call, or print a letter."),
    "no_address": _("No valid e-mail address or mobile number: call, or print a letter."),
    "not_yet": _("Paid, not overdue for ten days, or reminded lately."),
}

#: Why a message was stopped: kind of thing it told -> sentence.
GONE: dict[str, LazyString] = {
    "appointment": _("The visit was moved, called off or is over: this message was not sent."),
    "device": _("A visit was booked or the date changed: this message was not sent."),
    "invoice": _("The invoice was paid, corrected or reminded of: this message was not sent."),
}

REFUSED = _("The client wants no messages of this kind any more: this one was not sent.")
