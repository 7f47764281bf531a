"""Life cycles that time brings, with Microsoft's Python SDK, on an organisation that it built itself; the demo's clock is moved."""

import asyncio
from datetime import datetime, timedelta

import httpx
from msgraph.generated.models.access_package_assignment_state import AccessPackageAssignmentState
from msgraph.generated.models.access_package_automatic_request_settings import AccessPackageAutomaticRequestSettings
from msgraph.generated.models.access_package_request_state import AccessPackageRequestState as State
from msgraph.generated.models.access_package_request_type import AccessPackageRequestType as Kind
from msgraph.generated.models.allowed_target_scope import AllowedTargetScope
from msgraph.generated.models.attribute_rule_members import AttributeRuleMembers
from msgraph.generated.models.entitlement_management_schedule import EntitlementManagementSchedule
from msgraph.generated.models.expiration_pattern import ExpirationPattern
from msgraph.generated.models.expiration_pattern_type import ExpirationPatternType
from msgraph.generated.models.single_user import SingleUser

from sdk_client import entitlement_management, options_of
from sdk_organisation import build, group_id, members, policy, user_id
from test_sdk_life_cycles import answers_to, decide, ended, send, until

KRISTIN = "kristin.moe@aldervik.example"
AMARA = "amara.nwosu@aldervik.example"
INES = "ines.duarte@aldervik.example"
KENJI = "kenji.mori@aldervik.example"
GROUP = "server-room-night"
SCIM = "a-token-of-more-than-thirty-two-characters"


def advance(server, by):
    """Moves the clock; tokens of before are out of date then."""
    headers = {"Authorization": f"Bearer {server.token(KRISTIN)}"}
    answer = httpx.post(f"{server.origin}/demo/clock", json={"advance": by}, headers=headers, timeout=60)
    assert answer.status_code == 200, answer.text
    server.forget_tokens()
    return answer.json()["now"]


def now(server):
    """The demo's time."""
    headers = {"Authorization": f"Bearer {server.token(KRISTIN)}"}
    return httpx.get(f"{server.origin}/demo/clock", headers=headers, timeout=60).json()["now"]


async def read(server, request, who=AMARA):
    """A request, as it is now."""
    requests = entitlement_management(server, who).assignment_requests
    one = requests.by_access_package_assignment_request_id(request)
    return await one.get(options_of(one, expand=["assignment"]))


async def assignment_of(server, request):
    """The access that a request led to."""
    found = await read(server, request)
    assignments = entitlement_management(server, KRISTIN).assignments
    return await assignments.by_access_package_assignment_id(found.assignment.id).get()


async def replaced(server, built, **settings):
    """The policy again, with other settings of its approval."""
    kristin = entitlement_management(server, KRISTIN)
    changed = policy(built.package, [user_id(server, INES)])
    changed.questions = []
    for name, value in settings.items():
        owner = changed.request_approval_settings
        setattr(owner if hasattr(owner, name) else owner.stages[0], name, value)
    await kristin.assignment_policies.by_access_package_assignment_policy_id(built.policy).put(changed)


async def built(server, approvers):
    """A package that opens a group which nothing else gives."""
    return await build(entitlement_management(server, KRISTIN), server, "Tide Gauge", group_id(server, GROUP), approvers)


async def ask(server, package, more=None):
    """Amara asks."""
    amara = entitlement_management(server, AMARA)
    answers = await answers_to(amara, package)
    return await send(amara, Kind.UserAdd, {"answers": answers} | (more or {}), accessPackageId=package)


def holds(server, who=AMARA):
    """Whether somebody is in the group."""
    return user_id(server, who) in members(server, group_id(server, GROUP))


def test_the_first_day_comes_and_the_last(fresh_server):
    asyncio.run(_the_first_day_comes(fresh_server()))


async def _the_first_day_comes(server):
    opened = await built(server, [INES])
    later = EntitlementManagementSchedule(
        start_date_time=datetime.fromisoformat(now(server)) + timedelta(days=3),
        expiration=ExpirationPattern(type=ExpirationPatternType.AfterDuration, duration="P10D"),
    )
    made = await ask(server, opened.package, {"schedule": later})
    await decide(server, INES, made.id)
    waiting = await read(server, made.id)
    assert (waiting.state, waiting.status) == (State.Scheduled, "PendingNotBefore")
    assert not holds(server)
    advance(server, "P4D")
    assert (await read(server, made.id)).state is State.Delivered
    assert holds(server)
    advance(server, "P9DT1H")
    letters = "SELECT subject FROM mail WHERE to_address = ? AND subject LIKE 'Ends soon%'"
    await until(lambda: server.rows(letters, AMARA) == [("Ends soon: Tide Gauge",)])
    assert holds(server)
    advance(server, "P1D")
    over = await assignment_of(server, made.id)
    assert over.state is AccessPackageAssignmentState.Expired
    assert not holds(server)
    # The service says so by a request of its own.
    requests = entitlement_management(server, KRISTIN).assignment_requests
    by_service = await requests.get(options_of(requests, filter="requestType eq 'systemRemove'", expand=["assignment"]))
    (ended_by,) = [one for one in by_service.value if one.assignment.id == over.id]
    assert ended_by.state is State.Delivered


