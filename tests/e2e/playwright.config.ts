import { defineConfig } from '@playwright/test'
import type { Options } from './fixtures'

/** What a browser would ask of its maker in the background; tests talk to our server alone. */
const QUIET = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-domain-reliability',
  '--disable-sync',
  '--no-first-run',
  '--no-pings',
]
const asRoot = process.getuid?.() === 0
const DESK = { width: 1280, height: 900 }
const PHONE = { width: 360, height: 640 }
/** These projects look at pages again in another dress; the journeys are walked once. */
const PAGES = /@pages/

export default defineConfig<Options>({
  testDir: '.',
  outputDir: 'test-results',
  fullyParallel: false,
  workers: 2,
  retries: 0,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list']],
  use: {
    browserName: 'chromium',
    launchOptions: {
      executablePath: process.env.PORTICO_CHROMIUM ?? '/usr/bin/chromium',
      // Chromium's sandbox refuses to work for root.
      args: asRoot ? [...QUIET, '--no-sandbox', '--disable-dev-shm-usage'] : QUIET,
    },
    locale: 'en-GB',
    timezoneId: 'Europe/Oslo',
    // Contrast is measured on pages that stand still.
    contextOptions: { reducedMotion: 'reduce' },
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
  },
  projects: [
    { name: 'desktop', use: { viewport: DESK } },
    { name: 'phone', grep: PAGES, use: { viewport: PHONE, hasTouch: true, isMobile: true } },
    { name: 'mirrored', grep: PAGES, use: { viewport: DESK, language: 'qps-plocm' } },
    { name: 'dark', grep: PAGES, use: { viewport: DESK, colorScheme: 'dark' } },
  ],
})
