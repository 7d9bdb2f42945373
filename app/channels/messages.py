"""Sentences of the channels."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from app.channels import rules
from app.channels.rules import ChannelKind
from app.kernel.errors import DomainError

REFUSALS: dict[type[DomainError], LazyString] = {
    rules.PecIncompleteError: _(
        "The certified mailbox is not complete: add the company's PEC address, both servers and "
        "the password."
    ),
    rules.UnsignedBodyError: _(
        "A public body's invoice leaves signed: download the XML, sign it with your smart card "
        "or signature service (CAdES, p7m) and add the signed file here."
    ),
    rules.SelfMadeCertificateError: _(
        "The SdI does not accept a certificate made by this program: add one of a qualified "
        "authority under Company data, Seal, or sign outside and add the signed file."
    ),
    rules.OtherContentError: _(
        "%(name)s is not this invoice signed: download the XML again and sign that file."
    ),
    rules.UntrustedServerError: _(
        "%(host)s does not prove who it is (%(text)s): neither password nor invoices were sent. "
        "Check the name of the server with your PEC provider."
    ),
    rules.MailboxError: _("The certified mailbox did not answer: %(text)s"),
}

#: Label of the button that sends, by channel.
SEND = {
    ChannelKind.MANUAL: _("Mark as sent"),
    ChannelKind.PEC: _("Send by PEC"),
    ChannelKind.STAND_IN: _("Send to the SdI (simulated)"),
}
