// `npm run check`: types, the pure core, lint, format and unused code; the architecture test is part of `npm test` too.
// The linters live in tools/, outside the product's lock, because their optional platform packages are not in every registry.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const bin = `${root}tools/node_modules/.bin`
const fix = process.argv.includes('--fix')
if (!existsSync(`${bin}/oxlint`) || !existsSync(`${bin}/knip`)) {
  const npm = process.env['npm_execpath']
  const words = ['install', '--prefix', `${root}tools`, '--no-audit', '--no-fund', '--no-package-lock', '--loglevel=error']
  spawnSync(npm ? process.execPath : 'npm', [...(npm ? [npm] : []), ...words], { cwd: root, stdio: ['ignore', 2, 2] })
}

const env = { ...process.env, PATH: `${bin}:${root}node_modules/.bin:${process.env['PATH']}` }
const steps = [
  ['types', 'tsc', '-p', 'tsconfig.json'],
  ['pure core', 'tsc', '-p', 'tsconfig.core.json'],
  ['lint', 'oxlint', '--type-aware', '-c', 'tools/oxlint.json', '--deny-warnings', ...(fix ? ['--fix'] : []), 'src', 'test', 'bench'],
  ['format', 'oxfmt', '-c', 'tools/oxfmt.json', ...(fix ? [] : ['--check']), 'src', 'test', 'bench', 'scripts'],
  ['architecture', 'node', '--test', 'test/architecture.test.ts'],
  ['unused code', 'knip', '-c', 'tools/knip.json', '--no-progress'],
]
let failed = 0
for (const [name, command, ...words] of steps) {
  const started = performance.now()
  const result = spawnSync(command, words, { cwd: root, env, encoding: 'utf8', maxBuffer: 1 << 28 })
  const good = result.status === 0
  if (!good) failed += 1
  process.stdout.write(`${good ? 'ok  ' : 'FAIL'} ${name} (${((performance.now() - started) / 1000).toFixed(1)} s)\n`)
  if (!good) process.stdout.write(`${result.stdout ?? ''}${result.stderr ?? ''}${result.error ?? ''}\n`)
}
process.exitCode = failed > 0 ? 1 : 0
