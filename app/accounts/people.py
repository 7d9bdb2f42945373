"""Use cases of the people who sign in: accounts made, changed, disabled; slots; links.

Every write locks the administrator role first: two requests that count slots or administrators
at once wait for each other.
"""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from flask_appbuilder.security.sqla import models as fab
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts import catalogue, profiles, roster, service, sessions, tokens
from app.accounts import rules_people as rules
from app.accounts.models import Account, AccountKind, TokenPurpose
from app.orm.audit import record_event
from app.technicians.models import Technician

#: Table name in the history.
ENTITY = "ab_user"


@dataclass(frozen=True)
class Words:
    """What an account is called and where it is written to.

    Attributes:
        own: Own part of the user name, after the dot.
        first_name: First name.
        last_name: Last name, may be empty.
        email: Address for invitations and lost passwords, or None.
    """

    own: str
    first_name: str
    last_name: str
    email: str | None


@dataclass(frozen=True)
class Rights:
    """What an account may do.

    Attributes:
        profile: Name of its profile; None: none.
        switches: Functions it has besides.
        is_admin: The administrator flag; never for a technician.
        days_back: Days of the technician's own list before today.
        days_ahead: Days of it after today.
        hides_address: Street and phone only once travelling.
    """

    profile: str | None
    switches: frozenset[str] = field(default_factory=frozenset)
    is_admin: bool = False
    days_back: int = 7
    days_ahead: int = 14
    hides_address: bool = False


@dataclass(frozen=True)
class Login:
    """How a new account signs in.

    Attributes:
        kind: Office or field.
        password: Clear text; None when the person chooses it by an invitation.
        technician: Record a technician's login works as; None makes a new one.
    """

    kind: AccountKind
    password: str | None = None
    technician: Technician | None = None


def create_person(
    session: Session,
    slug: str,
    words: Words,
    rights: Rights,
    *,
    login: Login,
    slots: rules.Slots,
) -> Account:
    """Create an account; a technician's login gets its technician, chosen or made.

    Args:
        session: Open session; the caller commits.
        slug: Company: first part of the user name.
        words: Names and address.
        rights: Profile, switches, flag.
        login: Kind, password, technician.
        slots: What the company may have.

    Raises:
        rules.SecretarySlotsTakenError, rules.TechnicianSlotsTakenError: No slot is left.
        rules.UsernameTakenError, rules.EmailTakenError, rules.TechnicianLinkedError.
        DomainError: Of user names and passwords, see `service.create_account`.
    """
    _lock(session)
    rules.ensure_slot(login.kind is AccountKind.SECRETARY, slots, roster.slots_in_use(session))
    username = f"{slug}.{words.own}"
    _ensure_free(session, username, words.email, but=None)
    account = service.create_account(
        session,
        username,
        name=(words.first_name, words.last_name),
        password=login.password if login.password is not None else secrets.token_urlsafe(32),
        kind=login.kind,
        roles=[],
    )
    if words.email:
        account.email = words.email
    record_event(session, "account_created", ENTITY, account.id, username=[None, username])
    if login.kind is AccountKind.TECHNICIAN:
        _give_technician(session, account, login.technician)
    _store_rights(session, account, rights)
    return account


def change_words(session: Session, slug: str, account: Account, words: Words) -> Account:
    """Change names, address and the own part of the user name; returns the account.

    Raises:
        rules.UsernameTakenError, rules.EmailTakenError, BadUsernameError.
    """
    _lock(session)
    username = f"{slug}.{words.own}"
    service.ensure_username(username)
    _ensure_free(session, username, words.email, but=account.id)
    before = _words_of(account)
    account.username = username
    account.first_name, account.last_name = words.first_name, words.last_name
    account.email = words.email or service.no_address(username)
    session.flush()
    _note(session, "account_changed", account, before, _words_of(account))
    return account


