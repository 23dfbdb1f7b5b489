/** The evaluator against PHP itself: the same files, the same arrays; and what it must not guess, it does not. */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { promisify } from 'node:util'
import fc from 'fast-check'
import { CONSTANTS } from '../../src/intake/mediawiki/settings.ts'
import { evaluatePhp } from '../../src/intake/php/evaluate.ts'
import { PhpArray, PhpClosure, PhpFloat, Unknown, type Value } from '../../src/intake/php/value.ts'
import { counts } from '../counts.ts'
import { skipUnless } from '../services/present.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { COMPARED, PREPARATION, settingsFile } from './php-files.ts'

/** A value as the PHP side writes it: keys with their types, so that nothing is lost in JSON. */
function shown(value: Value | undefined): unknown {
  if (value === undefined) return null
  if (value instanceof PhpArray) return { array: [...value.entries].map(([key, one]) => [key, shown(one)]), gaps: value.gaps.length }
  if (value instanceof PhpFloat) return { float: value.value }
  if (value instanceof PhpClosure) return 'closure'
  return value instanceof Unknown ? { unknown: value.why } : value
}

const RUNNER = `<?php
error_reporting( 0 );
define( 'MEDIAWIKI', true );
function shown( $value ) {
	if ( is_array( $value ) ) {
		$pairs = [];
		foreach ( $value as $key => $one ) { $pairs[] = [ $key, shown( $one ) ]; }
		return [ 'array' => $pairs, 'gaps' => 0 ];
	}
	if ( is_float( $value ) ) { return [ 'float' => $value ]; }
	return $value instanceof Closure ? 'closure' : $value;
}
$writOut = fopen( 'php://stdout', 'w' );
try { require $argv[1]; } catch ( Throwable $writError ) { fwrite( $writOut, json_encode( [ 'error' => $writError->getMessage() ] ) ); exit; }
$writFound = [];
foreach ( explode( ' ', $argv[2] ) as $writName ) { $writFound[$writName] = shown( $GLOBALS[$writName] ?? null ); }
fwrite( $writOut, json_encode( $writFound, JSON_UNESCAPED_UNICODE | JSON_PRESERVE_ZERO_FRACTION ) );
`

function ours(code: string): Record<string, unknown> {
  const { machine, readable } = evaluatePhp([{ name: 'settings.php', text: `<?php${PREPARATION}\n${code}\n` }], {
    globals: new Map(),
    constants: CONSTANTS,
    watched: new Set(COMPARED),
  })
  assert.ok(readable, machine.remarks.map((one) => one.text).join('\n'))
  return Object.fromEntries(COMPARED.map((name) => [name, shown(machine.globals.get(name)?.value)]))
}

const known = (value: unknown): boolean =>
  !JSON.stringify(value ?? null).includes('"unknown"') && !/"gaps":[1-9]/.test(JSON.stringify(value ?? null))

describe('PHP settings, evaluated without running them', () => {
  it('come to the same arrays as in PHP itself', { skip: skipUnless(['php'], 'smoke') }, async () => {
    using folder = temporaryFolder()
    await mkdir(join(folder.path, 'files'))
    await writeFile(join(folder.path, 'run.php'), RUNNER)
    const files = fc.sample(settingsFile, {
      numRuns: counts({ floor: 60, ci: 300, deep: 3000 }),
      seed: Number(process.env['WRIT_TEST_SEED'] ?? 20_260_301),
    })
    let [compared, unknown, failed] = [0, 0, 0]
    await inBatches(files, 4, async (code, index) => {
      const path = join(folder.path, 'files', `${index}.php`)
      await writeFile(path, `<?php${PREPARATION}\n${code}\n`)
      const { stdout } = await promisify(execFile)('/usr/bin/php', [join(folder.path, 'run.php'), path, COMPARED.join(' ')], {
        maxBuffer: 64 * 1024 * 1024,
      })
      const theirs = JSON.parse(stdout) as Record<string, unknown>
      if (theirs['error'] !== undefined) {
        failed += 1
        return
      }
      const mine = ours(code)
      for (const name of COMPARED) {
        if (!known(mine[name])) unknown += 1
        else {
          compared += 1
          assert.deepEqual(mine[name], theirs[name], `$${name} after\n${code}`)
        }
      }
    })
    console.log(`${files.length} files: ${compared} values equal PHP's, ${unknown} not known, ${failed} files that PHP itself refuses`)
    assert.ok(compared > files.length * COMPARED.length * 0.8, 'too much is not known')
    assert.ok(failed < files.length / 4)
  })
})

async function inBatches<T>(items: readonly T[], width: number, work: (item: T, index: number) => Promise<void>): Promise<void> {
  let next = 0
  const worker = async () => {
    for (let index = next++; index < items.length; index = next++) await work(items[index] as T, index)
  }
  await Promise.all(Array.from({ length: width }, worker))
}
