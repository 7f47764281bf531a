"""Every life cycle of access, with Microsoft's Python SDK alone, on an organisation that it built itself."""

import asyncio
from datetime import timedelta

import pytest
from msgraph.generated.models.access_package_answer_string import AccessPackageAnswerString
from msgraph.generated.models.access_package_assignment import AccessPackageAssignment
from msgraph.generated.models.access_package_assignment_request import AccessPackageAssignmentRequest
from msgraph.generated.models.access_package_assignment_state import AccessPackageAssignmentState
from msgraph.generated.models.access_package_request_state import AccessPackageRequestState
from msgraph.generated.models.access_package_request_type import AccessPackageRequestType
from msgraph.generated.models.approval_stage import ApprovalStage
from msgraph.generated.models.entitlement_management_schedule import EntitlementManagementSchedule
from msgraph.generated.models.expiration_pattern import ExpirationPattern
from msgraph.generated.models.expiration_pattern_type import ExpirationPatternType
from msgraph.generated.models.o_data_errors.o_data_error import ODataError

from sdk_client import entitlement_management, options_of
from sdk_organisation import build, group_id, in_group, members, partner, reference, tear_down, user_id

KRISTIN = "kristin.moe@aldervik.example"
AMARA = "amara.nwosu@aldervik.example"
INES = "ines.duarte@aldervik.example"
KENJI = "kenji.mori@aldervik.example"
YUSUF = "yusuf.demir@aldervik.example"

Kind = AccessPackageRequestType


def for_days(days):
    expiration = ExpirationPattern(type=ExpirationPatternType.AfterDuration, duration=f"P{days}D")
    return EntitlementManagementSchedule(expiration=expiration)


async def answers_to(em, package):
    """The policy to ask under, and good answers to its questions."""
    found = await em.access_packages.by_access_package_id(package).get_applicable_policy_requirements.post()
    (requirements,) = found.value
    answers = []
    for question in requirements.questions:
        named = type(question)()
        named.id = question.id
        answers.append(AccessPackageAnswerString(value="Gannet", answered_question=named))
    return answers


async def send(em, kind, more=None, **assignment):
    """Sends a request; members of its assignment travel as the documentation shows them."""
    request = AccessPackageAssignmentRequest(
        request_type=kind, assignment=AccessPackageAssignment(additional_data=assignment), **(more or {})
    )
    return await em.assignment_requests.post(request)


async def about(em, kind, assignment, **more):
    """Sends a request about access that is held."""
    request = AccessPackageAssignmentRequest(
        request_type=kind, assignment=AccessPackageAssignment(id=assignment), **more
    )
    return await em.assignment_requests.post(request)


async def decide(server, approver, request, verdict="Approve"):
    stages = (
        entitlement_management(server, approver).access_package_assignment_approvals.by_approval_id(request).stages
    )
    (mine,) = [s for s in (await stages.get()).value if s.assigned_to_me and s.status == "InProgress"]
    await stages.by_approval_stage_id(mine.id).patch(ApprovalStage(review_result=verdict, justification="Seen."))


async def ended(em, request):
    """Polls as a client does, until the request has ended."""
    builder = em.assignment_requests.by_access_package_assignment_request_id(request)
    for _ in range(150):
        found = await builder.get(options_of(builder, expand=["assignment", "requestor", "accessPackage"]))
        if found.completed_date_time:
            return found
        await asyncio.sleep(0.1)
    raise AssertionError(f"still {found.state}")


async def until(holds):
    """Waits for the clockwork."""
    for _ in range(150):
        if holds():
            return
        await asyncio.sleep(0.1)
    raise AssertionError("it did not come to pass")


async def refused(call):
    """The status and code of a refusal."""
    with pytest.raises(ODataError) as problem:
        await call
    return problem.value.response_status_code, problem.value.error.code


def test_asked_for_extended_and_given_up(server):
    asyncio.run(_asked_for_extended_and_given_up(server))


