import { type APIRequestContext, expect, request } from '@playwright/test'

const EM = '/v1.0/identityGovernance/entitlementManagement'

type Question = { id: string; '@odata.type': string; isRequired: boolean; choices?: { actualValue: string }[] }
type Requirements = { policyId: string; policyDisplayName: string; questions: Question[] }
type Stage = { id: string; assignedToMe: boolean; status: string; reviewResult: string }

/** A demo person who acts through the API, to bring about what a page then shows. */
export class Actor {
  private constructor(private readonly api: APIRequestContext) {}

  static async signIn(url: string, userPrincipalName: string): Promise<Actor> {
    const api = await request.newContext({ baseURL: url, extraHTTPHeaders: { 'X-Portico': '1' } })
    const answer = await api.post('/demo/sign-in', { data: { userPrincipalName } })
    expect(answer.ok(), await answer.text()).toBe(true)
    return new Actor(api)
  }

  async get<T>(path: string): Promise<T> {
    const answer = await this.api.get(path.startsWith('/') ? path : `${EM}/${path}`)
    expect(answer.status(), await answer.text()).toBe(200)
    return (await answer.json()) as T
  }

  /** The id of a package this person may request. */
  async packageId(name: string): Promise<string> {
    const filter = encodeURIComponent(`displayName eq '${name}'`)
    const list = `accessPackages/filterByCurrentUser(on='allowedRequestor')?$filter=${filter}`
    const { value } = await this.get<{ value: { id: string }[] }>(list)
    const [found] = value
    if (!found || value.length > 1) throw new Error(`${name}: ${value.length} packages`)
    return found.id
  }

  /** Requests a package; `values` answer the required questions in their order. */
  async ask(name: string, values: string[] = [], policy?: string): Promise<string> {
    const id = await this.packageId(name)
    const answer = await this.api.post(`${EM}/accessPackages/${id}/getApplicablePolicyRequirements`, { data: {} })
    expect(answer.status(), await answer.text()).toBe(200)
    const { value } = (await answer.json()) as { value: Requirements[] }
    const fits = value.find((one) => !policy || one.policyDisplayName === policy)
    if (!fits) throw new Error(`no policy of ${name} fits`)
    const required = fits.questions.filter((question) => question.isRequired)
    const created = await this.api.post(`${EM}/assignmentRequests`, {
      data: {
        requestType: 'userAdd',
        assignment: { accessPackageId: id, assignmentPolicyId: fits.policyId },
        justification: 'Release 8.2 for the R4 arm ships on 3 December and I hold the rotation.',
        answers: required.map((question, place) => ({
          '@odata.type': '#microsoft.graph.accessPackageAnswerString',
          value: values[place],
          answeredQuestion: { '@odata.type': question['@odata.type'], id: question.id },
        })),
      },
    })
    expect(created.status(), await created.text()).toBe(201)
    return ((await created.json()) as { id: string }).id
  }

  /** Decides the stage that waits for this person. */
  async decide(requestId: string, reviewResult: 'Approve' | 'Deny', justification: string): Promise<void> {
    const approval = `accessPackageAssignmentApprovals/${requestId}`
    const { stages } = await this.get<{ stages: Stage[] }>(approval)
    const mine = stages.find((stage) => stage.assignedToMe && stage.status === 'InProgress')
    if (!mine) throw new Error(`nothing of ${requestId} waits for this person`)
    const answer = await this.api.patch(`${EM}/${approval}/stages/${mine.id}`, {
      data: { reviewResult, justification },
    })
    expect(answer.status(), await answer.text()).toBe(204)
  }

  /** How many decisions wait for this person. */
  async waiting(): Promise<number> {
    type Session = { user: { pendingApprovals: number } }
    return (await this.get<Session>('/portico/v1/session')).user.pendingApprovals
  }

  /** Polls until the request has ended well; the id of the assignment. */
  async delivered(requestId: string): Promise<string> {
    const path = `assignmentRequests/${requestId}?$expand=assignment`
    type Request = { state: string; assignment: { id: string } }
    await expect.poll(async () => (await this.get<Request>(path)).state).toBe('delivered')
    return (await this.get<Request>(path)).assignment.id
  }

  /** Names of the direct members of a group that a package opens. */
  async membersOf(packageId: string, group: string): Promise<string[]> {
    const path = `availableAccessPackages/${packageId}/resourceRoleScopes?$expand=role($expand=resource),scope`
    type Scope = { role: { resource: { displayName: string; originId: string } } }
    const { value } = await this.get<{ value: Scope[] }>(path)
    const resource = value.map(({ role }) => role.resource).find(({ displayName }) => displayName === group)
    if (!resource) throw new Error(`${group} is not in the package`)
    const members = await this.get<{ value: { displayName: string }[] }>(`/v1.0/groups/${resource.originId}/members`)
    return members.value.map(({ displayName }) => displayName)
  }
}
