import type { Page } from '@playwright/test'
import { Actor } from './actor'
import { expect, test } from './fixtures'
import { audit } from './fixtures/axe'

test.use({ isolated: true })

const AMARA = 'amara.nwosu@aldervik.example'
const INES = 'ines.duarte@aldervik.example'
const GRETE = 'grete.solheim@aldervik.example'
const REASON = 'Release 8.2 for the R4 arm ships on 3 December and I hold the rotation.'

/** Chooses a person on the sign-in page. */
async function signInAs(page: Page, name: string): Promise<void> {
  await page.goto('/')
  await expect(page).toHaveURL(/sign-in/)
  await page.getByRole('searchbox', { name: 'Find a person' }).fill(name)
  await expect(page.getByRole('status').filter({ hasText: '1 person' })).toBeVisible()
  await page.getByRole('button', { name }).click()
  await expect(page.getByRole('button', { name: `Your account: ${name}` })).toBeVisible()
}

const main = (page: Page) => page.getByRole('main')
const sentence = (page: Page) => main(page).getByRole('heading', { level: 1 })

test('from sign-in to delivered access', async ({ page, browser, server }) => {
  test.setTimeout(120_000)

  await test.step('sign in and find a package by the name of what it opens', async () => {
    await signInAs(page, 'Amara Nwosu')
    await expect(sentence(page)).toContainText('Nothing waits for you')
    await audit(page)
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Packages' }).click()
    await expect(sentence(page)).toHaveText('Packages')
    await expect(sentence(page)).toBeFocused()
    await main(page).getByRole('searchbox', { name: 'Search packages and what is inside them' }).fill('forgeyard')
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL(/q=forgeyard/)
    await expect(main(page).getByRole('status')).toContainText('for “forgeyard”')
    await expect(main(page)).toContainText('Forgeyard build service')
    await audit(page)
    await main(page).getByRole('link', { name: 'Arm Firmware Signing' }).click()
  })

  await test.step('the package says what it opens, who decides and why', async () => {
    await expect(sentence(page)).toHaveText('Arm Firmware Signing')
    await expect(main(page)).toContainText('owned by Grete Solheim')
    const opens = page.getByRole('region', { name: 'What it opens' })
    await expect(opens).toContainText('arm-firmware-signers')
    await expect(opens).toContainText('R4 and R6 release notes')
    const how = page.getByRole('region', { name: 'How it goes' })
    await expect(how).toContainText('Ines Duarte')
    await expect(how).toContainText('your manager, 2 days to answer')
    await expect(how).toContainText('Grete Solheim')
    await expect(how).toContainText('Kenji Mori')
    await audit(page)
    await main(page).getByRole('link', { name: 'Request access' }).click()
  })

  const ticket = main(page).getByRole('textbox', { name: 'Change ticket, for example CHG-20417' })
  const why = main(page).getByRole('textbox', { name: 'Why do you need it?' })

  await test.step('a wrong answer is named and nothing typed is lost', async () => {
    await expect(sentence(page)).toHaveText('3 questions from the owner')
    await audit(page)
    await ticket.fill('CHG-17')
    await why.fill(REASON)
    await main(page).getByRole('button', { name: 'Continue' }).click()
    const problems = page.getByRole('alert')
    await expect(problems).toContainText('2 answers need another look')
    await expect(problems).toBeFocused()
    await expect(page).toHaveTitle(/^Error: /)
    await expect(ticket).toHaveValue('CHG-17')
    await expect(ticket).toHaveAttribute('aria-invalid', 'true')
    await expect(ticket).toHaveAccessibleDescription(/must look like CHG-12345/)
    await expect(why).toHaveValue(REASON)
    await audit(page)
    await problems.getByRole('link', { name: /must look like/ }).click()
    await expect(ticket).toBeFocused()
    await page.reload()
    await expect(ticket).toHaveValue('CHG-17')
    await expect(why).toHaveValue(REASON)
  })

  await test.step('right answers go on to the period and the check', async () => {
    await ticket.fill('CHG-20417')
    await main(page).getByRole('radio', { name: 'Test benches only' }).check()
    await main(page).getByRole('button', { name: 'Continue' }).click()
    await expect(sentence(page)).toHaveText('How long do you need it?')
    await main(page).getByRole('radio', { name: /^90 days/ }).check()
    await expect(main(page).getByRole('status').filter({ hasText: 'You would hold it' })).toBeVisible()
    await audit(page)
    await main(page).getByRole('button', { name: 'Continue' }).click()
    await expect(sentence(page)).toHaveText('Check before you send')
    await expect(main(page)).toContainText('CHG-20417')
    await expect(main(page)).toContainText('Test benches only')
    await expect(main(page)).toContainText(REASON)
    await expect(main(page)).toContainText('Not provided')
    await expect(page.getByRole('region', { name: 'What happens next' })).toContainText('Ines Duarte')
    await audit(page)
  })

  await test.step('Change leads to the answer and straight back', async () => {
    await main(page).getByRole('link', { name: /Change.*why you need it/i }).click()
    await expect(why).toHaveValue(REASON)
    await main(page).getByRole('button', { name: 'Continue' }).click()
    await expect(sentence(page)).toHaveText('Check before you send')
  })

  await test.step('sent once, with what happens next', async () => {
    await main(page).getByRole('button', { name: 'Send request' }).click()
    await expect(page).toHaveURL(/request\/sent/)
    await expect(sentence(page)).toContainText('Sent')
    await expect(main(page)).toContainText('Ines Duarte')
    await audit(page)
    await main(page).getByRole('link', { name: 'See the request' }).click()
    await expect(sentence(page)).toContainText(/Waiting for Ines Duarte/)
    await audit(page)
  })
  const requestId = new URL(page.url()).pathname.split('/').pop() ?? ''

  await test.step('the manager approves on a phone', async () => {
    const context = await browser.newContext({
      baseURL: server.url, viewport: { width: 360, height: 640 }, isMobile: true, hasTouch: true,
      locale: 'en-GB', timezoneId: 'Europe/Oslo', reducedMotion: 'reduce',
    })
    const phone = await context.newPage()
    const complaints: string[] = []
    phone.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
    await signInAs(phone, 'Ines Duarte')
    // Others wait for her already; this one is among them.
    const waiting = await (await Actor.signIn(server.url, INES)).waiting()
    await expect(sentence(phone)).toContainText(`${waiting} decisions`)
    await audit(phone)
    const approvals = new RegExp(`Approvals.*${waiting} waiting`)
    await phone.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: approvals }).tap()
    await expect(sentence(phone)).toContainText(`${waiting} decisions wait for you`)
    await audit(phone)
    await main(phone).getByRole('link', { name: /Amara Nwosu/ }).tap()
    await expect(sentence(phone)).toContainText('Asks for Arm Firmware Signing, for 90 days')
    await expect(main(phone)).toContainText('Amara Nwosu')
    await expect(main(phone)).toContainText(REASON)
    await expect(main(phone)).toContainText('You decide because you are Amara Nwosu’s manager')
    await audit(phone)
    await phone.getByRole('button', { name: 'Approve' }).tap()
    const dialog = phone.getByRole('dialog', { name: 'Approve Amara Nwosu for Arm Firmware Signing?' })
    await expect(dialog).toContainText('Kenji Mori')
    const words = dialog.getByRole('textbox', { name: /Reason/ })
    await expect(words).toBeFocused()
    await words.fill('On the rotation list for December, ticket CHG-20417 is right.')
    await audit(phone)
    await dialog.getByRole('button', { name: 'Approve' }).tap()
    await expect(dialog).toBeHidden()
    await expect(main(phone)).toContainText('You approved this')
    await audit(phone)
    expect(complaints).toEqual([])
    await context.close()
  })

  await test.step('the second stage follows, and the open page learns of it', async () => {
    await expect(sentence(page)).toContainText(/Waiting for (Grete Solheim|Kenji Mori)/, { timeout: 40_000 })
    const grete = await Actor.signIn(server.url, GRETE)
    await grete.decide(requestId, 'Approve', 'Welcome to the rotation.')
    await expect(sentence(page)).toContainText(/Open until/, { timeout: 40_000 })
    const happened = page.getByRole('region', { name: 'What happened' })
    await expect(happened).toContainText('Ines Duarte approved it')
    await expect(happened).toContainText('Grete Solheim approved it')
    await expect(happened).toContainText('Everything is open')
    await audit(page)
  })

  await test.step('the access is there, and the group has a new member', async () => {
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Access' }).click()
    const row = main(page).getByRole('listitem').filter({ hasText: 'Arm Firmware Signing' })
    await expect(row).toBeVisible()
    await audit(page)
    await row.getByRole('link').first().click()
    await expect(sentence(page)).toContainText('Arm Firmware Signing')
    await expect(main(page)).toContainText('arm-firmware-signers')
    await audit(page)
    const amara = await Actor.signIn(server.url, AMARA)
    const signing = await amara.packageId('Arm Firmware Signing')
    expect(await amara.membersOf(signing, 'arm-firmware-signers')).toContain('Amara Nwosu')
    expect(await amara.membersOf(signing, 'Firmware on-call channel')).toContain('Amara Nwosu')
  })
})
