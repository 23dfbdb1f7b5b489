import { createHash } from 'node:crypto'
import { createGzip } from 'node:zlib'
import { pipeline, Readable } from 'node:stream'
import type { Instant } from '../../kernel/instant.ts'
import { SUMS, sumLine, type ExportFile } from './files.ts'

/** The folder that stands in the archive. */
const ROOT = 'writ-record'
const BLOCK = 512
/** What the eleven octal digits of a size hold. */
const LARGEST = 8 ** 11 - 1

/**
 * The files of an export as one gzipped tar (POSIX 1003.1, ustar with pax records), byte for byte the same for the same record. Each file is read
 * twice, for its length stands before it; nothing of it is kept. SHA256SUMS is its last file, so that one which was cut off never looks whole.
 * Fails where a file says something else the second time, as after an erasure in between. `at` is the time that the files bear.
 */
export function archiveOf(files: readonly ExportFile[], at: Instant): Readable {
  // what goes wrong ends the stream that is handed out
  return pipeline(Readable.from(tarOf(files, at), { objectMode: false }), createGzip(), () => undefined)
}

async function* tarOf(files: readonly ExportFile[], at: Instant): AsyncGenerator<Uint8Array> {
  const lines: string[] = []
  for (const file of files) {
    const wanted = await measure(file)
    lines.push(sumLine(file.path, wanted.sum))
    yield* entry(file, wanted, at)
  }
  const sums = { path: SUMS, parts: () => lines }
  yield* entry(sums, await measure(sums), at)
  yield new Uint8Array(2 * BLOCK)
}

interface Measure {
  readonly bytes: number
  /** SHA-256, hex. */
  readonly sum: string
}

async function measure({ parts }: ExportFile): Promise<Measure> {
  const hash = createHash('sha256')
  let bytes = 0
  for await (const part of parts()) {
    hash.update(part)
    bytes += Buffer.byteLength(part)
  }
  return { bytes, sum: hash.digest('hex') }
}

async function* entry({ path, parts }: ExportFile, wanted: Measure, at: Instant): AsyncGenerator<Uint8Array> {
  const name = `${ROOT}/${path}`
  const extended = [
    ...(Buffer.byteLength(name) > 100 ? [['path', name] as const] : []),
    ...(wanted.bytes > LARGEST ? [['size', String(wanted.bytes)] as const] : []),
  ]
  if (extended.length > 0) {
    const records = Buffer.from(extended.map(([key, value]) => paxRecord(key, value)).join(''))
    yield header('pax', records.length, at, 'x')
    yield records
    yield padding(records.length)
  }
  yield header(name, wanted.bytes > LARGEST ? 0 : wanted.bytes, at, '0')
  const hash = createHash('sha256')
  for await (const part of parts()) {
    hash.update(part)
    yield Buffer.from(part)
  }
  if (hash.digest('hex') !== wanted.sum) throw new Error(`${path} changed while it was exported; begin again`)
  yield padding(wanted.bytes)
}

function header(name: string, size: number, at: Instant, type: '0' | 'x'): Uint8Array {
  const block = Buffer.alloc(BLOCK)
  const octal = (value: number, digits: number) => `${value.toString(8).padStart(digits, '0')}\0`
  block.write(name, 0, 100)
  block.write(octal(0o600, 7) + octal(0, 7) + octal(0, 7) + octal(size, 11) + octal(Math.floor(at / 1000), 11), 100)
  block.write(' '.repeat(8), 148)
  block.write(type, 156)
  block.write('ustar\x0000', 257)
  block.write(
    `${octal(
      block.reduce((sum, byte) => sum + byte, 0),
      6,
    )} `,
    148,
  )
  return block
}

function padding(size: number): Uint8Array {
  return new Uint8Array((BLOCK - (size % BLOCK)) % BLOCK)
}

/** `LENGTH KEY=VALUE\n`, its own length included. */
function paxRecord(key: string, value: string): string {
  const rest = ` ${key}=${value}\n`
  const bytes = Buffer.byteLength(rest)
  const length = bytes + String(bytes + String(bytes).length).length
  return `${length}${rest}`
}
