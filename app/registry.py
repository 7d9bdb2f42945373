"""The one place that says which screens exist, where they sit in the menu, and what else
has to be known at start: row rules that look down from higher domains, jobs, sentences.
"""

from flask import Flask
from flask_appbuilder import AppBuilder, BaseView
from flask_babel import lazy_gettext as _

from app.accounts import messages as accounts
from app.files import messages as files
from app.imports import messages as imports
from app.mail import messages as mail
from app.pdf import messages as pdf
from app.web import kernel_messages
from app.web.errors import register_messages
from app.web.shell import Entry, Shell, install_shell

#: Sentences of what no screen of a domain registers by itself.
REFUSALS = (
    accounts.REFUSALS,
    files.REFUSALS,
    imports.REFUSALS,
    kernel_messages.REFUSALS,
    mail.REFUSALS,
    pdf.REFUSALS,
)

#: Every screen, in the order of the sidebar.
VIEWS: tuple[type[BaseView], ...] = ()

SHELL = Shell(
    sidebar=(Entry(_("Dashboard"), "HomeView.index", "speedometer2"),),
    bottom=(),
    quick=(),
)


def register(app: Flask, appbuilder: AppBuilder) -> None:
    """Register every view and wire the domains together."""
    for sentences in REFUSALS:
        register_messages(sentences)
    for view in VIEWS:
        appbuilder.add_view_no_menu(view)
    install_shell(app, SHELL)
