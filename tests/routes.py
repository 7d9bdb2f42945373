"""The addresses of the application and what opens each one, for the tests that walk them all."""

from app.api.views import VIEWS as READ_API

#: Answer somebody who has not signed in.
OPEN = {
    "CalendarView.feed",
    "static", "favicon", "appbuilder.static", "SignInView.login", "SignInView.logout",
    "health.healthz", "health.metrics", "InvitationView.accept", "LocaleView.index",
    "UtilView.back", "ForgottenPasswordView.ask", "NewPasswordView.choose", "SignInView.code",
    "OpenApiView.document",
    "ExternalSignInView.leave", "ExternalSignInView.back",
    "CustomerQuoteView.page", "CustomerQuoteView.pdf",
}  # fmt: skip

#: Of everybody signed in: one's own things.
SIGNED_IN = {
    "HelpView.index", "HelpView.show",
    "HomeView.index", "PasswordView.edit", "ViewAsView.leave", "MySignInView.show",
    "MySignInView.end", "MySignInView.end_all", "MySignInView.factor", "MySignInView.confirm",
    "MySignInView.codes", "MySignInView.switch_off", "ApiTokenView.show", "ApiTokenView.create",
    "ApiTokenView.revoke",
}  # fmt: skip

#: Files: as visible as the row they belong to, whose rule their own tests attack.
BY_ROW = {
    "AttachmentApi.put", "FileView.show", "FileView.preview", "OwnerFilesView.index",
    "OwnerFilesView.archive", "OwnerFilesView.remove", "CalendarView.page",
    "CalendarView.issue", "CalendarView.revoke",
}  # fmt: skip

_REPORTERS = {"reports.own", "reports.lead", "interventions.write"}
#: Ask the rights by themselves (programs get JSON): endpoint -> functions any of which opens it.
OWN_CHECK = {
    "ReportApi.context": _REPORTERS,
    "ReportApi.preview": _REPORTERS,
    "ReportApi.put": _REPORTERS,
    "ReportApi.token": _REPORTERS,
    "ReportPageView.new": _REPORTERS,
    **{
        f"{view.__name__}.{method}": set(functions)
        for view in READ_API
        if hasattr(view, "resource")
        for method, functions in (
            ("index", view.resource.opens_list),
            ("card", view.resource.opens_card),
        )
    },
    "ReeApi.context": _REPORTERS,
    "ReeApi.check": _REPORTERS,
    "ReeApi.analyser": _REPORTERS,
    "ReeApi.put": _REPORTERS,
    "ReePageView.new": _REPORTERS,
}

_ACTIONS = ("action", "action_post")
_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


def views_of(app):
    """Return the views by endpoint."""
    return {view.endpoint: view for view in app.appbuilder.baseviews if view.endpoint}


def is_action(endpoint):
    """Tell whether an endpoint is FAB's, whose right depends on the action named in the request."""
    return endpoint.rpartition(".")[2] in _ACTIONS


def endpoints(app):
    """Return every endpoint but those of FAB's actions, which are walked by action."""
    return {rule.endpoint for rule in app.url_map.iter_rules() if not is_action(rule.endpoint)}


def pair_of(app, endpoint):
    """Return the FAB pair that guards an endpoint; None when nothing does."""
    name, _dot, method = endpoint.rpartition(".")
    view = views_of(app).get(name)
    if view is None or not hasattr(getattr(view, method, None), "_permission_name"):
        return None
    permission = view.get_method_permission(method).removeprefix("can_")
    return (f"can_{permission}", view.class_permission_name)


def addresses(app, *, number=999_999):
    """Yield (endpoint, method, address), with the same unlikely number in each argument."""
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        if is_action(rule.endpoint):
            continue
        values = dict.fromkeys(rule.arguments, number)
        for name, converter in rule._converters.items():
            if type(converter).__name__ == "AnyConverter":
                values[name] = min(converter.items)
            elif type(converter).__name__ == "UUIDConverter":
                values[name] = "00000000-0000-4000-8000-000000000000"
        for method in _METHODS:
            if method in rule.methods:
                yield rule.endpoint, method, adapter.build(rule.endpoint, values, method=method)
