"""Staff in a room: in the list as visitors are, with the session of who has signed in."""

from browser import LIST, Visitor
from colleague import PASSWORD, employ

from server_process import ServerProcess


def on_duty(server: ServerProcess, invite, name: str, role: str) -> Visitor:
    """One of staff, who has signed in by HTTP and entered the room."""
    login = name.lower()
    employ(server, login, role)
    visitor: Visitor = invite(server.url, name, script=LIST)
    answer = visitor.context.request.post(
        f"{visitor.url}/api/v1/staff/sign-in",
        data={"name": login, "password": PASSWORD},
        headers={"Origin": visitor.url},
    )
    assert answer.status == 200, answer.text()
    visitor.enter_list()
    return visitor
