/**
 * Would the tests notice? The sources are copied, one line of the copy is made wrong, and tests are run on the copy: they must fail. A fault whose
 * line is no longer there is an error, so that none is planted in vain.
 */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { temporaryFolder } from './temporary-folder.ts'

export interface Fault {
  readonly what: string
  /** Its path under the `folder` of the suite. */
  readonly file: string
  readonly line: string
  readonly wrong: string
}

export interface Suite {
  /** Where the faults are planted. */
  readonly folder: string
  readonly tests: readonly string[]
  /** Further options of the test runner. */
  readonly options?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** In milliseconds. */
  readonly timeout: number
}

const run = promisify(execFile)

/** The exit code of a suite in a copy with the fault; -1 if it did not end by itself. */
export async function exitCodeWith(fault: Fault | undefined, suite: Suite): Promise<number> {
  using folder = temporaryFolder()
  for (const name of ['src', 'test']) cpSync(name, join(folder.path, name), { recursive: true })
  for (const name of ['node_modules', 'charters', 'package.json', 'tsconfig.json']) symlinkSync(resolve(name), join(folder.path, name))
  if (fault !== undefined) {
    const path = join(folder.path, suite.folder, fault.file)
    const text = readFileSync(path, 'utf8')
    assert.ok(text.includes(fault.line), `${fault.file} no longer has the line \`${fault.line}\``)
    writeFileSync(path, text.replace(fault.line, fault.wrong))
  }
  const { NODE_TEST_CONTEXT: _, ...inherited } = process.env
  const options = ['--test', '--test-isolation=none', '--test-reporter=dot', ...(suite.options ?? []), ...suite.tests]
  // awaited here: the folder goes with this function
  const code = await run(process.execPath, options, {
    cwd: folder.path,
    env: { ...inherited, ...suite.env },
    timeout: suite.timeout,
  }).then(
    () => 0,
    (error: { readonly code?: number }) => error.code ?? -1,
  )
  return code
}
