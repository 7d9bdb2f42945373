"""The one place that says which screens exist, where they sit in the menu, and what else
has to be known at start: row rules that look down from higher domains, jobs, sentences.
"""

from flask import Flask
from flask_appbuilder import AppBuilder, BaseView
from flask_babel import lazy_gettext as _

from app import clientcards
from app.accounts import messages as accounts
from app.accounts.screens import VIEWS as ACCOUNTS
from app.agenda import messages as agenda
from app.agenda.api import AppointmentApi
from app.agenda.carryout import CarryOutView
from app.agenda.feedviews import CalendarView
from app.agenda.office import AgendaView
from app.agenda.printing import DaySheetView
from app.agenda.queries import reached_clients
from app.agenda.views import TodayView
from app.api.views import VIEWS as READ_API
from app.attachments import messages as attachments
from app.attachments.api import AttachmentApi
from app.attachments.owners import register_owner
from app.attachments.panel import render_files
from app.attachments.rules import OwnerKind
from app.attachments.views import FileView, OwnerFilesView
from app.audit.views import AuditView
from app.backup import messages as backup
from app.booklets.views import VIEWS as BOOKLETS
from app.calls.queries import clients_of_calls
from app.calls.views import VIEWS as CALLS
from app.calls.views import badge_to_schedule
from app.channels.views import VIEWS as CHANNELS
from app.clients import messages as clients
from app.clients.api import ClientApi
from app.clients.files import CLIENT_FILES
from app.clients.groupviews import BuildingManagerView, BuildingView
from app.clients.mergeviews import MergeView
from app.clients.noteviews import ClientNoteView
from app.clients.queries import reach_through
from app.clients.views import ClientView
from app.company import messages as company
from app.company.views import VIEWS as COMPANY
from app.contracts.views import VIEWS as CONTRACTS
from app.dashboard import messages as dashboard
from app.dashboard.views import DashboardView
from app.devices.files import DEVICE_FILES
from app.devices.queries import clients_with_device_word, serials_of
from app.devices.views import VIEWS as DEVICES
from app.fgas.views import VIEWS as FGAS
from app.fgas.views import badge_open as fgas_to_notify
from app.files import messages as files
from app.help.views import HelpView, install_help
from app.imports.views import ImportView
from app.interventions import messages as interventions
from app.interventions.api import ReportApi
from app.interventions.files import INTERVENTION_FILES, REPORT_FILES
from app.interventions.report_page import ReportPageView
from app.interventions.views import InterventionView
from app.invoices import messages as invoices
from app.invoices.collectionviews import VIEWS as COLLECTIONS
from app.invoices.views import InvoiceView
from app.mail import messages as mail
from app.mail.views import VIEWS as MAIL
from app.maintenance import messages as maintenance
from app.maintenance.moveviews import moved_unseen
from app.maintenance.views import VIEWS as MAINTENANCE
from app.messages import messages as client_messages
from app.messages.views import VIEWS as MESSAGES
from app.messages.views import badge_to_handle
from app.notes import messages as notes
from app.notes.views import VIEWS as NOTES
from app.notes.views import badge_due
from app.pdf import messages as pdf
from app.personal.views import VIEWS as PERSONAL
from app.pricelist.views import VIEWS as PRICELIST
from app.privacy.views import VIEWS as PRIVACY
from app.purchases.views import VIEWS as PURCHASES
from app.quotes.views import VIEWS as QUOTES
from app.ree import messages as ree
from app.ree.policyviews import VIEWS as REE_POLICIES
from app.ree.stickers import keep_stickers
from app.ree.views import VIEWS as REE
from app.registers.codeviews import code_waits
from app.registers.service import Stock
from app.registers.stickerviews import sticker_panel, stock
from app.registers.views import VIEWS as REGISTERS
from app.search.queries import guard_words
from app.search.service import add_source
from app.search.views import SearchView
from app.technicians.views import VIEWS as TECHNICIANS
from app.thermal import messages as thermal
from app.thermal.views import VIEWS as THERMAL
from app.web import kernel_messages
from app.web.errors import register_messages
from app.web.shell import Entry, Shell, install_shell
from app.worktypes.views import VIEWS as WORKTYPES

