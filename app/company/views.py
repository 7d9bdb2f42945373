"""Screens of the company data: one section per tab, for administrators."""

from typing import Any

from flask import Response, flash, jsonify, request
from flask.typing import ResponseReturnValue
from flask_appbuilder import expose, has_access
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from app.accounts.models import AccountKind
from app.accounts.queries import accounts_in_use
from app.company import documents, forms, queries, service
from app.company.accessviews import CompanyAccessView
from app.company.closingviews import ClosureView
from app.company.externalviews import CompanyExternalView
from app.company.mailviews import CompanyMailView, CompanyTextsView, CompanyTextView
from app.company.messages import WEEKDAYS
from app.company.models import CompanyProfile
from app.company.notice import suggested
from app.company.rules import PURPOSES, SERIES, Change, opening_hours, patron_day
from app.company.sections import CompanySection
from app.devices.moves import Mover
from app.devices.rules import MoveCause
from app.devices.service import refresh_all
from app.extensions import db
from app.files.pictures import logo
from app.files.store import FileMissingError
from app.kernel.dates import local_day
from app.kernel.errors import DomainError
from app.pdf.seal import certificate_facts
from app.places.catalogue import search_places
from app.tenancy.context import current_company
from app.web.access import current_access
from app.web.clock import utc_now
from app.web.errors import user_message
from app.web.formviews import require_csrf
from app.worker import company_files


class CompanyProfileView(CompanySection):
    """Who the company is."""

    route_base = "/azienda"
    method_permission_name = {"form": "write", "places": "write"}
    form_class = forms.ProfileForm
    section = lazy_gettext("Company")
    form_fieldsets = [
        (lazy_gettext("Name and address"), {"fields": [
            "legal_name", "street", "municipality", "postcode", "province",
        ]}),
        (lazy_gettext("Contacts"), {"fields": ["phone", "email", "pec", "website"]}),
        (lazy_gettext("Registers and qualifications"), {"fields": [
            "vat_number", "tax_code", "rea", "share_capital_eur", "certifications",
            "fgas_certificate", "fgas_expires_on",
        ]}),
    ]  # fmt: skip

    def change(self, profile: CompanyProfile, form: Any) -> list[Change]:
        """Store the facts."""
        return service.change_profile(profile, {name: form[name].data for name in self.columns()})

    @expose("/comuni")
    @has_access
    def places(self) -> ResponseReturnValue:
        """Answer the search for a municipality."""
        found = search_places(request.args.get("q", "")[:60])
        return jsonify(
            items=[
                {"name": p.name, "province": p.province_code, "postal_codes": list(p.postcodes)}
                for p in found
            ]
        )


class CompanyDocumentsView(CompanySection):
    """What documents look like."""

    route_base = "/azienda/documenti"
    method_permission_name = {"form": "write", "preview": "read", "picture": "read"}
    template = "company/documents.html"
    form_class = forms.DocumentsForm
    section = lazy_gettext("Documents")

    def change(self, profile: CompanyProfile, form: Any) -> list[Change]:
        """Store logo, colour and footer."""
        values = {"colour": form.colour.data, "document_footer": form.document_footer.data}
        upload = form.logo.data
        if upload:
            values["logo_sha"] = company_files().put(self._picture(upload.read()))
        elif form.remove_logo.data:
            values["logo_sha"] = None
        return service.change_profile(profile, values)

    def _picture(self, content: bytes) -> bytes:
        try:
            return logo(content).content
        except DomainError as error:
            error.field = "logo"  # type: ignore[attr-defined]  # shown at the field
            raise

    @expose("/anteprima.pdf")
    @has_access
    def preview(self) -> ResponseReturnValue:
        """Send a sample page with the stored logo, colour and footer."""
        words = {
            "title": _("Sample"),
            "heading": _("What your customers see"),
            "text": _("Reports, quotes and invoices have this head, this colour and this footer."),
        }
        pdf = documents.preview(
            queries.company_profile(db.session()), words, read=company_files().read, now=utc_now()
        )
        headers = {"Content-Disposition": 'inline; filename="anteprima.pdf"'}
        return Response(pdf, mimetype="application/pdf", headers=headers)

    @expose("/logo.png")
    @has_access
    def picture(self) -> ResponseReturnValue:
        """Send the logo; 404 without one."""
        sha = queries.company_profile(db.session()).logo_sha
        try:
            content = company_files().read(sha) if sha else None
        except FileMissingError:
            content = None
        if content is None:
            return Response(status=404)
        return Response(content, mimetype="image/png")

    def context(self) -> dict[str, Any]:
        """Return whether there is a logo."""
        return {"has_logo": queries.company_profile(db.session()).logo_sha is not None}