def change_rights(session: Session, account: Account, rights: Rights) -> None:
    """Give an account its profile, switches and flag; works from its next request.

    Raises:
        rules.LastAdministratorError: It would leave the company without an administrator.
    """
    _lock(session)
    if not rights.is_admin:
        _ensure_another_administrator(session, account)
    _store_rights(session, account, rights)
    sessions.ask_renewal(session, account)


def set_password(session: Session, account: Account, password: str) -> Account:
    """Set a password for somebody: ends their sessions and open links, clears a lock."""
    service.change_password(session, account, password)
    account.fail_login_count, account.locked_until = 0, None
    tokens.revoke(session, account)
    return account


def invite(session: Session, account: Account, *, now: datetime) -> str:
    """Return the secret of a fresh invitation link; former ones stop working."""
    record_event(session, "invitation_made", ENTITY, account.id)
    return tokens.issue(session, account, TokenPurpose.INVITATION, now=now)


def accept_invitation(session: Session, secret: str, password: str, *, now: datetime) -> Account:
    """Use an invitation link up and set the password its owner chose.

    Raises:
        LinkNotValidError: The link does not work (any more).
        DomainError: The password is refused; the link still works when the caller rolls back.
    """
    account = tokens.redeem(session, secret, TokenPurpose.INVITATION, now=now)
    return set_password(session, account, password)


def end_sessions(session: Session, account: Account) -> None:
    """Sign an account out everywhere."""
    account.session_epoch += 1
    record_event(session, "sessions_ended", ENTITY, account.id)
    session.flush()


def disable(session: Session, account: Account, *, actor_id: int | None) -> None:
    """Close an account; its name stays on everything it did.

    Raises:
        rules.OwnAccountError: It is the account at work.
        rules.LastAdministratorError: It is the last active administrator.
    """
    _lock(session)
    if not account.active:
        return
    if account.id == actor_id:
        raise rules.OwnAccountError
    _ensure_another_administrator(session, account)
    account.active = False
    account.session_epoch += 1
    tokens.revoke(session, account)
    _note(session, "account_disabled", account, {"active": True}, {"active": False})


def enable(session: Session, account: Account, *, slots: rules.Slots) -> None:
    """Open a closed account again.

    Raises:
        rules.SecretarySlotsTakenError, rules.TechnicianSlotsTakenError: No slot is left.
    """
    _lock(session)
    if account.active:
        return
    rules.ensure_slot(account.kind is AccountKind.SECRETARY, slots, roster.slots_in_use(session))
    account.active = True
    _note(session, "account_enabled", account, {"active": False}, {"active": True})


def change_kind(session: Session, account: Account, *, slots: rules.Slots) -> None:
    """Turn a secretary account into a technician's login or the other way round.

    The account gets the shipped profile of its new kind; its own switches stay, those of the
    office have no effect for a technician. A technician's login needs a technician: one is made
    when it has none.

    Raises:
        rules.SecretarySlotsTakenError, rules.TechnicianSlotsTakenError: No slot is left.
        rules.LastAdministratorError: An administrator is a secretary account, and it is the last.
    """
    _lock(session)
    is_office = account.kind is AccountKind.TECHNICIAN  # what it becomes
    if account.active:
        rules.ensure_slot(is_office, slots, roster.slots_in_use(session))
    if not is_office:
        _ensure_another_administrator(session, account)
    before = account.kind
    account.kind = AccountKind.SECRETARY if is_office else AccountKind.TECHNICIAN
    account.session_epoch += 1
    if not is_office and technician_of(session, account) is None:
        _give_technician(session, account, None)
    profiles.give(
        session,
        account,
        [catalogue.SECRETARY if is_office else catalogue.TECHNICIAN],
        roster.own_switches(session, account),
    )
    _note(session, "kind_changed", account, {"kind": before.value}, {"kind": account.kind.value})


def technician_of(session: Session, account: Account) -> Technician | None:
    """Return the technician an account works as."""
    return session.scalar(select(Technician).where(Technician.user_id == account.id))


