"""An organisation's access, built from nothing with Microsoft's Python SDK: catalog, resource, package, policy, partner and sponsors."""

from dataclasses import dataclass

from msgraph.generated.models.access_package import AccessPackage
from msgraph.generated.models.access_package_approval_stage import AccessPackageApprovalStage
from msgraph.generated.models.access_package_assignment_approval_settings import AccessPackageAssignmentApprovalSettings
from msgraph.generated.models.access_package_assignment_policy import AccessPackageAssignmentPolicy
from msgraph.generated.models.access_package_assignment_requestor_settings import AccessPackageAssignmentRequestorSettings
from msgraph.generated.models.access_package_catalog import AccessPackageCatalog
from msgraph.generated.models.access_package_request_type import AccessPackageRequestType
from msgraph.generated.models.access_package_resource import AccessPackageResource
from msgraph.generated.models.access_package_resource_request import AccessPackageResourceRequest
from msgraph.generated.models.access_package_resource_role import AccessPackageResourceRole
from msgraph.generated.models.access_package_resource_role_scope import AccessPackageResourceRoleScope
from msgraph.generated.models.access_package_resource_scope import AccessPackageResourceScope
from msgraph.generated.models.access_package_text_input_question import AccessPackageTextInputQuestion
from msgraph.generated.models.allowed_target_scope import AllowedTargetScope
from msgraph.generated.models.connected_organization import ConnectedOrganization
from msgraph.generated.models.domain_identity_source import DomainIdentitySource
from msgraph.generated.models.expiration_pattern import ExpirationPattern
from msgraph.generated.models.expiration_pattern_type import ExpirationPatternType
from msgraph.generated.models.reference_create import ReferenceCreate
from msgraph.generated.models.single_user import SingleUser
from msgraph.generated.models.target_manager import TargetManager

from sdk_client import options_of


@dataclass
class Built:
    """The ids of what was built."""

    catalog: str
    resource: str
    package: str
    policy: str


def user_id(server, name):
    """The directory id of somebody in the demo."""
    ((found,),) = server.rows("SELECT id FROM users WHERE user_principal_name = ?", name)
    return found


def group_id(server, name):
    """The directory id of a group of the demo."""
    ((found,),) = server.rows("SELECT id FROM groups WHERE display_name = ?", name)
    return found


def members(server, group):
    """Directory ids of a group's members."""
    return {id for (id,) in server.rows("SELECT member_id FROM group_members WHERE group_id = ?", group)}


def in_group(resource, group, word="Member"):
    """The role that makes somebody a member of a group that a catalog knows."""
    role = AccessPackageResourceRole(
        origin_id=f"{word}_{group}",
        origin_system="AadGroup",
        display_name=word,
        resource=AccessPackageResource(id=resource, origin_id=group, origin_system="AadGroup"),
    )
    scope = AccessPackageResourceScope(origin_id=group, origin_system="AadGroup")
    return AccessPackageResourceRoleScope(role=role, scope=scope)


async def bring_in(em, catalog, group):
    """A group brought into a catalog; its id there."""
    await em.resource_requests.post(
        AccessPackageResourceRequest(
            request_type=AccessPackageRequestType.AdminAdd,
            resource=AccessPackageResource(origin_id=group, origin_system="AadGroup"),
            catalog=AccessPackageCatalog(id=catalog),
        )
    )
    resources = em.catalogs.by_access_package_catalog_id(catalog).resources
    found = await resources.get(options_of(resources, filter=f"originId eq '{group}'", expand=["roles", "scopes"]))
    (resource,) = found.value
    assert {role.display_name for role in resource.roles} == {"Member", "Owner"}
    assert [scope.is_root_scope for scope in resource.scopes] == [True]
    return resource.id


def policy(package, approvers, **settings):
    """A month at a time, after one decision by each of the approvers; people may extend, leave, and ask for their reports."""
    stages = [
        AccessPackageApprovalStage(
            duration_before_automatic_denial="P7D",
            is_approver_justification_required=False,
            is_escalation_enabled=False,
            primary_approvers=[SingleUser(odata_type="#microsoft.graph.singleUser", user_id=approver)],
        )
        for approver in approvers
    ]
    question = AccessPackageTextInputQuestion(
        odata_type="#microsoft.graph.accessPackageTextInputQuestion",
        text="Which hull?",
        is_required=True,
        is_answer_editable=False,
    )
    return AccessPackageAssignmentPolicy(
        display_name="Whoever works here",
        allowed_target_scope=settings.get("scope", AllowedTargetScope.AllMemberUsers),
        expiration=ExpirationPattern(type=ExpirationPatternType.AfterDuration, duration="P90D"),
        requestor_settings=AccessPackageAssignmentRequestorSettings(
            enable_targets_to_self_add_access=True,
            enable_targets_to_self_update_access=True,
            enable_targets_to_self_remove_access=True,
            allow_custom_assignment_schedule=True,
            enable_on_behalf_requestors_to_add_access=True,
            on_behalf_requestors=[TargetManager(odata_type="#microsoft.graph.targetManager", manager_level=1)],
        ),
        request_approval_settings=AccessPackageAssignmentApprovalSettings(
            is_approval_required_for_add=bool(stages), is_approval_required_for_update=False, stages=stages
        ),
        questions=[question] if stages else [],
        access_package=AccessPackage(id=package),
    )


async def build(em, server, name, group, approvers):
    """A catalog with one package that opens a group, under one policy."""
    catalog = await em.catalogs.post(AccessPackageCatalog(display_name=f"{name} catalog", is_externally_visible=True))
    resource = await bring_in(em, catalog.id, group)
    package = await em.access_packages.post(
        AccessPackage(display_name=name, catalog=AccessPackageCatalog(id=catalog.id))
    )
    given = em.access_packages.by_access_package_id(package.id).resource_role_scopes
    made = await given.post(in_group(resource, group))
    assert made.id.count("_") == 1
    approvers = [user_id(server, approver) for approver in approvers]
    made = await em.assignment_policies.post(policy(package.id, approvers))
    return Built(catalog.id, resource, package.id, made.id)


async def tear_down(em, built, extensions=()):
    """Takes it all away again; nobody may hold anything any more."""
    await em.assignment_policies.by_access_package_assignment_policy_id(built.policy).delete()
    await em.access_packages.by_access_package_id(built.package).delete()
    await em.resource_requests.post(
        AccessPackageResourceRequest(
            request_type=AccessPackageRequestType.AdminRemove,
            resource=AccessPackageResource(id=built.resource),
            catalog=AccessPackageCatalog(id=built.catalog),
        )
    )
    catalog = em.catalogs.by_access_package_catalog_id(built.catalog)
    for extension in extensions:
        await catalog.custom_workflow_extensions.by_custom_callout_extension_id(extension).delete()
    await catalog.delete()


async def partner(em, name, domain):
    """A connected organisation with one domain."""
    source = DomainIdentitySource(
        odata_type="#microsoft.graph.domainIdentitySource", display_name=name, domain_name=domain
    )
    return await em.connected_organizations.post(
        ConnectedOrganization(display_name=name, description="Ropes and anchors", identity_sources=[source])
    )


def reference(kind, id):
    """`{"@odata.id": "…"}`."""
    return ReferenceCreate(odata_id=f"https://graph.microsoft.com/v1.0/{kind}/{id}")
