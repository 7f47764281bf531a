// An organisation with as many packages as Entra allows, beside the people of the demo's size: what the portal has to cope with.

const AREAS = ['Robotics', 'Logistik', 'Qualité', '製造', 'Доступ', 'Ärzte', 'Field', 'Finance']
const WORDS = ['Telemetry', 'Signing', 'Ledger', 'Archive', 'Bench', 'Gateway', 'Réseau', 'Lager', '検査', 'Журнал']

/** The organisation file; `packages` packages over eight areas, each open to every member with one approver. */
export function organisation(packages) {
  const people = [
    { key: 'ana', displayName: 'Ana Quist', manager: 'bo' },
    { key: 'bo', displayName: 'Bo Marsh' },
  ].map((person) => ({
    ...person,
    userPrincipalName: `${person.key}@lab.example`,
    mail: `${person.key}@lab.example`,
    userType: 'Member',
  }))
  const catalogs = AREAS.map((area, index) => ({
    key: `c${index}`,
    displayName: area,
    description: `What belongs to ${area}.`,
    state: 'published',
    isExternallyVisible: false,
    resources: [
      { key: `r${index}`, originSystem: 'AadGroup', originId: `g${index}`, displayName: `${area} members` },
    ],
    accessPackages: numbers(packages)
      .filter((number) => number % AREAS.length === index)
      .map((number) => accessPackage(number, `r${index}`)),
  }))
  return {
    organization: { displayName: 'Lab' },
    users: people,
    groups: AREAS.map((area, index) => ({ key: `g${index}`, displayName: `${area} members`, members: [] })),
    catalogs,
  }
}

function accessPackage(number, resource) {
  const word = WORDS[number % WORDS.length]
  return {
    key: `p${number}`,
    displayName: `${word} ${number}`,
    description: `Everything that work on ${word} number ${number} needs, and nothing else.`,
    isHidden: false,
    resourceRoleScopes: [{ resource, role: 'Member' }],
    assignmentPolicies: [
      {
        key: `p${number}-all`,
        displayName: 'Staff',
        allowedTargetScope: 'allMemberUsers',
        requestorSettings: { enableTargetsToSelfAddAccess: true },
        requestApprovalSettings: {
          isApprovalRequiredForAdd: true,
          isRequestorJustificationRequired: true,
          stages: [
            {
              durationBeforeAutomaticDenial: 'P14D',
              primaryApprovers: [{ '@odata.type': '#microsoft.graph.requestorManager', managerLevel: 1 }],
            },
          ],
        },
      },
    ],
  }
}

function numbers(count) {
  return Array.from({ length: count }, (_, number) => number)
}
