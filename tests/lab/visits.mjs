// Cold and repeated visits: what each route loads, and when a person sees it.

import { PHONE, dress, shown } from './phone.mjs'

const API = /\/(v1\.0|portico\/v1)\//
/** Asked for once by every visit, whatever the route. */
const EVERY_VISIT = /\/portico\/v1\/session$/
const QUIET_MS = 700

/** Each route with what it needs: the id of a package. */
export const ROUTES = [
  ['/', 'home'],
  ['/packages', 'packages'],
  ['/packages/:id', 'package'],
  ['/packages/:id/request/questions', 'request form'],
  ['/requests', 'requests'],
  ['/access', 'access'],
  ['/approvals', 'approvals'],
]

/** One row a route: `cold` and `repeat`, each with bytes, requests and times. */
export async function visits(browser, { url, upn, packageId }) {
  const rows = []
  for (const [path, name] of ROUTES) {
    const address = url + path.replace(':id', packageId)
    const context = await browser.newContext(PHONE)
    await signIn(context, url, upn)
    const cold = await visit(context, address)
    const repeat = await visit(context, address)
    await context.close()
    rows.push({ name, cold, repeat })
  }
  return rows
}

/** Opens a session in the context, without loading the portal. */
export async function signIn(context, url, upn) {
  const answer = await context.request.post(`${url}/demo/sign-in`, {
    headers: { 'X-Portico': '1' },
    data: { userPrincipalName: upn },
  })
  if (!answer.ok()) throw new Error(`sign-in of ${upn}: ${answer.status()}`)
}

async function visit(context, address) {
  const page = await context.newPage()
  const session = await dress(page)
  const loaded = new Map()
  session.on('Network.responseReceived', ({ requestId, response, type }) => {
    loaded.set(requestId, { url: response.url, type, bytes: 0 })
  })
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const one = loaded.get(requestId)
    if (one) one.bytes = encodedDataLength
  })
  await page.goto(address, { waitUntil: 'load' })
  await page.getByRole('main').getByRole('heading', { level: 1 }).waitFor()
  await settled(page)
  const { lcp, cls, blocked } = await shown(page)
  await page.close()
  const all = [...loaded.values()]
  const api = all.filter((one) => API.test(one.url) && !EVERY_VISIT.test(one.url))
  return {
    bytes: sum(all.filter((one) => !API.test(one.url))),
    apiBytes: sum(all.filter((one) => API.test(one.url))),
    calls: api.length,
    lcp,
    cls,
    blocked,
  }
}

/** Until nothing was painted or asked for a while. */
async function settled(page) {
  await page.waitForLoadState('networkidle')
  await page.waitForTimeout(QUIET_MS)
}

function sum(list) {
  return list.reduce((total, one) => total + one.bytes, 0)
}