#: Sentences of what no screen of a domain registers by itself.
REFUSALS = (
    accounts.REFUSALS,
    clients.REFUSALS,
    company.REFUSALS,
    agenda.REFUSALS,
    attachments.REFUSALS,
    backup.REFUSALS,
    dashboard.REFUSALS,
    files.REFUSALS,
    interventions.REFUSALS,
    invoices.REFUSALS,
    kernel_messages.REFUSALS,
    mail.REFUSALS,
    client_messages.REFUSALS,
    notes.REFUSALS,
    maintenance.REFUSALS,
    pdf.REFUSALS,
    ree.REFUSALS,
    thermal.REFUSALS,
)

#: Every screen, in the order of the sidebar.
VIEWS: tuple[type[BaseView], ...] = (
    DashboardView,
    AgendaView,
    DaySheetView,
    CalendarView,
    HelpView,
    TodayView,
    AppointmentApi,
    CarryOutView,
    ClientView,
    ClientNoteView,
    ClientApi,
    MergeView,
    BuildingView,
    BuildingManagerView,
    SearchView,
    *CALLS,
    *DEVICES,
    *WORKTYPES,
    *THERMAL,
    *PRICELIST,
    *QUOTES,
    *CONTRACTS,
    *TECHNICIANS,
    InterventionView,
    ReportPageView,
    ReportApi,
    InvoiceView,
    *PURCHASES,
    *COLLECTIONS,
    *CHANNELS,
    *REE,
    *REE_POLICIES,
    *PRIVACY,
    *PERSONAL,
    *FGAS,
    *BOOKLETS,
    *REGISTERS,
    AttachmentApi,
    FileView,
    OwnerFilesView,
    *MAINTENANCE,
    *MAIL,
    *MESSAGES,
    *NOTES,
    ImportView,
    *COMPANY,
    AuditView,
    *READ_API,
    *ACCOUNTS,
)