def link_technician(session: Session, technician: Technician, account: Account) -> None:
    """Let a secretary account work as a technician too: "Associa al mio utente".

    Raises:
        rules.OfficeOnlyLinkError: The account is not a secretary's.
        rules.TechnicianLinkedError: The technician has a login or is linked to somebody.
        rules.AlreadyTechnicianError: The account works as a technician already.
    """
    _lock(session)
    session.refresh(technician)
    if account.kind is not AccountKind.SECRETARY:
        raise rules.OfficeOnlyLinkError
    if technician.user_id is not None:
        raise rules.TechnicianLinkedError(technician.name)
    former = technician_of(session, account)
    if former is not None:
        raise rules.AlreadyTechnicianError(former.name)
    technician.user_id = account.id
    record_event(session, "technician_linked", ENTITY, account.id, technician=[None, technician.id])
    session.flush()


def unlink_technician(session: Session, technician: Technician) -> None:
    """Undo the link of a hybrid; what was done stays with the technician.

    Raises:
        rules.OfficeOnlyLinkError: It is a technician's own login: disable the account instead.
    """
    _lock(session)
    session.refresh(technician)
    if technician.user_id is None:
        return
    account = session.get_one(Account, technician.user_id)
    if account.kind is not AccountKind.SECRETARY:
        raise rules.OfficeOnlyLinkError
    technician.user_id = None
    record_event(
        session, "technician_unlinked", ENTITY, account.id, technician=[technician.id, None]
    )
    session.flush()


def _lock(session: Session) -> None:
    session.execute(
        select(fab.Role.id).where(fab.Role.name == catalogue.ADMINISTRATOR).with_for_update()
    )


def _ensure_another_administrator(session: Session, account: Account) -> None:
    if [found.id for found in roster.active_administrators(session)] == [account.id]:
        raise rules.LastAdministratorError


def _ensure_free(session: Session, username: str, email: str | None, *, but: int | None) -> None:
    taken = session.scalar(select(Account.id).where(Account.username == username))
    if taken not in (None, but):
        raise rules.UsernameTakenError(username)
    if email:
        taken = session.scalar(select(Account.id).where(Account.email == email))
        if taken not in (None, but):
            raise rules.EmailTakenError(email)


def _give_technician(session: Session, account: Account, technician: Technician | None) -> None:
    if technician is None:
        technician = Technician(name=account.full_name, working_hours={})
        session.add(technician)
    elif technician.user_id is not None:
        raise rules.TechnicianLinkedError(technician.name)
    technician.user_id = account.id
    session.flush()


def _store_rights(session: Session, account: Account, rights: Rights) -> None:
    # The flag, nobody's role and a colleague's own switches are roles too, but no profiles.
    if rights.profile is not None and not roster.is_profile(rights.profile):
        raise profiles.UnknownProfileError
    is_admin = rights.is_admin and account.kind is AccountKind.SECRETARY
    held: Iterable[str] = [name for name in (rights.profile,) if name is not None]
    before = _limits_of(account)
    account.days_back, account.days_ahead = rights.days_back, rights.days_ahead
    account.hides_address = rights.hides_address
    profiles.give(
        session,
        account,
        [*held, catalogue.ADMINISTRATOR] if is_admin else held,
        rights.switches,
    )
    if before != _limits_of(account):
        _note(session, "account_changed", account, before, _limits_of(account))


def _limits_of(account: Account) -> dict[str, object]:
    names = ("days_back", "days_ahead", "hides_address")
    return {name: getattr(account, name) for name in names}


def _words_of(account: Account) -> dict[str, object]:
    names = ("username", "first_name", "last_name", "email")
    return {name: getattr(account, name) for name in names}


def _note(
    session: Session,
    action: str,
    account: Account,
    before: dict[str, object],
    after: dict[str, object],
) -> None:
    changes = {name: [before[name], after[name]] for name in before if before[name] != after[name]}
    if changes:
        record_event(session, action, ENTITY, account.id, **changes)
        session.flush()
