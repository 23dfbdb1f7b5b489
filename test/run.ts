/**
 * The test runner: unit tests beside the code share one process, tests under test/ (servers, stores, browsers) get one each.
 * `npm test -- word` runs the files whose path contains the word. Last line: `N passed, N failed, N skipped`.
 */
import { glob } from 'node:fs/promises'
import { finished } from 'node:stream/promises'
import { run } from 'node:test'
import { spec } from 'node:test/reporters'
import { absentServices } from './services/present.ts'

const words = process.argv.slice(2)
const total = { passed: 0, failed: 0, skipped: 0 }

async function find(pattern: string): Promise<string[]> {
  const files: string[] = []
  for await (const file of glob(pattern)) if (words.length === 0 || words.some((word) => file.includes(word))) files.push(file)
  return files.toSorted()
}

async function runAll(pattern: string, isolation: 'none' | 'process'): Promise<void> {
  const files = await find(pattern)
  if (files.length === 0) return
  const events = run({
    files,
    isolation,
    ...(isolation === 'process' ? { concurrency: 2, execArgv: ['--import', './test/watchdog.ts'] } : {}),
  })
  events.on('test:summary', ({ file, counts }) => {
    if (file !== undefined) return
    total.passed += counts.passed
    total.skipped += counts.skipped + counts.todo
    total.failed += counts.tests - counts.passed - counts.skipped - counts.todo
  })
  const report = events.compose(new spec())
  report.pipe(process.stdout, { end: false })
  await finished(report, { writable: false })
}

await runAll('src/**/*.test.ts', 'none')
await runAll('test/**/*.test.ts', 'process')
if (total.failed > 0 || total.passed === 0) process.exitCode = 1
const absent = absentServices()
if (absent.length > 0) process.stdout.write(`services not here, their tests left out: ${absent.join(', ')}\n`)
process.stdout.write(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped\n`)
