"""What access does to people in the directory, with Microsoft's Python SDK: answers that fill it, and guests who leave it."""

import asyncio

from msgraph.generated.models.access_package_catalog import AccessPackageCatalog
from msgraph.generated.models.access_package_external_user_lifecycle_action import AccessPackageExternalUserLifecycleAction
from msgraph.generated.models.access_package_request_state import AccessPackageRequestState as State
from msgraph.generated.models.access_package_request_type import AccessPackageRequestType as Kind
from msgraph.generated.models.access_package_resource import AccessPackageResource
from msgraph.generated.models.access_package_resource_attribute import AccessPackageResourceAttribute
from msgraph.generated.models.access_package_resource_attribute_question import AccessPackageResourceAttributeQuestion
from msgraph.generated.models.access_package_resource_request import AccessPackageResourceRequest
from msgraph.generated.models.access_package_subject import AccessPackageSubject
from msgraph.generated.models.access_package_subject_lifecycle import AccessPackageSubjectLifecycle
from msgraph.generated.models.access_package_text_input_question import AccessPackageTextInputQuestion
from msgraph.generated.models.access_package_user_directory_attribute_store import AccessPackageUserDirectoryAttributeStore
from msgraph.generated.models.allowed_target_scope import AllowedTargetScope
from msgraph.generated.models.entitlement_management_settings import EntitlementManagementSettings

from sdk_client import entitlement_management
from sdk_organisation import policy, user_id
from test_sdk_clock import AMARA, KRISTIN, advance, ask, built, read
from test_sdk_life_cycles import ended, send, until


def asked(attribute, **settings):
    """An attribute of people that an answer in words fills."""
    question = AccessPackageTextInputQuestion(
        odata_type="#microsoft.graph.accessPackageTextInputQuestion", text="Which office?", is_required=True
    )
    return AccessPackageResourceAttribute(
        name=attribute,
        destination=AccessPackageUserDirectoryAttributeStore(
            odata_type="#microsoft.graph.accessPackageUserDirectoryAttributeStore"
        ),
        source=AccessPackageResourceAttributeQuestion(
            odata_type="#microsoft.graph.accessPackageResourceAttributeQuestion", question=question
        ),
        **settings,
    )


def test_a_resource_asks_what_the_directory_keeps(fresh_server):
    asyncio.run(_a_resource_asks(fresh_server()))


async def _a_resource_asks(server):
    opened = await built(server, [])
    kristin = entitlement_management(server, KRISTIN)
    attribute = asked("officeLocation", is_editable=True, is_persisted_on_assignment_removal=False)
    resource = AccessPackageResource(id=opened.resource, attributes=[attribute])
    made = await kristin.resource_requests.post(
        AccessPackageResourceRequest(
            request_type=Kind.AdminUpdate, resource=resource, catalog=AccessPackageCatalog(id=opened.catalog)
        )
    )
    assert made.request_type is Kind.AdminUpdate
    catalog = kristin.catalogs.by_access_package_catalog_id(opened.catalog)
    (known,) = (await catalog.resources.get()).value
    assert known.attributes[0].source.question.text == "Which office?"
    office = "SELECT office_location FROM users WHERE user_principal_name = ?"
    ((before,),) = server.rows(office, AMARA)
    made = await ask(server, opened.package)
    assert (await ended(entitlement_management(server, AMARA), made.id)).state is State.Delivered
    assert before != "Gannet"
    assert server.rows(office, AMARA) == [("Gannet",)]
    held = (await read(server, made.id)).assignment.id
    await send(kristin, Kind.AdminRemove, id=held)
    await until(lambda: server.rows(office, AMARA) == [(None,)])


def guest_without_access(server):
    """Somebody of a partner who holds nothing."""
    found = server.rows(
        "SELECT u.user_principal_name FROM users u WHERE u.user_type = 'Guest' AND u.account_enabled = 1 AND NOT EXISTS "
        "(SELECT 1 FROM assignments a JOIN subjects s ON s.id = a.target_id WHERE s.object_id = u.id) ORDER BY 1"
    )
    return found[0][0]


def test_a_governed_guest_leaves_with_the_last_access(fresh_server):
    asyncio.run(_a_guest_leaves(fresh_server()))


async def _a_guest_leaves(server):
    opened = await built(server, [])
    kristin = entitlement_management(server, KRISTIN)
    settings = EntitlementManagementSettings(
        external_user_lifecycle_action=AccessPackageExternalUserLifecycleAction.BlockSignInAndDelete,
        duration_until_external_user_deleted_after_blocked="P5D",
    )
    await kristin.settings.patch(settings)
    guest = guest_without_access(server)
    everybody = policy(opened.package, [], scope=AllowedTargetScope.AllDirectoryUsers)
    under = await kristin.assignment_policies.post(everybody)
    given = await send(
        kristin, Kind.AdminAdd, accessPackageId=opened.package, assignmentPolicyId=under.id, targetId=user_id(server, guest)
    )
    await until(lambda: server.rows("SELECT state FROM requests WHERE id = ?", given.id) == [("delivered",)])
    governed = AccessPackageSubject(subject_lifecycle=AccessPackageSubjectLifecycle.Governed)
    await kristin.subjects_with_object_id(user_id(server, guest)).patch(governed)
    stands = "SELECT account_enabled, deleted_at IS NOT NULL FROM users WHERE id = ?"
    id = user_id(server, guest)
    assert server.rows(stands, id) == [(1, 0)]
    advance(server, "P90DT1H")
    await until(lambda: server.rows(stands, id) == [(0, 0)])
    advance(server, "P5D")
    await until(lambda: server.rows(stands, id) == [(0, 1)])
