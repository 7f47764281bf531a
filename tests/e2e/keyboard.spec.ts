import type { Locator, Page } from '@playwright/test'
import { Actor } from './actor'
import { expect, test } from './fixtures'

test.use({ isolated: true })

const AMARA = 'amara.nwosu@aldervik.example'
const INES = 'ines.duarte@aldervik.example'

/** Presses Tab until the wanted thing has the focus, as somebody without a mouse does. */
async function tabTo(page: Page, wanted: Locator): Promise<void> {
  await expect(wanted).toBeVisible()
  for (let presses = 0; presses < 80; presses += 1) {
    if (await wanted.evaluate((element) => element === document.activeElement, undefined, { timeout: 5_000 })) {
      await expectSeen(wanted)
      return
    }
    await page.keyboard.press('Tab')
  }
  throw new Error(`Tab never reaches ${wanted}`)
}

/** What has the focus is in the window and not under a bar. */
async function expectSeen(wanted: Locator): Promise<void> {
  const seen = await wanted.evaluate((element) => {
    const box = (element.closest('label') ?? element).getBoundingClientRect()
    const x = Math.min(Math.max(box.x + box.width / 2, 0), innerWidth - 1)
    const y = box.y + Math.min(box.height / 2, 12)
    const top = document.elementFromPoint(x, y)
    return top !== null && (element.contains(top) || top.contains(element) || element.closest('label')?.contains(top))
  })
  expect(seen, 'the focus is not covered').toBe(true)
}

const main = (page: Page) => page.getByRole('main')
const sentence = (page: Page) => main(page).getByRole('heading', { level: 1 })

test('the whole journey without a mouse', async ({ page, server }) => {
  test.setTimeout(120_000)
  const keyboard = page.keyboard

  await page.goto('/')
  const find = page.getByRole('searchbox', { name: 'Find a person' })
  await tabTo(page, find)
  await keyboard.type('Amara')
  await tabTo(page, page.getByRole('button', { name: 'Amara Nwosu' }))
  await keyboard.press('Enter')

  await expect(sentence(page)).toContainText('Nothing waits for you')
  await tabTo(page, page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Packages' }))
  await keyboard.press('Enter')
  await expect(sentence(page)).toHaveText('Packages')
  await tabTo(page, main(page).getByRole('searchbox', { name: /Search packages/ }))
  await keyboard.type('arm-firmware')
  await keyboard.press('Enter')
  await expect(page).toHaveURL(/q=arm-firmware/)
  await tabTo(page, main(page).getByRole('link', { name: 'Arm Firmware Signing' }))
  await keyboard.press('Enter')
  await expect(sentence(page)).toBeFocused()
  await tabTo(page, main(page).getByRole('link', { name: 'Request access' }))
  await keyboard.press('Enter')

  await expect(sentence(page)).toBeFocused()
  await tabTo(page, main(page).getByRole('textbox', { name: /Change ticket/ }))
  await keyboard.type('CHG-2')
  await tabTo(page, main(page).getByRole('textbox', { name: 'Why do you need it?' }))
  await keyboard.type('I hold the rotation.')
  await tabTo(page, main(page).getByRole('button', { name: 'Continue' }))
  await keyboard.press('Enter')
  await expect(page.getByRole('alert')).toBeFocused()
  await tabTo(page, page.getByRole('alert').getByRole('link', { name: /must look like/ }))
  await keyboard.press('Enter')
  await expect(main(page).getByRole('textbox', { name: /Change ticket/ })).toBeFocused()
  await keyboard.press('End')
  await keyboard.type('0417')
  await tabTo(page, main(page).getByRole('radio', { name: 'Test benches only' }))
  await keyboard.press('Space')
  await tabTo(page, main(page).getByRole('button', { name: 'Continue' }))
  await keyboard.press('Enter')

  await expect(sentence(page)).toHaveText('How long do you need it?')
  await tabTo(page, main(page).getByRole('radio', { name: /^30 days/ }))
  await keyboard.press('Space')
  await tabTo(page, main(page).getByRole('button', { name: 'Continue' }))
  await keyboard.press('Enter')
  await expect(sentence(page)).toHaveText('Check before you send')
  await tabTo(page, main(page).getByRole('button', { name: 'Send request' }))
  await keyboard.press('Enter')
  await expect(sentence(page)).toContainText('Sent')
  await tabTo(page, main(page).getByRole('link', { name: 'See the request' }))
  await keyboard.press('Enter')
  await expect(sentence(page)).toContainText('Waiting for Ines Duarte')

  // Sign out by the account menu, and in again as the manager.
  await tabTo(page, page.getByRole('button', { name: 'Your account: Amara Nwosu' }))
  await keyboard.press('Enter')
  await tabTo(page, page.getByRole('button', { name: 'Sign out' }))
  await keyboard.press('Enter')
  await tabTo(page, find)
  await keyboard.type('Ines')
  await tabTo(page, page.getByRole('button', { name: 'Ines Duarte' }))
  await keyboard.press('Enter')
  await tabTo(page, sentence(page).getByRole('link', { name: /^\d+ decisions$/ }))
  await keyboard.press('Enter')
  await expect(sentence(page)).toContainText('decisions wait for you')
  await tabTo(page, main(page).getByRole('link', { name: /Amara Nwosu/ }))
  await keyboard.press('Enter')
  await expect(sentence(page)).toContainText('Asks for Arm Firmware Signing')
  const approve = page.getByRole('button', { name: 'Approve' })
  await tabTo(page, approve)
  await keyboard.press('Enter')
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByRole('textbox', { name: /Reason/ })).toBeFocused()
  await keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  await expect(approve).toBeFocused()
  await keyboard.press('Enter')
  await expect(dialog.getByRole('textbox', { name: /Reason/ })).toBeFocused()
  await keyboard.type('Ticket is right.')
  await tabTo(page, dialog.getByRole('button', { name: 'Approve' }))
  await keyboard.press('Enter')
  await expect(main(page)).toContainText('You approved this')

  const amara = await Actor.signIn(server.url, AMARA)
  const { value } = await amara.get<{ value: { state: string }[] }>("assignmentRequests/filterByCurrentUser(on='target')")
  expect(value.map(({ state }) => state)).toEqual(['pendingApproval'])
})

test('a dialog that is opened again before it has told of its closing stays open', async ({ page, signIn }) => {
  await signIn(INES)
  await page.goto('/approvals')
  await main(page).getByRole('link', { name: /Arm Firmware Signing/ }).first().click()
  const approve = page.getByRole('group', { name: 'Decide' }).getByRole('button', { name: 'Approve' })
  await approve.click()
  const dialog = page.getByRole('dialog')
  const words = dialog.getByRole('textbox', { name: /Reason/ })
  await expect(words).toBeFocused()
  // Escape and Enter of a quick hand come before the browser's event.
  const opened = await dialog.elementHandle()
  await approve.evaluate((button, opened) => {
    const dialog = opened as HTMLDialogElement
    return new Promise<void>((told) => {
      dialog.addEventListener('close', () => setTimeout(told, 0), { once: true })
      dialog.close()
      ;(button as HTMLElement).click()
    })
  }, opened)
  await expect(words).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  await expect(approve).toBeFocused()
})

test('the skip link comes first and leads to the content', async ({ page, signIn }) => {
  await signIn(AMARA)
  await page.goto('/access')
  await expect(sentence(page)).toBeVisible()
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
  await page.keyboard.press('Tab')
  const skip = page.getByRole('link', { name: 'Skip to content' })
  await expect(skip).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(main(page)).toBeFocused()
})
