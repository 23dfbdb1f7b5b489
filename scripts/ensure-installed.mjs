// Installs the locked packages when they are missing or stale, so that `npm start` and `npm test` work from a bare clone.
// Plain JavaScript: it runs on whatever Node the system has.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const stamp = `${root}node_modules/.writ-installed`
const lock = `${root}.install-lock`
const wanted = createHash('sha256')
  .update(readFileSync(`${root}package-lock.json`))
  .digest('hex')
const installed = () => existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted
const npmScript = process.env['npm_execpath']
const STALE_LOCK_MS = 10 * 60_000

function npm(...words) {
  const command = npmScript ? process.execPath : 'npm'
  const result = spawnSync(command, [...(npmScript ? [npmScript] : []), ...words], { cwd: root, stdio: ['ignore', 2, 2] })
  if (result.status !== 0) {
    process.stderr.write(`writ: \`npm ${words[0]}\` failed; mend what it says above and run the same command again\n`)
    process.exit(1)
  }
}

/** Two first runs in one clone at once: the second waits for the first. */
function takeLock() {
  for (;;) {
    try {
      mkdirSync(lock)
      return
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
      const age = Date.now() - (statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now())
      if (age > STALE_LOCK_MS) rmSync(lock, { recursive: true, force: true })
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500)
    }
  }
}

if (!installed()) {
  takeLock()
  try {
    if (!installed()) {
      process.stderr.write('writ: installing the locked packages, about half a minute the first time\n')
      npm('ci', '--ignore-scripts=false', '--no-audit', '--no-fund', '--loglevel=error')
      writeFileSync(stamp, wanted)
    }
  } finally {
    rmSync(lock, { recursive: true, force: true })
  }
}

const { buildAssets } = await import('./build-assets.mjs')
buildAssets(root)