async def _asked_for_extended_and_given_up(server):
    kristin, amara = entitlement_management(server, KRISTIN), entitlement_management(server, AMARA)
    crew, person = group_id(server, "server-room-night"), user_id(server, AMARA)
    built = await build(kristin, server, "Anchor Winch", crew, [INES, KENJI])
    answers = await answers_to(amara, built.package)
    made = await send(amara, Kind.UserAdd, {"answers": answers}, accessPackageId=built.package)
    assert made.state is AccessPackageRequestState.Submitted
    assert await refused(send(amara, Kind.UserAdd, {"answers": answers}, accessPackageId=built.package)) == (
        400,
        "RequestAlreadyOpen",
    )
    await decide(server, INES, made.id)
    assert person not in members(server, crew)
    await decide(server, KENJI, made.id)
    request = await ended(amara, made.id)
    assert request.state is AccessPackageRequestState.Delivered
    assert person in members(server, crew)
    held = request.assignment.id

    longer = await about(amara, Kind.UserUpdate, held, schedule=for_days(60))
    assert (await ended(amara, longer.id)).state is AccessPackageRequestState.Delivered
    assignment = await kristin.assignments.by_access_package_assignment_id(held).get()
    assert assignment.state is AccessPackageAssignmentState.Delivered
    lasts = assignment.schedule.expiration.end_date_time - assignment.schedule.start_date_time
    assert timedelta(days=60) <= lasts < timedelta(days=60, minutes=5)
    too_long = await refused(about(amara, Kind.UserUpdate, held, schedule=for_days(91)))
    assert too_long == (400, "ScheduleNotAllowed")
    # The answer to a question that is fixed cannot be changed afterwards.
    answers[0].value = "Tern"
    assert await refused(about(amara, Kind.UserUpdate, held, answers=answers)) == (400, "AnswerInvalid")

    in_use = kristin.access_packages.by_access_package_id(built.package).delete()
    assert await refused(in_use) == (409, "Conflict")
    left = await about(amara, Kind.UserRemove, held)
    assert (await ended(amara, left.id)).request_type is Kind.UserRemove
    assert person not in members(server, crew)
    gone = await kristin.assignments.by_access_package_assignment_id(held).get()
    assert gone.state is AccessPackageAssignmentState.Expired
    assert gone.expired_date_time is not None

    await tear_down(kristin, built)
    # What happened stays readable with what it happened to.
    remembered = await ended(amara, made.id)
    assert remembered.access_package.display_name == "Anchor Winch"
    listed = await kristin.access_packages.get(
        options_of(kristin.access_packages, filter="displayName eq 'Anchor Winch'")
    )
    assert listed.value == []


def test_given_changed_and_taken_by_administrators(server):
    asyncio.run(_given_changed_and_taken(server))


async def _given_changed_and_taken(server):
    kristin, amara = entitlement_management(server, KRISTIN), entitlement_management(server, AMARA)
    crew, person = group_id(server, "Winter crew"), user_id(server, YUSUF)
    built = await build(kristin, server, "Chart Room", crew, [INES])
    ids = {"targetId": person, "accessPackageId": built.package, "assignmentPolicyId": built.policy}
    assert await refused(send(amara, Kind.AdminAdd, **ids)) == (404, "ResourceNotFound")
    given = await send(kristin, Kind.AdminAdd, **ids)
    request = await ended(kristin, given.id)
    assert request.state is AccessPackageRequestState.Delivered
    # The requestor of what an administrator gives is whoever it is given to.
    assert request.requestor.object_id == person
    assert person in members(server, crew)
    assert await refused(send(kristin, Kind.AdminAdd, **ids)) == (400, "AssignmentAlreadyExists")
    held = request.assignment.id

    changed = await about(kristin, Kind.AdminUpdate, held, schedule=for_days(7))
    assert (await ended(kristin, changed.id)).state is AccessPackageRequestState.Delivered
    assignment = await kristin.assignments.by_access_package_assignment_id(held).get()
    assert assignment.schedule.expiration.end_date_time - assignment.schedule.start_date_time < timedelta(days=8)

    # What the package contains reaches whoever holds it.
    scopes = kristin.access_packages.by_access_package_id(built.package).resource_role_scopes
    (first,) = (await scopes.get()).value
    await scopes.by_access_package_resource_role_scope_id(first.id).delete()
    await until(lambda: person not in members(server, crew))
    await scopes.post(in_group(built.resource, crew))
    await until(lambda: person in members(server, crew))

    await kristin.assignments.by_access_package_assignment_id(held).reprocess.post()
    taken = await about(kristin, Kind.AdminRemove, held)
    assert (await ended(kristin, taken.id)).state is AccessPackageRequestState.Delivered
    assert person not in members(server, crew)
    assert await refused(kristin.assignment_requests.by_access_package_assignment_request_id(taken.id).reprocess.post()) == (
        400,
        "RequestNotReprocessable",
    )
    await tear_down(kristin, built)


def test_refused_and_taken_back_and_asked_for_others(server):
    asyncio.run(_refused_and_taken_back(server))


