"""Which help belongs to which screen."""

from functools import cache
from pathlib import Path

from markdown_it import MarkdownIt
from markupsafe import Markup

_TEXTS = Path(__file__).parent / "it"

#: The page of everything that has none of its own.
FIRST = "primi-passi"

#: Pages in the order of the list, with the views they explain.
PAGES: dict[str, tuple[str, ...]] = {
    FIRST: ("HelpView",),
    "bacheca": ("HomeView", "DashboardView"),
    "oggi": ("TodayView", "PrivacyVisitView", "FgasVisitView"),
    "agenda": ("AgendaView", "DaySheetView"),
    "chiamate": ("CallView",),
    "clienti": ("ClientView", "ClientNoteView", "MergeView", "SearchView", "PrivacyFormView",
                "PersonalDataView"),
    "condomini": ("BuildingView", "BuildingManagerView"),
    "manutenzioni": ("DueView", "ContractVisitView", "ProposalView", "DateMoveView"),
    "apparecchi": ("DeviceView", "FgasView"),
    "interventi": ("InterventionView", "ReportPageView", "CarryOutView"),
    "ree": ("ReeView", "ReePageView"),
    "libretti": ("BookletView",),
    "contratti": ("ContractView",),
    "preventivi": ("QuoteView",),
    "fatture": ("InvoiceView",),
    "incassi": ("CollectionView", "ClientBankView"),
    "acquisti": ("PurchaseView", "SupplierView"),
    "catasti": (
        "RegisterView", "RegisterCodeView", "StickerView", "StickerBatchView",
        "StickerPackView",
    ),
    "note": ("NoteBoardView", "NoteView"),
    "allegati": ("OwnerFilesView",),
    "messaggi": (
        "MessageView", "WriteMessageView", "CompanyMessagesView", "CompanyMessageView",
    ),
    "posta": ("OutgoingMailView",),
    "calendario": ("CalendarView",),
    "tecnici": ("TechnicianView", "AbsenceView", "CertificateView"),
    "importazione": ("ImportView",),
    "impostazioni": (
        "InterventionTypeView", "CallReasonView", "WorkPhraseView", "DeviceTypeView",
        "PriceItemView", "PriceImportView", "VatProfileView", "DiscountClassView",
        "AnalyserLabelView", "ControlPeriodView", "RefrigerantView", "ReePolicyView", "ClosureView",
    ),
    "utenti": ("UsersView", "UserView", "MatrixView", "RightsView"),
    "azienda": ("CompanyProfileView",),
    "registro": ("AuditView",),
    "accesso": ("MySignInView", "PasswordView", "ApiTokenView"),
}  # fmt: skip

_PAGE_OF = {view: page for page, views in PAGES.items() for view in views}


def page_of(endpoint: str | None) -> str:
    """Return the page that explains an address, by its Flask endpoint."""
    view = (endpoint or "").partition(".")[0]
    return _PAGE_OF.get(view, "azienda" if view.startswith("Company") else FIRST)


@cache
def source(page: str) -> str:
    """Return the text of a page as written.

    Raises:
        KeyError: There is no such page.
    """
    if page not in PAGES:
        raise KeyError(page)
    return (_TEXTS / f"{page}.md").read_text(encoding="utf-8")


def title(page: str) -> str:
    """Return the heading of a page."""
    return source(page).partition("\n")[0].removeprefix("# ").strip()


@cache
def body(page: str) -> Markup:
    """Return a page without its heading, as HTML; HTML in the text stays text."""
    text = source(page).partition("\n")[2]
    return Markup(MarkdownIt("commonmark", {"html": False}).render(text))  # noqa: S704  our own text
