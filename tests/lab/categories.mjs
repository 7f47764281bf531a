// Lighthouse's own phone, for figures that others can compare.

import lighthouse from 'lighthouse'

const CATEGORIES = ['performance', 'accessibility', 'best-practices']

/** The scores of a page, 0 to 100, for somebody who is signed in. */
export async function categories(port, url, cookie) {
  const result = await lighthouse(url, {
    port,
    output: 'json',
    logLevel: 'error',
    onlyCategories: CATEGORIES,
    extraHeaders: { Cookie: cookie },
    // Without this, Lighthouse takes the session away before it looks.
    disableStorageReset: true,
  })
  const told = (score) => (score === null ? 'not measured' : Math.round(score * 100))
  const scores = Object.values(result.lhr.categories).map(({ title, score }) => [title, told(score)])
  const failed = Object.values(result.lhr.audits)
    .filter((audit) => audit.score !== null && audit.score < 0.9 && audit.scoreDisplayMode === 'binary')
    .map((audit) => audit.id)
  return { scores, failed }
}
