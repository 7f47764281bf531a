"""An administrator builds something to ask for with Microsoft's own Python SDK, changes it, and takes it down again."""

import asyncio

import pytest
from msgraph.generated.models.access_package import AccessPackage
from msgraph.generated.models.access_package_approval_stage import AccessPackageApprovalStage
from msgraph.generated.models.access_package_assignment_approval_settings import AccessPackageAssignmentApprovalSettings
from msgraph.generated.models.access_package_assignment_policy import AccessPackageAssignmentPolicy
from msgraph.generated.models.access_package_assignment_requestor_settings import AccessPackageAssignmentRequestorSettings
from msgraph.generated.models.access_package_catalog import AccessPackageCatalog
from msgraph.generated.models.access_package_catalog_state import AccessPackageCatalogState
from msgraph.generated.models.access_package_catalog_type import AccessPackageCatalogType
from msgraph.generated.models.access_package_text_input_question import AccessPackageTextInputQuestion
from msgraph.generated.models.allowed_target_scope import AllowedTargetScope
from msgraph.generated.models.expiration_pattern import ExpirationPattern
from msgraph.generated.models.expiration_pattern_type import ExpirationPatternType
from msgraph.generated.models.o_data_errors.o_data_error import ODataError
from msgraph.generated.models.single_user import SingleUser

from sdk_client import entitlement_management, options_of

KRISTIN = "kristin.moe@aldervik.example"
AMARA = "amara.nwosu@aldervik.example"


async def offered(server, name):
    """Whether Amara may ask for it."""
    builder = entitlement_management(server, AMARA).access_packages.filter_by_current_user_with_on("allowedRequestor")
    found = await builder.get(options_of(builder, filter=f"displayName eq '{name}'", count=True))
    return found.odata_count == 1


def a_policy(package, approver):
    """A month at a time, after one decision and one question."""
    stage = AccessPackageApprovalStage(
        duration_before_automatic_denial="P7D",
        is_approver_justification_required=False,
        is_escalation_enabled=False,
        primary_approvers=[SingleUser(odata_type="#microsoft.graph.singleUser", user_id=approver)],
    )
    return AccessPackageAssignmentPolicy(
        display_name="Whoever works here",
        allowed_target_scope=AllowedTargetScope.AllMemberUsers,
        expiration=ExpirationPattern(type=ExpirationPatternType.AfterDuration, duration="P30D"),
        requestor_settings=AccessPackageAssignmentRequestorSettings(enable_targets_to_self_add_access=True),
        request_approval_settings=AccessPackageAssignmentApprovalSettings(
            is_approval_required_for_add=True, stages=[stage]
        ),
        questions=[
            AccessPackageTextInputQuestion(
                odata_type="#microsoft.graph.accessPackageTextInputQuestion", text="Which hull?", is_required=True
            )
        ],
        access_package=AccessPackage(id=package),
    )


def test_from_catalog_to_policy_and_back(server):
    asyncio.run(_from_catalog_to_policy_and_back(server))


async def _from_catalog_to_policy_and_back(server):
    em = entitlement_management(server, KRISTIN)
    catalog = await em.catalogs.post(
        AccessPackageCatalog(display_name="Dry dock", description="Hulls", is_externally_visible=False)
    )
    assert catalog.catalog_type is AccessPackageCatalogType.UserManaged
    assert catalog.state is AccessPackageCatalogState.Published
    package = await em.access_packages.post(
        AccessPackage(display_name="Slipway Winch", catalog=AccessPackageCatalog(id=catalog.id))
    )
    assert package.is_hidden is False
    assert not await offered(server, "Slipway Winch")

    (approver,) = server.rows("SELECT id FROM users WHERE user_principal_name = 'ines.duarte@aldervik.example'")
    policy = await em.assignment_policies.post(a_policy(package.id, approver[0]))
    assert policy.allowed_target_scope is AllowedTargetScope.AllMemberUsers
    assert await offered(server, "Slipway Winch")

    one = em.assignment_policies.by_access_package_assignment_policy_id(policy.id)
    read = await one.get(options_of(one, expand=["accessPackage", "catalog", "questions"]))
    assert (read.access_package.id, read.catalog.id) == (package.id, catalog.id)
    assert [question.text for question in read.questions] == ["Which hull?"]
    assert read.request_approval_settings.stages[0].primary_approvers[0].user_id == approver[0]

    await em.access_packages.by_access_package_id(package.id).patch(AccessPackage(is_hidden=True))
    assert not await offered(server, "Slipway Winch")
    await em.access_packages.by_access_package_id(package.id).patch(AccessPackage(is_hidden=False))
    await em.catalogs.by_access_package_catalog_id(catalog.id).patch(
        AccessPackageCatalog(state=AccessPackageCatalogState.Unpublished)
    )
    assert not await offered(server, "Slipway Winch")

    with pytest.raises(ODataError) as refused:
        await em.catalogs.by_access_package_catalog_id(catalog.id).delete()
    assert refused.value.response_status_code == 409
    await one.delete()
    await em.access_packages.by_access_package_id(package.id).delete()
    await em.catalogs.by_access_package_catalog_id(catalog.id).delete()
    with pytest.raises(ODataError) as gone:
        await em.catalogs.by_access_package_catalog_id(catalog.id).get()
    assert gone.value.response_status_code == 404


def test_somebody_without_a_role_builds_nothing(server):
    asyncio.run(_without_a_role(server))


async def _without_a_role(server):
    em = entitlement_management(server, AMARA)
    assert (await em.catalogs.get()).value == []
    with pytest.raises(ODataError) as refused:
        await em.catalogs.post(AccessPackageCatalog(display_name="Dry dock"))
    assert refused.value.response_status_code == 403
