// The lab phone: a small screen, a slow line and a quarter of this machine's speed.

export const PHONE = {
  viewport: { width: 360, height: 640 },
  deviceScaleFactor: 2,
  isMobile: true,
  hasTouch: true,
  locale: 'en-GB',
}
const LINE = { offline: false, latency: 150, downloadThroughput: 1_600_000 / 8, uploadThroughput: 750_000 / 8 }
const SLOWER = 4
/** A task that keeps the page busy for longer than this is felt. */
const LONG_TASK_MS = 50

/** Makes a page of Chromium that phone; answers with the debugging session. */
export async function dress(page) {
  const session = await page.context().newCDPSession(page)
  await session.send('Network.enable')
  await session.send('Network.emulateNetworkConditions', LINE)
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER })
  await page.addInitScript(watch, LONG_TASK_MS)
  return session
}

/** Runs in the page, before anything else. */
function watch(longTask) {
  const seen = { lcp: 0, cls: 0, blocked: 0, interactions: [] }
  Object.defineProperty(globalThis, '__lab', { value: seen })
  const observe = (type, take, more) =>
    new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true, ...more })
  observe('largest-contentful-paint', (entry) => (seen.lcp = entry.startTime))
  observe('layout-shift', (entry) => {
    if (!entry.hadRecentInput) seen.cls += entry.value
  })
  observe('longtask', (entry) => (seen.blocked += Math.max(0, entry.duration - longTask)))
  observe(
    'event',
    (entry) => {
      if (entry.interactionId) seen.interactions.push(entry.duration)
    },
    { durationThreshold: 16 },
  )
}

/** What the page has shown so far. */
export function shown(page) {
  return page.evaluate(() => ({ ...globalThis.__lab }))
}