class CompanyNumberingView(CompanySection):
    """Where number series go on from."""

    route_base = "/azienda/numerazione"
    form_class = forms.numbering_form(tuple(SERIES))
    section = lazy_gettext("Numbering")
    intro = lazy_gettext(
        "Coming from another program? Let the numbers go on from where it ended. Numbers can go "
        "up, never back: each one is given once."
    )

    def filled(self, profile: CompanyProfile) -> dict[str, Any]:
        """Return the next number of each series."""
        del profile
        last = queries.last_numbers(db.session(), self._year())
        return {f"number_{code}": number + 1 for code, number in last.items()}

    def change(self, profile: CompanyProfile, form: Any) -> list[Change]:
        """Let the series go on from the numbers given."""
        wanted = {code: form[f"number_{code}"].data for code in SERIES}
        return service.start_series(db.session(), profile, wanted, year=self._year())

    def _year(self) -> int:
        return local_day(utc_now()).year


class CompanyInvoicingView(CompanySection):
    """Bank and electronic invoices."""

    route_base = "/azienda/fatturazione"
    form_class = forms.InvoicingForm
    section = lazy_gettext("Invoicing and bank")

    def change(self, profile: CompanyProfile, form: Any) -> list[Change]:
        """Store the facts."""
        return service.change_profile(profile, {name: form[name].data for name in self.columns()})


class CompanyHoursView(CompanySection):
    """Opening hours and how due dates are counted."""

    route_base = "/azienda/orari"
    template = "company/hours.html"
    form_class = forms.hours_form()
    section = lazy_gettext("Hours and due dates")
    #: What all dates of the devices depend on; what the contracts follow.
    _CLOCKS = ("due_mode", "control_body")
    _CONTRACTS = ("contract_notice_days", "renewal_lead_days")

    def filled(self, profile: CompanyProfile) -> dict[str, Any]:
        """Return the hours of the week."""
        found: dict[str, Any] = {
            name: getattr(profile, name)
            for name in (*self._CLOCKS, *self._CONTRACTS, "patron_day", "patron_name")
        }
        for day, spans in profile.opening_hours.items():
            for number, span in enumerate(spans):
                for side, hour in zip(("from", "to"), span, strict=True):
                    found[f"d{day}_{number}_{side}"] = hour
        return found

    def change(self, profile: CompanyProfile, form: Any) -> list[Change]:
        """Store the hours."""
        days = [
            [(form[f"d{day}_{n}_from"].data, form[f"d{day}_{n}_to"].data) for n in range(2)]
            for day in range(7)
        ]
        name = form.patron_name.data
        values: dict[str, Any] = {
            "opening_hours": opening_hours(days),
            "patron_day": patron_day(form.patron_day.data, name),
            "patron_name": name,
        }
        values |= {name: form[name].data for name in (*self._CLOCKS, *self._CONTRACTS)}
        changes = service.change_profile(profile, values)
        if any(change.field in self._CLOCKS for change in changes):
            mover = Mover(MoveCause.COMPANY, by=current_access().name)
            refresh_all(db.session(), now=utc_now(), mover=mover)
            flash(
                _("The dates of all devices are being worked out again in the background."), "info"
            )
        return changes

    def context(self) -> dict[str, Any]:
        """Return the names of the days, and whether the closings may be opened."""
        return {"weekdays": WEEKDAYS, "may_close": current_access().has("settings.read")}


