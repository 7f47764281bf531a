"""What the database must hold once everything due is done: each request whole, in one of the few ways a request may end or wait."""

from collections import Counter, defaultdict

ASKED = {"submitted": 1, "stageStarted": 1}
GIVEN = {"deliveryStarted": 1, "resourceDelivered": 1, "delivered": 1}
#: State of the request, and whether it needed an approval, to: its history (the log holds the same), and its letters by their first
#: word. What may also be absent is a tuple: an approver who decides at once is not asked by letter any more.
WHOLE = {
    ("delivered", False): ({"submitted": 1} | GIVEN, {"Open": (1,)}),
    ("delivered", True): (ASKED | {"approved": 1} | GIVEN, {"Please": (0, 2), "Approved": (1,), "Open": (1,)}),
    ("denied", True): (ASKED | {"denied": 1}, {"Please": (0, 2), "Refused": (1,)}),
    ("canceled", True): (ASKED | {"canceled": 1}, {"Please": (0, 2), "Nothing": (2,)}),
    ("pendingApproval", True): (ASKED, {"Please": (2,)}),
}
LIVE = ("delivering", "partiallyDelivered", "delivered")
OPEN = ("submitted", "pendingApproval", "scheduled", "delivering")


class Books:
    """Everything that is compared, read in a few queries."""

    def __init__(self, yard):
        self.requests = {
            row[0]: row[1:]
            for row in yard.rows(
                "SELECT r.id AS a, r.state AS b, s.object_id AS c, r.package_id AS d, r.assignment_id AS e, k.import_key AS f "
                "FROM requests r JOIN subjects s ON s.id = r.target_id JOIN packages k ON k.id = r.package_id"
            )
        }
        self.events = counted(yard.rows("SELECT request_id AS a, kind AS b FROM events WHERE request_id IS NOT NULL"))
        of_assignment = {row[3]: request for request, row in self.requests.items()}
        written = yard.rows("SELECT object_id AS a, action AS b FROM audit WHERE object_kind LIKE 'accessPackageAssignment%'")
        self.log = counted([(of_assignment.get(about, about), action) for about, action in written])
        letters = yard.rows("SELECT request_id AS a, subject AS b, to_address AS c, id AS d, state AS e FROM mail")
        self.letters = defaultdict(Counter)
        for request, subject, *_ in letters:
            self.letters[request][subject.split()[0].rstrip(":")] += 1
        once = Counter((request, subject, reader) for request, subject, reader, *_ in letters)
        self.letters_doubled = [what for what, times in once.items() if times > 1]
        self.letter_ids = {row[3] for row in letters}
        self.letters_sent = {row[3] for row in letters if row[4] == "sent"}
        self.deciders = {
            row[0]: row[1:] for row in yard.rows("SELECT request_id AS a, review_result AS b, reviewed_by_name AS c FROM request_stages")
        }
        self.assignments = dict(yard.rows("SELECT id AS a, state AS b FROM assignments"))
        self.grants = Counter(row[0] for row in yard.rows("SELECT assignment_id AS a FROM role_grants"))
        self.members = Counter(
            yard.rows(
                "SELECT m.member_id AS a, g.import_key AS b FROM group_members m JOIN groups g ON g.id = m.group_id WHERE m.source = 'access'"
            )
        )
        self.dead_jobs = yard.rows("SELECT kind AS a, last_error AS b FROM jobs WHERE state <> 'waiting'")
        self.audit_entries = yard.one("SELECT count(*) AS n FROM audit")

    def problems(self):
        """Everything that is half done, done twice, or lost on the way."""
        found = [f"job given up: {job}" for job in self.dead_jobs]
        found += [f"letter written twice: {letter}" for letter in self.letters_doubled]
        opened, live = Counter(), Counter()
        for request, (state, person, package, assignment, key) in self.requests.items():
            opened[person, package] += state in OPEN
            of_assignment = self.assignments.get(assignment)
            live[person, package] += of_assignment in LIVE
            found += [f"{request} ({key}, {state}): {what}" for what in self._half(request, state, key)]
            given = state == "delivered"
            holds = (of_assignment == "delivered", self.grants[assignment], self.members[person, "g" + key[1:]])
            if holds != (given, int(given), int(given)):
                found.append(f"{request} ({key}, {state}): assignment {of_assignment}, grants and memberships {holds[1:]}")
        found += [f"{times} open requests for {pair}" for pair, times in opened.items() if times > 1]
        found += [f"{times} live assignments for {pair}" for pair, times in live.items() if times > 1]
        strangers = (set(self.events) | set(self.log)) - set(self.requests)
        found += [f"history of a request that does not exist: {request}" for request in strangers]
        return found

    def _half(self, request, state, key):
        whole = WHOLE.get((state, int(key[1:]) % 2 == 0))
        if whole is None:
            return ["it should not be in this state"]
        history, letters = whole
        found = []
        if self.events[request] != history:
            found.append(f"its history is {dict(self.events[request])}")
        if self.log[request] != history:
            found.append(f"the log has {dict(self.log[request])}")
        written = self.letters[request]
        if set(written) - set(letters) or any(written[word] not in counts for word, counts in letters.items()):
            found.append(f"its letters are {dict(written)}")
        return found


def counted(pairs):
    """How often each word stands with each thing."""
    counts = defaultdict(Counter)
    for about, word in pairs:
        counts[about][word] += 1
    return counts