async def _refused_and_taken_back(server):
    kristin, ines = entitlement_management(server, KRISTIN), entitlement_management(server, INES)
    amara = entitlement_management(server, AMARA)
    crew, person = group_id(server, "drop-tower-operators"), user_id(server, AMARA)
    built = await build(kristin, server, "Rigging Loft", crew, [KENJI])
    answers = await answers_to(ines, built.package)
    # Ines is Amara's manager; Yusuf is not.
    for_amara = {"accessPackageId": built.package, "targetId": person}
    yusuf = entitlement_management(server, YUSUF)
    assert await refused(send(yusuf, Kind.UserAdd, {"answers": answers}, **for_amara)) == (
        400,
        "PolicyRequirementsNotMet",
    )
    made = await send(ines, Kind.UserAdd, {"answers": answers}, **for_amara)
    mine = ines.assignment_requests.filter_by_current_user_with_on("createdBy")
    assert made.id in [request.id for request in (await mine.get()).value]
    await ines.assignment_requests.by_access_package_assignment_request_id(made.id).cancel.post()
    assert (await ended(ines, made.id)).state is AccessPackageRequestState.Canceled

    again = await send(ines, Kind.UserAdd, {"answers": answers}, **for_amara)
    await decide(server, KENJI, again.id, "Deny")
    assert (await ended(amara, again.id)).state is AccessPackageRequestState.Denied
    assert person not in members(server, crew)
    # Both came to nothing: they can be taken out of the lists.
    for request in (made.id, again.id):
        await kristin.assignment_requests.by_access_package_assignment_request_id(request).delete()
    theirs = amara.assignment_requests.filter_by_current_user_with_on("target")
    assert not {made.id, again.id} & {request.id for request in (await theirs.get()).value}

    third = await send(amara, Kind.UserAdd, {"answers": answers}, accessPackageId=built.package)
    await decide(server, KENJI, third.id)
    held = (await ended(amara, third.id)).assignment.id
    # Whoever approved it may take it back.
    kenji = entitlement_management(server, KENJI)
    back = await about(kenji, Kind.ApproverRemove, held)
    assert (await ended(kenji, back.id)).state is AccessPackageRequestState.Delivered
    assert person not in members(server, crew)
    await tear_down(kristin, built)


def test_what_excludes_what(server):
    asyncio.run(_what_excludes_what(server))


async def _what_excludes_what(server):
    kristin = entitlement_management(server, KRISTIN)
    crew, person = group_id(server, "laptop-administrators"), user_id(server, YUSUF)
    first = await build(kristin, server, "Port Side", crew, [])
    second = await build(kristin, server, "Starboard Side", crew, [])
    excluded = kristin.access_packages.by_access_package_id(second.package).incompatible_access_packages
    other = reference("identityGovernance/entitlementManagement/accessPackages", first.package)
    await excluded.ref.post(other)
    assert await refused(excluded.ref.post(other)) == (400, "BadRequest")
    (known,) = (await excluded.get()).value
    assert known.id == first.package
    inverse = kristin.access_packages.by_access_package_id(first.package).access_packages_incompatible_with
    assert [package.id for package in (await inverse.get()).value] == [second.package]

    given = await send(kristin, Kind.AdminAdd, targetId=person, accessPackageId=first.package)
    held = (await ended(kristin, given.id)).assignment.id
    both = {"targetId": person, "accessPackageId": second.package}
    assert await refused(send(kristin, Kind.AdminAdd, **both)) == (400, "IncompatibleAccess")
    await excluded.by_access_package_id1(first.package).ref.delete()
    given = await send(kristin, Kind.AdminAdd, **both)
    other_held = (await ended(kristin, given.id)).assignment.id
    overlap = kristin.assignments.additional_access_with_access_package_id_with_incompatible_access_package_id(
        second.package, first.package
    )
    found = await overlap.get(options_of(overlap, expand=["target"]))
    assert [(one.id, one.target.object_id) for one in found.value] == [(other_held, person)]
    for assignment in (held, other_held):
        taken = await about(kristin, Kind.AdminRemove, assignment)
        await ended(kristin, taken.id)
    for built in (first, second):
        await tear_down(kristin, built)


def test_partners_and_their_sponsors(server):
    asyncio.run(_partners_and_their_sponsors(server))


async def _partners_and_their_sponsors(server):
    kristin, amara = entitlement_management(server, KRISTIN), entitlement_management(server, AMARA)
    made = await partner(kristin, "Fulmar Ropes", "fulmar.example")
    assert made.identity_sources[0].domain_name == "fulmar.example"
    one = kristin.connected_organizations.by_connected_organization_id(made.id)
    await one.internal_sponsors.ref.post(reference("users", user_id(server, INES)))
    await one.external_sponsors.ref.post(reference("groups", group_id(server, "Purchasing")))
    inside = (await one.internal_sponsors.get()).value
    outside = (await one.external_sponsors.get()).value
    assert [who.odata_type for who in inside + outside] == ["#microsoft.graph.user", "#microsoft.graph.group"]
    twin = partner(kristin, "Fulmar again", "FULMAR.example")
    assert await refused(twin) == (400, "BadRequest")
    assert await refused(partner(amara, "Skua", "skua.example")) == (403, "Forbidden")
    await one.internal_sponsors.by_directory_object_id(user_id(server, INES)).ref.delete()
    assert (await one.internal_sponsors.get()).value == []
    await one.delete()
    assert (await refused(one.get()))[0] == 404
