"""The accounts' screens for administrators, and the way in of the invited."""

from flask_appbuilder import BaseView

from app.accounts.invitationviews import InvitationView
from app.accounts.linkviews import LinkView
from app.accounts.matrixviews import MatrixView
from app.accounts.rightsviews import RightsView, ViewAsView
from app.accounts.userviews import UsersView, UserView

VIEWS: tuple[type[BaseView], ...] = (
    UsersView,
    UserView,
    RightsView,
    MatrixView,
    ViewAsView,
    InvitationView,
    LinkView,
)
