import { expect, test } from './fixtures'

test('a browser that cannot load the portal says so', async ({ page, troubles, audit }) => {
  troubles.allow(/wasm|Failed to fetch|ERR_FAILED/)
  await page.route(/\.wasm$/, (route) => route.abort())
  await page.goto('/packages')
  await expect(page.getByRole('alert')).toContainText('Portico could not start')
  await expect(page.getByRole('heading', { level: 1, name: 'Portico could not start' })).toBeFocused()
  await expect(page.getByRole('link', { name: 'Load the page again' })).toBeVisible()
  await audit()

  await page.unroute(/\.wasm$/)
  await page.getByRole('link', { name: 'Load the page again' }).click()
  await expect(page.getByRole('alert')).toHaveCount(0)
  await expect(page).toHaveURL(/packages/)
})

test('a browser without WebAssembly says so', async ({ page, troubles }) => {
  troubles.allow(/WebAssembly/)
  await page.addInitScript(() => Reflect.deleteProperty(globalThis, 'WebAssembly'))
  await page.goto('/')
  await expect(page.getByRole('heading', { level: 1, name: 'Portico could not start' })).toBeVisible()
})

test('a browser without JavaScript says so', async ({ browser, server }) => {
  const context = await browser.newContext({ javaScriptEnabled: false, baseURL: server.url })
  const page = await context.newPage()
  await page.goto('/')
  await expect(page.getByRole('heading', { level: 1, name: 'Portico needs JavaScript' })).toBeVisible()
  await context.close()
})

test('every page is served under a policy without inline script or style', async ({ request }) => {
  for (const path of ['/', '/packages', '/requests/any', '/demo/mail']) {
    const answer = await request.get(path, { headers: { Accept: 'text/html' } })
    expect(answer.status(), path).toBe(200)
    const policy = answer.headers()['content-security-policy'] ?? ''
    expect(policy, path).toMatch(/default-src 'none'|default-src 'self'/)
    expect(policy, path).not.toContain('unsafe-inline')
    expect(policy, path).toContain("frame-ancestors 'none'")
  }
})
