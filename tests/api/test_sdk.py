"""A whole request through Microsoft's own Python SDK, durations and enums read back typed."""

import asyncio
from datetime import datetime, timedelta

import pytest
from kiota_abstractions.base_request_configuration import RequestConfiguration
from msgraph.generated.models.access_package_answer_string import AccessPackageAnswerString
from msgraph.generated.models.access_package_assignment import AccessPackageAssignment
from msgraph.generated.models.access_package_assignment_request import AccessPackageAssignmentRequest
from msgraph.generated.models.access_package_assignment_state import AccessPackageAssignmentState
from msgraph.generated.models.access_package_multiple_choice_question import AccessPackageMultipleChoiceQuestion
from msgraph.generated.models.access_package_request_state import AccessPackageRequestState
from msgraph.generated.models.access_package_request_type import AccessPackageRequestType
from msgraph.generated.models.access_package_text_input_question import AccessPackageTextInputQuestion
from msgraph.generated.models.approval_stage import ApprovalStage
from msgraph.generated.models.entitlement_management_schedule import EntitlementManagementSchedule
from msgraph.generated.models.expiration_pattern import ExpirationPattern
from msgraph.generated.models.expiration_pattern_type import ExpirationPatternType
from msgraph.generated.models.o_data_errors.o_data_error import ODataError

from sdk_client import entitlement_management, options_of

AMARA = "amara.nwosu@aldervik.example"
INES = "ines.duarte@aldervik.example"
KENJI = "kenji.mori@aldervik.example"


async def the_package(em, name):
    """A requestable package by its name, through filter and expand."""
    builder = em.access_packages.filter_by_current_user_with_on("allowedRequestor")
    found = await builder.get(options_of(builder, filter=f"displayName eq '{name}'", expand=["catalog"], count=True))
    assert found.odata_count == 1
    assert found.value[0].catalog.display_name == "Robot platform"
    return found.value[0]


def an_answer(question):
    value = "CHG-20417"
    if isinstance(question, AccessPackageMultipleChoiceQuestion):
        value = question.choices[0].actual_value
    named = type(question)()
    named.id = question.id
    return AccessPackageAnswerString(value=value, answered_question=named)


def a_request(package, requirements, duration):
    """userAdd for 30 days; the ids travel as the documentation shows, beside the declared properties."""
    schedule = EntitlementManagementSchedule(
        expiration=ExpirationPattern(type=ExpirationPatternType.AfterDuration, duration=duration)
    )
    ids = {"accessPackageId": package.id, "assignmentPolicyId": requirements.policy_id}
    return AccessPackageAssignmentRequest(
        request_type=AccessPackageRequestType.UserAdd,
        assignment=AccessPackageAssignment(additional_data=ids),
        justification="I hold the rotation in December.",
        schedule=schedule,
        answers=[an_answer(q) for q in requirements.questions if q.is_required],
    )


async def approve(server, approver, request_id):
    """Finds the request among those that wait for the approver and approves her stage."""
    em = entitlement_management(server, approver)
    builder = em.access_package_assignment_approvals.filter_by_current_user_with_on("approver")
    waiting = await builder.get(options_of(builder, expand=["stages"]))
    approval = next(a for a in waiting.value if a.id == request_id)
    (mine,) = [s for s in approval.stages if s.assigned_to_me and s.status == "InProgress"]
    assert mine.review_result == "NotReviewed"
    stages = em.access_package_assignment_approvals.by_approval_id(request_id).stages
    decision = ApprovalStage(review_result="Approve", justification="Ticket is right.")
    await stages.by_approval_stage_id(mine.id).patch(decision)
    read = await stages.by_approval_stage_id(mine.id).get()
    assert read.review_result == "Approved"
    assert isinstance(read.reviewed_date_time, datetime)
    assert read.reviewed_by.display_name


