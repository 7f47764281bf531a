"""An organisation large enough to try things out in: people who ask, four approvers of each stage, packages with and without approval."""

import json

APPROVERS = ["vera", "viggo", "viola", "vito"]
#: Those of them who read mail.
READERS = ["vera", "viggo"]
#: Those of them who administer everything.
ADMINISTRATORS = ["viola", "vito"]
MAIL = "faults.example"


def write(file, people, packages):
    """Every second package needs an approval by one of the four."""
    users = [user(f"p{n:03}") for n in range(people)] + [user(name) for name in APPROVERS]
    groups = [{"key": f"g{n:03}", "displayName": f"Group {n:03}", "members": []} for n in range(packages)]
    resources = [
        {"key": f"r{n:03}", "originSystem": "AadGroup", "originId": f"g{n:03}", "displayName": f"Group {n:03}"}
        for n in range(packages)
    ]
    catalog = {
        "key": "all",
        "displayName": "All",
        "state": "published",
        "isExternallyVisible": False,
        "resources": resources,
        "accessPackages": [package(n) for n in range(packages)],
    }
    whole = {
        "organization": {"displayName": "Faults", "timeZone": "Europe/Lisbon"},
        "users": users,
        "groups": groups,
        "catalogs": [catalog],
        "roleAssignments": [{"principal": name, "role": "Administrator"} for name in ADMINISTRATORS],
    }
    file.write_text(json.dumps(whole), encoding="utf-8")
    return file


def user(name):
    address = f"{name}@{MAIL}"
    mail = None if name in APPROVERS and name not in READERS else address
    return {"key": name, "userPrincipalName": address, "displayName": name.title(), "mail": mail, "userType": "Member"}


def needs_approval(number):
    """Whether the package of this number needs an approval."""
    return number % 2 == 0


def package(number):
    deciders = [{"@odata.type": "#microsoft.graph.singleUser", "userId": name} for name in APPROVERS]
    stage = {"durationBeforeAutomaticDenial": "P14D", "primaryApprovers": deciders}
    needed = needs_approval(number)
    approval = {"isApprovalRequiredForAdd": needed, "stages": [stage] if needed else []}
    policy = {
        "key": f"k{number:03}-staff",
        "displayName": "Staff",
        "allowedTargetScope": "allMemberUsers",
        "expiration": {"type": "afterDuration", "duration": "P30D"},
        "requestorSettings": {
            "enableTargetsToSelfAddAccess": True,
            "enableTargetsToSelfUpdateAccess": True,
            "enableTargetsToSelfRemoveAccess": True,
        },
        "requestApprovalSettings": approval,
    }
    return {
        "key": f"k{number:03}",
        "displayName": f"Package {number:03}",
        "resourceRoleScopes": [{"resource": f"r{number:03}", "role": "Member"}],
        "assignmentPolicies": [policy],
    }
