"""Custom extensions with Microsoft's Python SDK: somebody outside is told of requests, is asked, and answers."""

import asyncio

import pytest
from msgraph.generated.identity_governance.entitlement_management.assignment_requests.item.resume.resume_post_request_body import (
    ResumePostRequestBody,
)
from msgraph.generated.models.access_package_assignment_request_callback_data import (
    AccessPackageAssignmentRequestCallbackData,
)
from msgraph.generated.models.access_package_assignment_request_workflow_extension import (
    AccessPackageAssignmentRequestWorkflowExtension,
)
from msgraph.generated.models.access_package_custom_extension_stage import AccessPackageCustomExtensionStage as Stage
from msgraph.generated.models.access_package_request_state import AccessPackageRequestState
from msgraph.generated.models.access_package_request_type import AccessPackageRequestType
from msgraph.generated.models.custom_extension_callback_configuration import CustomExtensionCallbackConfiguration
from msgraph.generated.models.custom_extension_callout_instance_status import CustomExtensionCalloutInstanceStatus
from msgraph.generated.models.custom_extension_client_configuration import CustomExtensionClientConfiguration
from msgraph.generated.models.custom_extension_stage_setting import CustomExtensionStageSetting
from msgraph.generated.models.http_request_endpoint import HttpRequestEndpoint

from hook import SECRET, Hook
from sdk_client import entitlement_management, options_of
from sdk_organisation import build, group_id, members, policy, tear_down, user_id
from test_sdk_life_cycles import about, decide, ended, send

KRISTIN = "kristin.moe@aldervik.example"
AMARA = "amara.nwosu@aldervik.example"
INES = "ines.duarte@aldervik.example"


@pytest.fixture
def gate():
    hook = Hook(fails=[503])
    yield hook
    hook.close()


@pytest.fixture
def guarded(fresh_server, gate):
    """A server that may call the gate."""
    return fresh_server(config=gate.config(), environment={"PORTICO_EXTENSIONS_SECRET": SECRET})


async def extension(em, catalog, hook, name, answers):
    """An extension of a catalog; one that answers has five minutes."""
    callback = CustomExtensionCallbackConfiguration(timeout_duration="PT5M") if answers else None
    return await em.catalogs.by_access_package_catalog_id(catalog).custom_workflow_extensions.post(
        AccessPackageAssignmentRequestWorkflowExtension(
            odata_type="#microsoft.graph.accessPackageAssignmentRequestWorkflowExtension",
            display_name=name,
            endpoint_configuration=HttpRequestEndpoint(
                odata_type="#microsoft.graph.httpRequestEndpoint", target_url=f"{hook.origin}/{name}"
            ),
            client_configuration=CustomExtensionClientConfiguration(maximum_retries=3, timeout_in_milliseconds=2000),
            callback_configuration=callback,
        )
    )


def at(stage, extension):
    """A setting of a policy."""
    named = type(extension)()
    named.id = extension.id
    return CustomExtensionStageSetting(stage=stage, custom_extension=named)


def test_somebody_outside_is_told_and_asked(guarded, gate):
    asyncio.run(_somebody_outside_is_told_and_asked(guarded, gate))


async def _somebody_outside_is_told_and_asked(server, gate):
    kristin, amara = entitlement_management(server, KRISTIN), entitlement_management(server, AMARA)
    crew, person = group_id(server, "Winter crew"), user_id(server, AMARA)
    built = await build(kristin, server, "Sluice", crew, [])
    asked = await extension(kristin, built.catalog, gate, "asked", True)
    told = await extension(kristin, built.catalog, gate, "told", False)
    calling = policy(built.package, [user_id(server, INES)])
    calling.questions = []
    calling.custom_extension_stage_settings = [
        at(Stage.AssignmentRequestCreated, asked),
        at(Stage.AssignmentRequestApproved, asked),
        at(Stage.AssignmentRequestGranted, told),
        at(Stage.AssignmentRequestRemoved, told),
    ]
    one = kristin.assignment_policies.by_access_package_assignment_policy_id(built.policy)
    await one.put(calling)
    read = await one.get(options_of(one, expand=["customExtensionStageSettings($expand=customExtension)"]))
    settings = read.custom_extension_stage_settings
    assert [setting.custom_extension.display_name for setting in settings] == ["asked", "asked", "told", "told"]

    made = await send(amara, AccessPackageRequestType.UserAdd, accessPackageId=built.package)
    requests = amara.assignment_requests.by_access_package_assignment_request_id(made.id)
    # It is called again after its 503.
    call = gate.at("assignmentRequestCreated")
    assert call["data"]["target"]["objectId"] == person
    waiting = await requests.get()
    assert (waiting.state, waiting.status) == (AccessPackageRequestState.Submitted, "WaitingForCallback")
    assert gate.answer(server, call, state="maybe").status_code == 400
    assert gate.answer(server, call, customExtensionStageInstanceDetail="knows her").status_code == 204
    assert gate.answer(server, call).status_code == 400

    await decide(server, INES, made.id)
    call = gate.at("assignmentRequestApproved")
    assert person not in members(server, crew)
    data = AccessPackageAssignmentRequestCallbackData(
        odata_type="#microsoft.graph.accessPackageAssignmentRequestCallbackData",
        stage=Stage.AssignmentRequestApproved,
        custom_extension_stage_instance_id=call["data"]["customExtensionStageInstanceId"],
        custom_extension_stage_instance_detail="looked again",
    )
    by_hand = kristin.assignment_requests.by_access_package_assignment_request_id(made.id)
    await by_hand.resume.post(ResumePostRequestBody(source="Gate", type=call["type"], data=data))
    request = await ended(amara, made.id)
    assert request.state is AccessPackageRequestState.Delivered
    assert person in members(server, crew)
    gate.at("assignmentRequestGranted")

    left = await about(kristin, AccessPackageRequestType.AdminRemove, request.assignment.id)
    await ended(kristin, left.id)
    gate.at("assignmentRequestRemoved")
    assert gate.wrong == []
    instances = (await by_hand.get()).custom_extension_callout_instances
    status = CustomExtensionCalloutInstanceStatus
    assert [(one.status, one.detail) for one in instances] == [
        (status.CallbackReceived, "knows her"),
        (status.CallbackReceived, "looked again"),
        (status.CalloutSent, None),
    ]

    await tear_down(kristin, built, [asked.id, told.id])


def test_nobody_is_called_where_nobody_may_be(server, gate):
    """The shared server's configuration names no origin."""
    asyncio.run(_nobody_is_called(server, gate))


async def _nobody_is_called(server, gate):
    kristin = entitlement_management(server, KRISTIN)
    (catalog,) = (await kristin.catalogs.get(options_of(kristin.catalogs, top=1))).value
    with pytest.raises(Exception, match="allowed_origins"):
        await extension(kristin, catalog.id, gate, "asked", False)
