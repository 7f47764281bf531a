import type { Page } from '@playwright/test'
import { Actor } from './actor'
import { expect, test } from './fixtures'
import { mirrored as say } from './mirrored'

test.use({ isolated: true, language: 'qps-plocm' })

const main = (page: Page) => page.getByRole('main')
const sentence = (page: Page) => main(page).getByRole('heading', { level: 1 })

test('the journey from right to left, in longer words', async ({ page, server, audit, signIn }) => {
  test.setTimeout(90_000)
  await page.goto('/')
  await page.getByRole('searchbox', { name: say('Find a person') }).fill('Amara')
  await page.getByRole('button', { name: 'Amara Nwosu' }).click()
  const navigation = page.getByRole('navigation', { name: say('Main') })
  await expect(page.locator('html')).toHaveAttribute('dir', 'rtl')
  await navigation.getByRole('link', { name: say('Packages') }).click()
  await expect(sentence(page)).toHaveText(say('Packages'))
  const [rail, content] = [await navigation.boundingBox(), await main(page).boundingBox()]
  expect(rail?.x, 'the rail stands at the right').toBeGreaterThan(content?.x ?? Infinity)

  await main(page).getByRole('searchbox').fill('planner repository')
  await page.keyboard.press('Enter')
  await main(page).getByRole('link', { name: 'Motion Planning Source' }).click()
  await expect(sentence(page)).toHaveText('Motion Planning Source')
  await audit()
  await main(page).getByRole('link', { name: say('Request access') }).click()
  const ticket = main(page).getByRole('textbox', { name: 'Change ticket' })
  await ticket.fill('CHG')
  await main(page).getByRole('textbox', { name: say('Why do you need it?') }).fill('Port the collision checker.')
  await main(page).getByRole('button', { name: say('Continue') }).click()
  await expect(page.getByRole('alert')).toContainText('CHG-12345')
  await audit()
  await ticket.fill('CHG-20391')
  await main(page).getByRole('button', { name: say('Continue') }).click()
  await main(page).getByRole('radio', { name: new RegExp(`^30 ${say('days')}`) }).check()
  await audit()
  await main(page).getByRole('button', { name: say('Continue') }).click()
  await expect(sentence(page)).toHaveText(say('Check before you send'))
  await audit()
  await main(page).getByRole('button', { name: say('Send request') }).click()
  await expect(sentence(page)).toContainText(say('Sent'))
  await main(page).getByRole('link', { name: say('See the request') }).click()
  await expect(sentence(page)).toContainText('Tomasz Wieczorek')
  await audit()

  const request = new URL(page.url()).pathname.split('/').pop()
  // Another person signs in below an open page: what it polls for just then would be refused.
  await page.goto('about:blank')
  await signIn('tomasz.wieczorek@aldervik.example')
  await page.goto(`/approvals/${request}`)
  await page.getByRole('button', { name: say('Approve') }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox').fill('Welcome.')
  await audit()
  await dialog.getByRole('button', { name: say('Approve') }).click()
  await expect(main(page)).toContainText(say('You approved this'))

  const amara = await Actor.signIn(server.url, 'amara.nwosu@aldervik.example')
  const planner = await amara.packageId('Motion Planning Source')
  await expect.poll(() => amara.membersOf(planner, 'motion-planning-devs')).toContain('Amara Nwosu')
})
