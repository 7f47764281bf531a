import type { Page } from '@playwright/test'
import { Actor } from './actor'
import { expect, test } from './fixtures'

test.use({ isolated: true })

const INES = 'ines.duarte@aldervik.example'
const JONAS = 'jonas.lund@aldervik.example'
const PRIYA = 'priya.raman@aldervik.example'
const SIGNE = 'signe.nygaard@aldervik.example'
const RAFAELA = 'rafaela.montes@aldervik.example'
const WORDS = 'Fine for the second rig. Please hand the key back to Jonas afterwards.'

const main = (page: Page) => page.getByRole('main')
const sentence = (page: Page) => main(page).getByRole('heading', { level: 1 })

test('signed out on the way: the words are kept and one comes back', async ({ page, context, server, signIn, troubles }) => {
  troubles.allow(/401/)
  await signIn(JONAS)
  const jonas = await Actor.signIn(server.url, JONAS)
  const bench = await jonas.packageId('Gripper Lab Bench')
  await page.goto(`/packages/${bench}/request/questions`)
  const why = main(page).getByRole('textbox', { name: 'Why do you need it?' })
  await why.fill('Force logs for the thesis chapter on soft fingers.')
  await main(page).getByRole('button', { name: 'Continue' }).click()
  await main(page).getByRole('radio', { name: /^30 days/ }).check()
  await main(page).getByRole('button', { name: 'Continue' }).click()
  await expect(sentence(page)).toHaveText('Check before you send')

  await context.clearCookies()
  await main(page).getByRole('button', { name: 'Send request' }).click()
  await expect(page.getByRole('heading', { name: 'You were signed out' })).toBeVisible()
  const again = page.getByRole('link', { name: 'Sign in again' })
  if (await again.isVisible()) await again.click()
  await page.getByRole('button', { name: 'Continue as Jonas Lund' }).click()
  await expect(sentence(page)).toHaveText('Check before you send')
  await expect(main(page)).toContainText('Force logs for the thesis chapter on soft fingers.')
  await main(page).getByRole('button', { name: 'Send request' }).click()
  await expect(sentence(page)).toContainText('Sent')
  const { value } = await jonas.get<{ value: unknown[] }>("assignmentRequests/filterByCurrentUser(on='target')")
  expect(value).toHaveLength(1)
})

test('somebody else decided first: who and when, and the words stay', async ({ page, server, signIn, troubles, audit }) => {
  troubles.allow(/409/)
  const [jonas, priya] = await Promise.all([Actor.signIn(server.url, JONAS), Actor.signIn(server.url, PRIYA)])
  const request = await jonas.ask('Gripper Lab Bench')
  await signIn(INES)
  await page.goto(`/approvals/${request}`)
  await page.getByRole('button', { name: 'Refuse' }).click()
  const dialog = page.getByRole('dialog', { name: 'Refuse Gripper Lab Bench for Jonas Lund?' })
  await dialog.getByRole('textbox', { name: 'Reason' }).fill(WORDS)
  await priya.decide(request, 'Approve', 'Rigs are free.')
  // Either the send meets the conflict, or the page has heard of it already and closes the dialog itself.
  await dialog.getByRole('button', { name: 'Refuse' }).click({ timeout: 3_000 }).catch(() => undefined)
  await expect(dialog).toBeHidden()
  await expect(page.getByRole('heading', { name: /Priya Raman approved this/ })).toBeVisible()
  await expect(main(page)).toContainText(/\d\d:\d\d/)
  await expect(main(page)).toContainText('Rigs are free.')
  await expect(main(page)).toContainText('Your answer was not sent')
  await expect(page.getByRole('textbox', { name: 'Your words are kept here' })).toHaveValue(WORDS)
  await audit()
  const assignments = await jonas.get<{ value: unknown[] }>("assignments/filterByCurrentUser(on='target')")
  expect(assignments.value).toHaveLength(1)
})

test('one decision alone is opened at once, without the list in between', async ({ page, server, signIn }) => {
  const signe = await Actor.signIn(server.url, SIGNE)
  await signe.ask('Safety Case Archive')
  await signIn(RAFAELA)
  await page.goto('/')
  await sentence(page).getByRole('link', { name: '1 decision' }).click()
  await expect(sentence(page)).toContainText('Asks for Safety Case Archive')
  await expect(page.getByRole('button', { name: 'Approve' })).toBeVisible()
})