class CompanyPrivacyView(CompanySection):
    """The privacy notice, with its versions."""

    route_base = "/azienda/privacy"
    template = "company/privacy.html"
    form_class = forms.PrivacyForm
    section = lazy_gettext("Privacy notice")
    intro = lazy_gettext(
        "The text customers sign. Each change makes a new version; forms already signed keep "
        "the version they showed."
    )

    def filled(self, profile: CompanyProfile) -> dict[str, Any]:
        """Return the present version."""
        versions = queries.privacy_notices(db.session())
        # Without one, a text to read and complete: nothing is stored before it is saved.
        notice = service.NoticeText.of(versions[0]) if versions else suggested(profile)
        asked = {f"purpose_{one['code']}": one["text"] for one in notice.purposes}
        return {"privacy_notice": notice.text, **asked}

    def change(self, profile: CompanyProfile, form: Any) -> list[Change]:
        """Store a new version."""
        # Browsers send line ends of their own.
        text = form.privacy_notice.data.replace("\r\n", "\n")
        asked = {code: " ".join(form[f"purpose_{code}"].data.split()) for code in PURPOSES}
        purposes = tuple({"code": code, "text": text} for code, text in asked.items() if text)
        return service.write_privacy_notice(
            db.session(),
            profile,
            service.NoticeText(text, purposes),
            author=current_access().name,
            now=utc_now(),
        )

    def context(self) -> dict[str, Any]:
        """Return the versions, newest first."""
        return {"versions": queries.privacy_notices(db.session())}


class CompanySealView(CompanySection):
    """The certificate that seals documents."""

    route_base = "/azienda/sigillo"
    method_permission_name = {"form": "write", "renew": "write"}
    template = "company/seal.html"
    form_class = forms.SealForm
    section = lazy_gettext("Seal")

    def filled(self, profile: CompanyProfile) -> dict[str, Any]:
        """Return nothing: secrets are not shown."""
        del profile
        return {}

    def change(self, profile: CompanyProfile, form: Any) -> list[Change]:
        """Store a certificate that can seal now."""
        content, password = form.p12.data.read(1_000_000), form.password.data or ""
        try:
            return service.replace_seal(db.session(), profile, content, password, now=utc_now())
        except DomainError as error:
            error.field = "p12"  # type: ignore[attr-defined]  # shown at the field
            raise

    @expose("/nuovo", methods=["POST"])
    @has_access
    def renew(self) -> ResponseReturnValue:
        """Make a new certificate of our own."""
        require_csrf()
        profile = queries.profile_for_change(db.session())
        self.announced(profile, service.renew_seal(db.session(), profile, now=utc_now()))
        db.session.commit()
        return self.after(None)

    def context(self) -> dict[str, Any]:
        """Return what the present certificate says, and whether it holds."""
        profile = queries.company_profile(db.session())
        try:
            facts = certificate_facts(
                profile.seal_p12 or b"", (profile.seal_password or b"").decode()
            )
        except DomainError as error:
            return {"certificate": None, "problem": user_message(error)}
        return {"certificate": facts, "is_expired": facts.valid_until < utc_now()}


class CompanyPlanView(CompanySection):
    """What the company's subscription allows; for reading only."""

    route_base = "/azienda/abbonamento"
    template = "company/plan.html"
    section = lazy_gettext("Subscription")
    form_class = forms.SectionForm

    @expose("/")
    @has_access
    def form(self) -> ResponseReturnValue:
        """Show plan and slots."""
        return self.page(self.form_class())

    def context(self) -> dict[str, Any]:
        """Return the directory's facts and the accounts in use."""
        company = db.directory.get(str(current_company()))
        used = accounts_in_use(db.session())
        return {
            "company": company,
            "secretaries": queries.Slots(used[AccountKind.SECRETARY], company.secretary_slots),
            "technicians": queries.Slots(used[AccountKind.TECHNICIAN], company.technician_slots),
        }


VIEWS = (
    CompanyProfileView,
    CompanyDocumentsView,
    CompanyNumberingView,
    CompanyInvoicingView,
    CompanyHoursView,
    ClosureView,
    CompanyMailView,
    CompanyTextsView,
    CompanyTextView,
    CompanyAccessView,
    CompanyExternalView,
    CompanyPrivacyView,
    CompanySealView,
    CompanyPlanView,
)
