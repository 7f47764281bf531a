// What lasts: the answer to each key typed in search, and the memory after the list was read to its end.

import { PHONE, dress, shown } from './phone.mjs'
import { signIn } from './visits.mjs'

const TYPED = 'telemetry 12'
/** A list is read to its end or to here, so that a fault cannot keep the lab running. */
const MOST_PAGES = 200

/** The longest answers to typing, in milliseconds: the largest and the median. */
export async function typing(browser, { url, upn }) {
  const context = await browser.newContext(PHONE)
  await signIn(context, url, upn)
  const page = await context.newPage()
  await dress(page)
  await page.goto(`${url}/packages`)
  const search = page.getByRole('main').getByRole('searchbox')
  await search.tap()
  await search.pressSequentially(TYPED, { delay: 120 })
  await page.keyboard.press('Enter')
  await page.getByRole('main').getByRole('status').filter({ hasText: TYPED }).waitFor()
  await page.waitForTimeout(500)
  const { interactions } = await shown(page)
  await context.close()
  const sorted = interactions.sort((one, other) => one - other)
  return { count: sorted.length, largest: sorted.at(-1) ?? 0, median: sorted[Math.floor(sorted.length / 2)] ?? 0 }
}

/** Megabytes of the heap after the first page of the list and after its last, and how many rows stand there. */
export async function heap(browser, { url, upn }) {
  const context = await browser.newContext(PHONE)
  await signIn(context, url, upn)
  const page = await context.newPage()
  const session = await context.newCDPSession(page)
  await session.send('Performance.enable')
  await page.goto(`${url}/packages`)
  const main = page.getByRole('main')
  const rows = main.getByRole('listitem')
  await rows.first().waitFor()
  const first = await used(session)
  const more = main.getByRole('button', { name: /more/i })
  for (let read = 0; read < MOST_PAGES && (await more.count()) > 0; read += 1) {
    const before = await rows.count()
    await more.first().click()
    await page.waitForFunction(
      (count) => document.querySelectorAll('main li').length > count || !document.querySelector('main button'),
      before,
      { timeout: 20_000 },
    )
  }
  const last = await used(session)
  const count = await rows.count()
  await context.close()
  return { first, last, count }
}

async function used(session) {
  await session.send('HeapProfiler.collectGarbage')
  const { metrics } = await session.send('Performance.getMetrics')
  return metrics.find((one) => one.name === 'JSHeapUsedSize').value / 1_000_000
}