test('refusing needs a reason, and the requester reads it', async ({ page, server, signIn, audit }) => {
  const jonas = await Actor.signIn(server.url, JONAS)
  const request = await jonas.ask('Gripper Lab Bench')
  await signIn(INES)
  await page.goto(`/approvals/${request}`)
  await page.getByRole('button', { name: 'Refuse' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Refuse' }).click()
  const reason = dialog.getByRole('textbox', { name: 'Reason' })
  await expect(reason).toHaveAttribute('aria-invalid', 'true')
  await expect(reason).toHaveAccessibleDescription(/Say why/)
  await expect(reason).toBeFocused()
  await audit()
  await dialog.getByRole('button', { name: 'Not now' }).click()
  await expect(dialog).toBeHidden()
  await expect(page.getByRole('button', { name: 'Refuse' })).toBeFocused()

  await page.getByRole('button', { name: 'Refuse' }).click()
  await reason.fill('The rigs are taken until Friday.')
  await dialog.getByRole('button', { name: 'Refuse' }).click()
  await expect(main(page)).toContainText('You refused this')

  await signIn(JONAS)
  await page.goto(`/requests/${request}`)
  await expect(sentence(page)).toContainText('Refused by Ines Duarte')
  await expect(main(page)).toContainText('The rigs are taken until Friday.')
  await expect(main(page).getByRole('link', { name: 'Request again' })).toBeVisible()
})

test('cancelling a request, then asking again', async ({ page, server, signIn }) => {
  const jonas = await Actor.signIn(server.url, JONAS)
  const request = await jonas.ask('Gripper Lab Bench')
  await signIn(JONAS)
  await page.goto(`/requests/${request}`)
  await main(page).getByRole('button', { name: 'Cancel request' }).click()
  const dialog = page.getByRole('dialog', { name: 'Cancel the request for Gripper Lab Bench?' })
  await dialog.getByRole('button', { name: 'Cancel request' }).click()
  await expect(sentence(page)).toContainText('You cancelled this')
  await main(page).getByRole('link', { name: 'Request again' }).click()
  await expect(page).toHaveURL(/request\/questions|packages\//)
})

test('two rules fit: one chooses in words, and it opens at once', async ({ page, server, signIn }) => {
  const ines = await Actor.signIn(server.url, INES)
  const toolkit = await ines.packageId('Field Service Toolkit')
  await signIn(INES)
  await page.goto(`/packages/${toolkit}`)
  await main(page).getByRole('link', { name: 'Request access' }).click()
  await expect(sentence(page)).toHaveText('Under which rules do you ask?')
  // The narrower rule was made for her, so it comes first; each says what sets it apart.
  const ways = main(page).getByRole('radio')
  await expect(ways.first()).toHaveAccessibleName(/As on-call engineer.*Nobody has to decide · 14 days/)
  await expect(ways.last()).toHaveAccessibleName(/As staff.*Somebody has to decide · 180 days/)
  await expect(main(page)).toContainText('That depends on the rules you choose')
  await main(page).getByRole('button', { name: 'Continue' }).click()
  await expect(page.getByRole('alert')).toContainText('Choose under which rules you ask')
  await main(page).getByRole('radio', { name: /As on-call engineer/ }).check()
  await main(page).getByRole('button', { name: 'Continue' }).click()
  await main(page).getByRole('textbox', { name: /Incident number/ }).fill('INC-0042')
  await main(page).getByRole('button', { name: 'Continue' }).click()
  await expect(sentence(page)).toHaveText('Check before you send')
  await expect(main(page)).toContainText('Nobody has to decide')
  await main(page).getByRole('button', { name: 'Send request' }).click()
  await main(page).getByRole('link', { name: 'See the request' }).click()
  await expect(sentence(page)).toContainText('Open until', { timeout: 20_000 })
})

test('back and forward keep place, words and focus', async ({ page, server, signIn }) => {
  const jonas = await Actor.signIn(server.url, JONAS)
  const bench = await jonas.packageId('Gripper Lab Bench')
  await signIn(JONAS)
  await page.goto('/packages?q=gripper')
  await main(page).getByRole('link', { name: 'Gripper Lab Bench' }).click()
  await expect(sentence(page)).toHaveText('Gripper Lab Bench')
  await main(page).getByRole('link', { name: 'Request access' }).click()
  await main(page).getByRole('textbox', { name: 'Why do you need it?' }).fill('Soft fingers.')
  await page.goBack()
  await expect(page).toHaveURL(new RegExp(`/packages/${bench}$`))
  await expect(sentence(page)).toHaveText('Gripper Lab Bench')
  await page.goBack()
  await expect(page).toHaveURL(/q=gripper/)
  await expect(main(page).getByRole('searchbox')).toHaveValue('gripper')
  await page.goForward()
  await page.goForward()
  await expect(main(page).getByRole('textbox', { name: 'Why do you need it?' })).toHaveValue('Soft fingers.')
})

test('busy and unreachable: told, tried again, nothing lost', async ({ page, signIn, troubles }) => {
  troubles.allow(/503|ERR_FAILED|Failed to (load|fetch)|ERR_INTERNET/)
  await signIn(JONAS)
  let busy = 2
  await page.route(/\/v1\.0\//, async (route) => {
    if (busy-- > 0) await route.fulfill({ status: 503, headers: { 'Retry-After': '1' }, json: { error: { code: 'ServiceUnavailable', message: 'x' } } })
    else await route.continue()
  })
  await page.goto('/packages')
  await expect(main(page).getByRole('link', { name: 'Gripper Lab Bench' })).toBeVisible({ timeout: 20_000 })
  await page.unroute(/\/v1\.0\//)

  await page.route(/\/v1\.0\//, (route) => route.abort())
  await page.goto('/requests')
  await expect(page.getByRole('heading', { name: 'We could not reach the directory' })).toBeVisible({ timeout: 20_000 })
  await page.unroute(/\/v1\.0\//)
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(page.getByRole('heading', { name: 'You have not asked for anything yet' })).toBeVisible()
})
