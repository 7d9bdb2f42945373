"""The conversation with the provider: where to send the browser, and what came back.

Authlib makes and checks state, nonce, PKCE and the identity token; this module narrows what it
takes: safe addresses, no redirects, signatures that only the provider can make, short waits.
"""

from typing import Any
from urllib.parse import urlsplit

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.flask_client import FlaskIntegration, FlaskOAuth2App
from authlib.integrations.requests_client import OAuth2Session
from flask import Response, current_app
from joserfc.errors import JoseError
from requests import PreparedRequest, RequestException
from requests import Response as Answer

from app.accounts import rules_external as rules
from app.accounts.rules_external import Identity, Settings
from app.kernel.errors import DomainError
from app.outside import ensure_outside

#: Seconds to wait for the provider: somebody looks at the page meanwhile.
TIMEOUT = 6

#: Addresses of the provider's own description that are used.
_ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")

#: What goes wrong when a provider is silent, or answers something else than the protocol says.
_TROUBLE = (
    AuthlibBaseError, JoseError, RequestException, DomainError, LookupError, TypeError, ValueError,
    RuntimeError,
)  # fmt: skip


class _Conversation(OAuth2Session):
    """Requests to the provider: no redirects, no proxy or password of the machine's own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.default_timeout = TIMEOUT
        self.max_redirects = 0
        self.trust_env = False

    def send(self, request: PreparedRequest, **kwargs: Any) -> Answer:
        """Ask the provider, unless its address lies where companies may not reach."""
        parts = urlsplit(request.url or "")
        ensure_outside(parts.hostname or "", parts.port)
        return super().send(request, **kwargs)


class _Client(FlaskOAuth2App):
    client_cls = _Conversation
    #: Address that the provider must state, set by `client_of`.
    house_issuer = ""

    def load_server_metadata(self) -> Any:
        """Return the provider's description of itself, checked once."""
        is_new = "_loaded_at" not in self.server_metadata
        facts = super().load_server_metadata()
        if is_new:
            _ensure_trustworthy(facts, self.house_issuer)
        return facts


def client_of(settings: Settings) -> Any:
    """Return the one conversation of a request with a company's provider."""
    client = _Client(
        FlaskIntegration("provider"),
        "provider",
        client_id=settings.client_id,
        client_secret=settings.client_secret or None,
        server_metadata_url=f"{settings.issuer}/.well-known/openid-configuration",
        client_kwargs={
            "scope": "openid email profile",
            "code_challenge_method": "S256",
            **({} if settings.client_secret else {"token_endpoint_auth_method": "none"}),
        },
    )
    client.house_issuer = settings.issuer
    return client


def ensure_reachable(settings: Settings) -> None:
    """Raise `ProviderSilentError` unless a provider answers at its address."""
    try:
        client_of(settings).load_server_metadata()
    except _TROUBLE as error:
        raise rules.ProviderSilentError from error


def departure(settings: Settings, back: str) -> Response:
    """Return the redirect to the provider; state, nonce and verifier go into the cookie.

    Raises:
        ProviderSilentError: It cannot be reached.
    """
    try:
        response: Response = client_of(settings).authorize_redirect(back)
    except _TROUBLE as error:
        raise rules.ProviderSilentError from error
    return response


def arrival(settings: Settings) -> Identity:
    """Return who signed in, from the request with which the provider sent the browser back.

    Raises:
        ProviderAnswerError: State, nonce, verifier or token are not what was asked for.
    """
    try:
        client = client_of(settings)
        token = client.authorize_access_token()
        claims = token["userinfo"]
        subject = str(claims["sub"])
        if "email" not in claims and "userinfo_endpoint" in client.server_metadata:
            claims = _more(client, token, subject) or claims
    except _TROUBLE as error:
        current_app.logger.warning("sign-in elsewhere refused: %s", type(error).__name__)
        raise rules.ProviderAnswerError from error
    if not subject or len(subject) > 255:
        raise rules.ProviderAnswerError
    return Identity(
        settings.issuer,
        subject,
        str(claims.get("email") or ""),
        claims.get("email_verified") is True,
        str(claims.get("name") or claims.get("preferred_username") or ""),
    )


def _more(client: Any, token: Any, subject: str) -> Any:
    """Return what the provider tells of the same person besides the token; None of another one."""
    address = client.server_metadata["userinfo_endpoint"]
    rules.ensure_safe_address(address, plain_allowed=plain_allowed())
    found = client.userinfo(token=token)
    return found if found.get("sub") == subject else None


def plain_allowed() -> bool:
    """Tell whether plain HTTP to this machine is taken: in the demonstration and in tests."""
    return bool(current_app.config["DEMO"] or current_app.config["TESTING"])


def _ensure_trustworthy(facts: dict[str, Any], issuer: str) -> None:
    if str(facts.get("issuer", "")).rstrip("/") != issuer:
        raise rules.ProviderSilentError
    for name in _ENDPOINTS:
        rules.ensure_safe_address(facts.get(name), plain_allowed=plain_allowed())
    offered = facts.get("id_token_signing_alg_values_supported") or ["RS256"]
    facts["id_token_signing_alg_values_supported"] = sorted(rules.SIGNATURES & set(offered))
