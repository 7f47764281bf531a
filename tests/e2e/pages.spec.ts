import type { Page } from '@playwright/test'
import { Actor } from './actor'
import { expect, test } from './fixtures'
import { mirrored } from './mirrored'

test.use({ isolated: true })

const AMARA = 'amara.nwosu@aldervik.example'
const INES = 'ines.duarte@aldervik.example'

/** One page: where it is, who looks at it, and what its one sentence is about in English. */
type Place = { path: string; who: string; about: RegExp }

/** A little life in the organisation: something open, something that waits, something refused, something on its way. */
async function livedIn(url: string): Promise<Record<string, Place>> {
  const [amara, ines] = await Promise.all([Actor.signIn(url, AMARA), Actor.signIn(url, INES)])
  const opened = await amara.ask('Simulation Cluster')
  const waiting = await amara.ask('Arm Firmware Signing', ['CHG-20417', 'bench'])
  const refused = await amara.ask('Vision Training Data', ['bins', 'Grasp tests.'])
  await ines.decide(refused, 'Deny', 'Use the public subset first, it has the same labels.')
  const access = await amara.delivered(opened)
  const [signing, gate] = await Promise.all([ines.packageId('Arm Firmware Signing'), ines.packageId('Release Gate Sign-off')])
  const page = (path: string, who: string, about: RegExp): Place => ({ path, who, about })
  return {
    home: page('/', AMARA, /on its way|waits for you|on their way/),
    'home with decisions': page('/', INES, /\d+ decisions/),
    packages: page('/packages', INES, /Packages/),
    'packages found': page('/packages?q=planner%20repository', INES, /Packages/),
    'nothing found': page('/packages?q=zeppelin', INES, /Packages/),
    package: page(`/packages/${signing}`, INES, /Arm Firmware Signing/),
    'another package': page(`/packages/${gate}`, INES, /Release Gate Sign-off/),
    questions: page(`/packages/${signing}/request/questions`, INES, /.+/),
    requests: page('/requests', AMARA, /Requests/),
    'requests finished': page('/requests?show=finished', AMARA, /Requests/),
    'request waiting': page(`/requests/${waiting}`, AMARA, /.+/),
    'request refused': page(`/requests/${refused}`, AMARA, /.+/),
    'request delivered': page(`/requests/${opened}`, AMARA, /.+/),
    access: page('/access', AMARA, /.+/),
    'access item': page(`/access/${access}`, AMARA, /.+/),
    approvals: page('/approvals', INES, /.+/),
    approval: page(`/approvals/${waiting}`, INES, /.+/),
    'nothing here': page('/requests/00000000-0000-4000-8000-000000000000', INES, /Nothing here/),
    'no such page': page('/no-such-page', INES, /.+/),
  }
}

test('every page stands up to axe and says one sentence first', { tag: '@pages' }, async ({
  page, server, signIn, audit, troubles, language,
}) => {
  test.setTimeout(120_000)
  troubles.allow(/404/)
  const pages = await livedIn(server.url)
  await page.goto('/sign-in')
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await audit()

  let signedIn = ''
  for (const [name, { path, who, about }] of Object.entries(pages)) {
    await test.step(name, async () => {
      if (who !== signedIn) {
        // Below an open page: what it polls for just then would be refused.
        await page.goto('about:blank')
        await signIn(who)
        signedIn = who
      }
      await page.goto(path)
      const sentence = page.getByRole('main').getByRole('heading', { level: 1 })
      await expect(sentence).toHaveCount(1)
      // The pseudo-locale has other words for the same things.
      if (!language) await expect(sentence).toHaveText(about)
      await expect(page).toHaveTitle(new RegExp(`. · ${language ? mirrored('Portico') : 'Portico'}$`))
      await expect(page.locator('[aria-busy=true]')).toHaveCount(0)
      if (language) await expect(page.locator('html')).toHaveAttribute('dir', 'rtl')
      await expectNoSidewaysScroll(page)
      await audit()
    })
  }
})

async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const spare = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  expect(spare, 'nothing sticks out sideways').toBeLessThanOrEqual(0)
}

test('the first page has decisions in the order in which they are due', async ({ page, signIn }) => {
  await signIn(INES)
  const decisions = async (path: string): Promise<string[]> => {
    await page.goto(path)
    await expect(page.getByRole('heading', { level: 1 })).toContainText(/decisions/)
    const links = page.getByRole('main').getByRole('link')
    const targets = await links.evaluateAll((found) => found.map((link) => (link as HTMLAnchorElement).pathname))
    return targets.filter((target) => target.startsWith('/approvals/'))
  }
  const listed = await decisions('/approvals')
  expect(listed.length).toBeGreaterThan(1)
  expect(await decisions('/')).toEqual(listed)
})