SHELL = Shell(
    sidebar=(
        Entry(_("Dashboard"), "DashboardView.index", "speedometer2", ("dashboard.read",)),
        Entry(_("Today"), "TodayView.today", "calendar-event", ("agenda.read",), field_only=True),
        Entry(_("Agenda"), "AgendaView.index", "calendar3", ("agenda.read",)),
        Entry(_("Calls"), "CallView.list", "telephone-inbound", ("calls.read",), badge_to_schedule),
        Entry(_("Clients"), "ClientView.list", "people", ("clients.all",)),
        Entry(_("Buildings and owners"), "BuildingView.list", "building", ("buildings.read",)),
        Entry(_("Maintenance due"), "DueView.list", "calendar-check", ("maintenance.read",)),
        Entry(
            _("Interventions"),
            "InterventionView.list",
            "clipboard-check",
            ("interventions.read", "reports.lead"),
        ),
        Entry(
            _("Reports (REE)"),
            "ReeView.list",
            "patch-check",
            ("interventions.read", "reports.lead"),
        ),
        Entry(_("Booklets"), "BookletView.list", "journal-text", ("booklets.read",)),
        Entry(_("Devices"), "DeviceView.list", "fire", ("devices.read",)),
        Entry(_("Contracts"), "ContractView.list", "file-earmark-check", ("contracts.read",)),
        Entry(_("Quotes"), "QuoteView.list", "file-earmark-text", ("quotes.read",)),
        Entry(
            _("Electronic invoicing"),
            "InvoiceView.list",
            "receipt",
            ("invoices.read",),
        ),
        Entry(_("Supplier invoices"), "PurchaseView.list", "truck", ("purchases.read",)),
        Entry(_("Office notes"), "NoteBoardView.index", "stickies", ("notes.read",), badge_due),
        Entry(_("Messages"), "MessageView.list", "chat-dots", ("messages.read",), badge_to_handle),
        Entry(_("Outgoing mail"), "OutgoingMailView.list", "envelope", ("mail.read",)),
        Entry(_("F-gas register"), "FgasView.list", "snow", ("fgas.read",), fgas_to_notify),
        Entry(_("Regional registers"), "RegisterView.index", "send", ("registers.export",)),
        Entry(
            _("Technicians"),
            "TechnicianView.list",
            "person-badge",
            ("technicians.read",),
            section=_("Configuration"),
        ),
        Entry(_("Absences"), "AbsenceView.list", "calendar-x", ("technicians.read",)),
        Entry(_("Company closings"), "ClosureView.list", "door-closed", ("settings.read",)),
        Entry(_("Qualifications"), "CertificateView.list", "award", ("technicians.read",)),
        Entry(_("Intervention types"), "InterventionTypeView.list", "tools", ("settings.read",)),
        Entry(_("Call reasons"), "CallReasonView.list", "question-circle", ("settings.read",)),
        Entry(_("Ready sentences"), "WorkPhraseView.list", "chat-left-text", ("settings.read",)),
        Entry(_("Device types"), "DeviceTypeView.list", "tags", ("settings.read",)),
        Entry(_("Control periods"), "ControlPeriodView.list", "calendar-range", ("settings.read",)),
        Entry(_("Rules of the REE"), "ReePolicyView.list", "clipboard-check", ("settings.read",)),
        Entry(_("Refrigerants"), "RefrigerantView.list", "snow", ("settings.read",)),
        Entry(
            _("Flue-gas analysers"), "AnalyserLabelView.list", "speedometer2", ("settings.read",)
        ),
        Entry(_("Price list"), "PriceItemView.list", "cash-coin", ("settings.read",)),
        Entry(_("Discount classes"), "DiscountClassView.list", "piggy-bank", ("settings.read",)),
        Entry(_("VAT rates"), "VatProfileView.list", "percent", ("settings.read",)),
        Entry(_("Import"), "ImportView.form", "box-arrow-in-down", ("imports.write",)),
        Entry(
            _("Users"),
            "UsersView.index",
            "people",
            ("accounts.read",),
            section=_("Administration"),
        ),
        Entry(_("Permissions"), "MatrixView.index", "sliders", ("accounts.read",)),
        Entry(_("Company data"), "CompanyProfileView.form", "buildings", ("company.write",)),
        Entry(_("Activity log"), "AuditView.list", "journal-text", ("audit.read",)),
    ),
    bottom=(
        Entry(_("Today"), "TodayView.today", "calendar-event", ("agenda.read",), field_only=True),
        Entry(_("Agenda"), "AgendaView.index", "calendar3", ("agenda.read",)),
        Entry(_("Calls"), "CallView.list", "telephone-inbound", ("calls.read",)),
        Entry(_("Clients"), "ClientView.list", "people", ("clients.all",)),
        Entry(_("Interventions"), "InterventionView.list", "clipboard-check", ("reports.lead",)),
    ),
    quick=(
        Entry(_("New call"), "CallView.add", "telephone-plus", ("calls.write",)),
        Entry(_("New invoice"), "InvoiceView.add", "receipt", ("invoices.write",)),
    ),
)


#: Who answers for the files of each kind of owner.
FILE_OWNERS = {
    OwnerKind.CLIENT: CLIENT_FILES,
    OwnerKind.DEVICE: DEVICE_FILES,
    OwnerKind.REPORT: REPORT_FILES,
    OwnerKind.INTERVENTION: INTERVENTION_FILES,
}


def register(app: Flask, appbuilder: AppBuilder) -> None:
    """Register every view and wire the domains together."""
    for sentences in REFUSALS:
        register_messages(sentences)
    reach_through(clients_of_calls)
    add_source(serials_of)
    guard_words("devices.read", clients_with_device_word)
    for kind, owner in FILE_OWNERS.items():
        register_owner(kind, owner)
    for view in VIEWS:
        appbuilder.add_view_no_menu(view)
    reach_through(reached_clients)
    clientcards.wire(app)
    app.jinja_env.globals["files_panel"] = lambda kind, key, **known: render_files(
        OwnerKind(kind), str(key), **known
    )
    keep_stickers(Stock())
    app.jinja_env.globals["moved_unseen"] = moved_unseen
    app.jinja_env.globals |= {
        "sticker_panel": sticker_panel,
        "sticker_stock": stock,
        "register_code_waits": code_waits,
    }
    install_shell(app, SHELL)
    install_help(app)
