import { Actor } from './actor'
import { expect, test } from './fixtures'
import { mirrored } from './mirrored'

test.use({ isolated: true })

const AMARA = 'amara.nwosu@aldervik.example'

test('every step of asking and the dialog of deciding stand up to axe', { tag: '@pages' }, async ({
  page, server, signIn, audit, language,
}) => {
  const say = (words: string) => (language ? mirrored(words) : words)
  const main = page.getByRole('main')
  const sentence = main.getByRole('heading', { level: 1 })
  const goOn = main.getByRole('button', { name: say('Continue') })
  const amara = await Actor.signIn(server.url, AMARA)
  const signing = await amara.packageId('Arm Firmware Signing')
  await signIn(AMARA)

  await page.goto(`/packages/${signing}/request/questions`)
  await main.getByRole('textbox', { name: 'Change ticket' }).fill('CHG')
  await goOn.click()
  await expect(page.getByRole('alert')).toBeFocused()
  await audit()
  // Leaving a field that was wrong makes the page shorter: the keyboard leaves it, so that no press meets a moving target.
  await main.getByRole('textbox', { name: 'Change ticket' }).fill('CHG-20417')
  await page.keyboard.press('Tab')
  await main.getByRole('radio', { name: 'Pilot sites' }).check()
  await main.getByRole('textbox', { name: say('Why do you need it?') }).fill('Release 8.2 ships on 3 December.')
  await goOn.click()
  await main.getByRole('radio', { name: say('Until a day I choose') }).check()
  await expect(main.getByLabel(say('Last day'), { exact: true })).toBeVisible()
  await audit()
  await goOn.click()
  await expect(page.getByRole('alert')).toBeFocused()
  await audit()
  await main.getByRole('radio').first().check()
  await goOn.click()
  await expect(sentence).toHaveText(say('Check before you send'))
  await audit()
  await main.getByRole('button', { name: say('Send request') }).click()
  await expect(sentence).toContainText(say('Sent'))
  await audit()
  await main.getByRole('link', { name: say('See the request') }).click()
  const request = new URL(page.url()).pathname.split('/').pop()
  await main.getByRole('button', { name: say('Cancel request') }).click()
  await expect(page.getByRole('dialog')).toBeVisible()
  await audit()

  await signIn('ines.duarte@aldervik.example')
  await page.goto(`/approvals/${request}`)
  for (const act of ['Approve', 'Refuse']) {
    await page.getByRole('button', { name: say(act) }).click()
    const dialog = page.getByRole('dialog')
    await expect(dialog.getByRole('textbox')).toBeFocused()
    await audit()
    await dialog.getByRole('button', { name: say('Not now') }).click()
    await expect(dialog).toBeHidden()
  }
})