async def the_delivered_request(em, request_id):
    """Polls as a client does, until the request has ended."""
    builder = em.assignment_requests.filter_by_current_user_with_on("target")
    for _ in range(100):
        mine = await builder.get(options_of(builder, expand=["assignment", "accessPackage"]))
        (request,) = [r for r in mine.value if r.id == request_id]
        if request.completed_date_time:
            return request
        await asyncio.sleep(0.1)
    raise AssertionError(f"still {request.state}")


def test_request_to_assignment(server):
    asyncio.run(_request_to_assignment(server))


async def _request_to_assignment(server):
    em = entitlement_management(server, AMARA)
    package = await the_package(em, "Arm Firmware Signing")
    answer = await em.access_packages.by_access_package_id(package.id).get_applicable_policy_requirements.post()
    (requirements,) = answer.value

    assert requirements.is_approval_required_for_add is True
    assert requirements.allow_custom_assignment_schedule is True
    assert requirements.schedule.expiration.type is ExpirationPatternType.AfterDuration
    assert requirements.schedule.expiration.duration == timedelta(days=180)
    kinds = [type(q) for q in requirements.questions]
    text, choice = AccessPackageTextInputQuestion, AccessPackageMultipleChoiceQuestion
    assert kinds == [text, choice, text]
    assert requirements.questions[0].regex_pattern == r"CHG-\d{5}"
    assert [c.actual_value for c in requirements.questions[1].choices] == ["bench", "pilot", "production"]

    created = await em.assignment_requests.post(a_request(package, requirements, "P30D"))
    assert created.state is AccessPackageRequestState.Submitted
    assert created.request_type is AccessPackageRequestType.UserAdd
    assert created.schedule.expiration.duration == timedelta(days=30)

    await approve(server, INES, created.id)
    await approve(server, KENJI, created.id)

    request = await the_delivered_request(em, created.id)
    assert request.state is AccessPackageRequestState.Delivered
    assert [a.value for a in request.answers] == ["CHG-20417", "bench"]

    builder = em.assignments.filter_by_current_user_with_on("target")
    held = await builder.get(options_of(builder, expand=["accessPackage", "target"]))
    (assignment,) = [a for a in held.value if a.id == request.assignment.id]
    assert assignment.state is AccessPackageAssignmentState.Delivered
    assert assignment.access_package.display_name == "Arm Firmware Signing"
    assert assignment.target.display_name == "Amara Nwosu"
    expiration = assignment.schedule.expiration
    assert expiration.type in (ExpirationPatternType.AfterDateTime, ExpirationPatternType.AfterDuration)
    end = expiration.end_date_time or assignment.schedule.start_date_time + expiration.duration
    assert end - assignment.schedule.start_date_time == timedelta(days=30)


def test_a_duration_in_python_text_is_refused(server):
    """The SDK writes a timedelta as `30 days, 0:00:00`, which is not ISO 8601."""
    asyncio.run(_python_text(server))


async def _python_text(server):
    em = entitlement_management(server, "henrik.vik@aldervik.example")
    package = await the_package(em, "Arm Firmware Signing")
    answer = await em.access_packages.by_access_package_id(package.id).get_applicable_policy_requirements.post()
    before = server.rows("SELECT count(*) FROM requests")
    with pytest.raises(ODataError) as refused:
        await em.assignment_requests.post(a_request(package, answer.value[0], timedelta(days=30)))
    assert refused.value.response_status_code == 400
    assert "duration" in refused.value.error.message.lower()
    assert server.rows("SELECT count(*) FROM requests") == before


def test_paging_and_count(server):
    asyncio.run(_paging(server))


async def _paging(server):
    em = entitlement_management(server, INES)
    builder = em.access_packages.filter_by_current_user_with_on("allowedRequestor")
    everything = await builder.get(options_of(builder, count=True))
    names = []
    page = await builder.get(options_of(builder, top=3, orderby=["displayName"]))
    while True:
        names += [package.display_name for package in page.value]
        assert len(page.value) <= 3
        if not page.odata_next_link:
            break
        page = await builder.with_url(page.odata_next_link).get(RequestConfiguration())
    assert len(names) == everything.odata_count >= 10
    assert names == sorted(names)
