// `cargo xtask bench portal`: the portal on the lab phone, as tables. Times are printed, not judged: machines are noisy. Sizes and calls are
// what the build and the browser tests hold to their budgets.

import { once } from 'node:events'
import { createServer } from 'node:net'
import { parseArgs } from 'node:util'
import { chromium } from 'playwright-core'
import { categories } from './categories.mjs'
import { heap, typing } from './lasting.mjs'
import { organisation } from './organisation.mjs'
import { start } from './server.mjs'
import { visits } from './visits.mjs'

const UPN = 'ana@lab.example'
const QUIET = ['--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run']

const { values: said } = parseArgs({
  options: {
    binary: { type: 'string' },
    chromium: { type: 'string', default: '/usr/bin/chromium' },
    packages: { type: 'string', default: '4000' },
  },
})

const packages = Number(said.packages)
const server = await start(said.binary, organisation(packages))
const port = await freePort()
const asRoot = process.getuid?.() === 0
const browser = await chromium.launch({
  executablePath: said.chromium,
  args: [...QUIET, `--remote-debugging-port=${port}`, ...(asRoot ? ['--no-sandbox', '--disable-dev-shm-usage'] : [])],
})
try {
  const place = { url: server.url, upn: UPN, packageId: await anyPackage(server.url) }
  console.log(`\n${packages} packages; phone of 360x640, 1.6 Mbit/s, 150 ms, processor 4 times slower\n`)
  console.log('| route | loaded cold, kB | API calls | LCP cold, s | blocked, ms | CLS | repeated, kB | LCP, s |')
  console.log('| --- | --- | --- | --- | --- | --- | --- | --- |')
  for (const { name, cold, repeat } of await visits(browser, place)) {
    const cells = [
      name, kilobytes(cold.bytes), cold.calls, seconds(cold.lcp), Math.round(cold.blocked), cold.cls.toFixed(3),
      kilobytes(repeat.bytes), seconds(repeat.lcp),
    ]
    console.log(`| ${cells.join(' | ')} |`)
  }
  const keys = await typing(browser, place)
  console.log(`\ntyping in search: ${keys.count} interactions, median ${keys.median} ms, largest ${keys.largest} ms`)
  const memory = await heap(browser, place)
  console.log(`heap: ${memory.first.toFixed(1)} MB at first, ${memory.last.toFixed(1)} MB with ${memory.count} rows`)
  const { scores, failed } = await categories(port, place.url, await session(place.url))
  console.log(`Lighthouse: ${scores.map(([title, score]) => `${title} ${score}`).join(', ')}`)
  if (failed.length > 0) console.log(`  not passed: ${failed.join(', ')}`)
} finally {
  await browser.close()
  await server.stop()
}

/** The cookie of a new session, as a request header. */
async function session(url) {
  const answer = await fetch(`${url}/demo/sign-in`, {
    method: 'POST',
    headers: { 'X-Portico': '1', 'Content-Type': 'application/json' },
    body: JSON.stringify({ userPrincipalName: UPN }),
  })
  const [cookie] = answer.headers.getSetCookie()
  return cookie.split(';')[0]
}

async function anyPackage(url) {
  const path = "/v1.0/identityGovernance/entitlementManagement/accessPackages/filterByCurrentUser(on='allowedRequestor')?$top=1"
  const answer = await fetch(url + path, { headers: { Cookie: await session(url) } })
  const { value } = await answer.json()
  return value[0].id
}

async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address()
  probe.close()
  await once(probe, 'close')
  return port
}

function kilobytes(bytes) {
  return (bytes / 1000).toFixed(0)
}

function seconds(milliseconds) {
  return (milliseconds / 1000).toFixed(2)
}
