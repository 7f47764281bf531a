// The released server with an organisation of the lab, on a free port and a temporary folder.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const PATIENCE_MS = 120_000

/** Starts it; `stop` ends it and removes its folder. */
export async function start(binary, organisation) {
  const folder = mkdtempSync(join(tmpdir(), 'portico-lab-'))
  const file = join(folder, 'organisation.json')
  writeFileSync(file, JSON.stringify(organisation))
  const child = spawn(
    binary,
    ['serve', '--demo', '--organisation', file, '--data', join(folder, 'data'), '--listen', '127.0.0.1:0'],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const stop = async () => {
    if (child.exitCode === null) {
      child.kill('SIGTERM')
      await once(child, 'exit')
    }
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    return { url: await address(child), stop }
  } catch (problem) {
    await stop()
    throw problem
  }
}

/** The first line that the server prints names its address. */
function address(child) {
  return new Promise((resolve, reject) => {
    let said = ''
    const late = setTimeout(() => reject(new Error('the server does not start')), PATIENCE_MS)
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}: ${said}`)))
    child.stdout.on('data', (part) => {
      said += part
      const url = /http:\/\/127\.0\.0\.1:\d+/.exec(said)?.[0]
      if (url) {
        clearTimeout(late)
        resolve(url)
      }
    })
  })
}