def test_nobody_answers_in_time(fresh_server):
    asyncio.run(_nobody_answers(fresh_server()))


async def _nobody_answers(server):
    opened = await built(server, [INES])
    made = await ask(server, opened.package)
    advance(server, "P8D")
    ended_now = await read(server, made.id)
    assert (ended_now.state, ended_now.status) == (State.Denied, "Expired")
    # It can be asked for again.
    again = await ask(server, opened.package)
    await decide(server, INES, again.id)
    assert (await ended(entitlement_management(server, AMARA), again.id)).state is State.Delivered


def test_others_join_when_somebody_is_slow(fresh_server):
    asyncio.run(_others_join(fresh_server()))


async def _others_join(server):
    opened = await built(server, [INES])
    kenji = SingleUser(odata_type="#microsoft.graph.singleUser", user_id=user_id(server, KENJI))
    await replaced(
        server, opened, is_escalation_enabled=True, duration_before_escalation="P2D", escalation_approvers=[kenji]
    )
    made = await ask(server, opened.package)
    approvals = entitlement_management(server, KENJI).access_package_assignment_approvals
    mine = approvals.filter_by_current_user_with_on("approver")
    assert made.id not in [one.id for one in (await mine.get()).value]
    advance(server, "P3D")
    assert (await read(server, made.id)).status == "PendingApprovalEscalated"
    await decide(server, KENJI, made.id)
    assert (await ended(entitlement_management(server, AMARA), made.id)).state is State.Delivered


def test_a_renewal_leaves_no_gap(fresh_server):
    asyncio.run(_a_renewal_leaves_no_gap(fresh_server()))


async def _a_renewal_leaves_no_gap(server):
    opened = await built(server, [INES])
    await replaced(server, opened, is_approval_required_for_update=True)
    made = await ask(server, opened.package)
    await decide(server, INES, made.id)
    await ended(entitlement_management(server, AMARA), made.id)
    before = await assignment_of(server, made.id)
    advance(server, "P88D")
    renewal = await ask(server, opened.package)
    # The end comes while nobody has decided: she keeps it until somebody does.
    advance(server, "P5D")
    assert holds(server)
    assert (await assignment_of(server, made.id)).state is AccessPackageAssignmentState.Delivered
    await decide(server, INES, renewal.id)
    await ended(entitlement_management(server, AMARA), renewal.id)
    after = await assignment_of(server, renewal.id)
    assert after.id == before.id
    assert after.schedule.start_date_time == before.schedule.start_date_time
    assert after.schedule.expiration.end_date_time > before.schedule.expiration.end_date_time
    assert holds(server)


def test_departments_open_and_close_by_themselves(fresh_server):
    asyncio.run(_departments_open(fresh_server(environment={"PORTICO_SCIM_TOKEN": SCIM})))


async def _departments_open(server):
    opened = await built(server, [])
    kristin = entitlement_management(server, KRISTIN)
    everybody = policy(opened.package, [])
    everybody.display_name = "Tide watch"
    everybody.allowed_target_scope = AllowedTargetScope.SpecificDirectoryUsers
    everybody.specific_allowed_targets = [
        AttributeRuleMembers(
            odata_type="#microsoft.graph.attributeRuleMembers",
            membership_rule='(user.department -eq "Tide watch")',
            description="Whoever watches the tide",
        )
    ]
    everybody.automatic_request_settings = AccessPackageAutomaticRequestSettings(
        request_access_for_allowed_targets=True,
        remove_access_when_target_leaves_allowed_targets=True,
        grace_period_before_access_removal="P7D",
    )
    await kristin.assignment_policies.post(everybody)
    assert not holds(server)
    move(server, "Tide watch")
    await until(lambda: holds(server))
    mine = entitlement_management(server, AMARA).assignments.filter_by_current_user_with_on("target")
    (held,) = [one for one in (await mine.get(options_of(mine, expand=["accessPackage"]))).value if one.access_package.id == opened.package]
    assert held.schedule.expiration.type is ExpirationPatternType.NoExpiration or held.schedule.expiration.end_date_time
    move(server, "Firmware")
    one = kristin.assignments.by_access_package_assignment_id(held.id)
    for _ in range(100):
        if (await one.get()).status == "AutoAssignmentInGracePeriod":
            break
        await asyncio.sleep(0.1)
    assert (await one.get()).status == "AutoAssignmentInGracePeriod"
    assert holds(server)
    advance(server, "P8D")
    await until(lambda: not holds(server))


def move(server, department):
    """The identity provider says that Amara works elsewhere now."""
    operation = {
        "op": "replace",
        "path": "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department",
        "value": department,
    }
    body = {"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": [operation]}
    headers = {"Authorization": f"Bearer {SCIM}", "Content-Type": "application/scim+json"}
    answer = httpx.patch(f"{server.origin}/scim/v2/Users/{user_id(server, AMARA)}", json=body, headers=headers, timeout=60)
    assert answer.status_code == 200, answer.text
