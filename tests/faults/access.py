"""What administrators and people do with access, one act at a time, and what must hold afterwards."""

from collections import Counter

from books import LIVE, OPEN
from organisation import ADMINISTRATORS
from yard import EM

#: Everything that can be done.
KINDS = ("give", "ask", "change", "take", "leave")


def act(yard, http, what, seat, about):
    """One act of one seat; None when there is nothing to do it to."""
    person, target, number = about
    package, policy = yard.package(number)
    mine = what in ("ask", "leave")
    name = person if mine else ADMINISTRATORS[seat % len(ADMINISTRATORS)]
    headers = {"Authorization": f"Bearer {yard.token(name)}"}
    ids = {"accessPackageId": package, "assignmentPolicyId": policy, "targetId": target}
    body = {"requestType": {"give": "adminAdd", "ask": "userAdd"}.get(what), "assignment": ids, "justification": "Faults"}
    if what in ("change", "take", "leave"):
        held = yard.rows(
            f"SELECT a.id AS a FROM assignments a JOIN subjects s ON s.id = a.target_id WHERE s.object_id = '{target}' "
            f"AND a.package_id = '{package}' AND a.state IN ('delivering', 'partiallyDelivered', 'delivered')"
        )
        if not held:
            return None
        kind = {"change": "adminUpdate", "take": "adminRemove", "leave": "userRemove"}[what]
        body = {"requestType": kind, "assignment": {"id": held[0][0]}}
        if what == "change":
            body["schedule"] = {"expiration": {"type": "afterDuration", "duration": "P7D"}}
    return http.post(f"{EM}/assignmentRequests", json=body, headers=headers)


def problems(yard):
    """Whatever is half done, done twice, or given by nothing."""
    assignments = yard.rows(
        "SELECT a.id AS a, s.object_id AS b, a.package_id AS c, a.state AS d, k.import_key AS e FROM assignments a "
        "JOIN subjects s ON s.id = a.target_id JOIN packages k ON k.id = a.package_id"
    )
    live = Counter((person, "g" + key[1:]) for _, person, _, state, key in assignments if state in LIVE)
    found = [f"{times} live assignments for {pair}" for pair, times in live.items() if times > 1]
    members = set(
        yard.rows("SELECT m.member_id AS a, g.import_key AS b FROM group_members m JOIN groups g ON g.id = m.group_id WHERE m.source = 'access'")
    )
    found += [f"holds and is not in: {pair}" for pair in set(live) - members]
    found += [f"is in and holds nothing: {pair}" for pair in members - set(live)]
    opened = ", ".join(f"'{state}'" for state in OPEN)
    found += [f"left open: {row}" for row in yard.rows(f"SELECT id AS a, state AS b FROM requests WHERE state IN ({opened})")]
    found += [f"job given up: {row}" for row in yard.rows("SELECT kind AS a, last_error AS b FROM jobs WHERE state <> 'waiting'")]
    return found
