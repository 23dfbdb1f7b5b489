/**
 * A disk that forgets what was not fsynced, fed with the system calls of a traced process (`strace -xx`, one thread). It models whole writes
 * and whole-file syncs; torn sectors and disks that lie about flushing it does not.
 */

/** Every call that can change a file or say when it is safe; an unexpected one makes the replay fail rather than lie. */
const CALLS =
  'openat,close,dup,dup2,dup3,write,writev,pwrite64,pwritev,pwritev2,lseek,fsync,fdatasync,sync_file_range,fallocate,ftruncate,unlink'

/** The options of strace whose output `Disk.call` reads. */
export const STRACE_OPTIONS = ['-xx', '-s', '10000000', '-e', `trace=${CALLS}`] as const

interface Change {
  readonly kind: 'write' | 'truncate'
  readonly offset: number
  readonly bytes: Buffer
}

interface TracedFile {
  /** What survives a power cut; undefined until the first fsync. */
  durable: Buffer | undefined
  /** Written, but not yet synced, in order. */
  pending: Change[]
}

/** What a call told besides its effect on the disk. */
export type Told = { readonly kind: 'said'; readonly text: string } | { readonly kind: 'synced'; readonly path: string } | undefined

export class Disk {
  readonly #files = new Map<string, TracedFile>()
  readonly #open = new Map<number, string>()
  readonly #watched: ReadonlySet<string>

  /** Follows these files, named by their real paths, and no others. */
  constructor(watched: Iterable<string>) {
    this.#watched = new Set(watched)
  }

  /** Takes one line of the trace. Lines that change no file tell undefined; calls it cannot model throw. */
  call(line: string): Told {
    const parts = /^(\w+)\((.*)\)\s+= (-?\d+)/.exec(line)
    if (parts === null) return undefined
    const [, name = '', words = '', result = ''] = parts
    const returned = Number(result)
    if (returned < 0) return undefined
    const args = splitArguments(words)
    if (name === 'openat') return this.#opened(args, returned)
    const fd = Number(args[0])
    if (name === 'unlink') this.#files.delete(textOf(args[0] ?? ''))
    if (name === 'write' && fd === 1) return { kind: 'said', text: bytesOf(args[1] ?? '').toString('utf8') }
    const path = this.#open.get(fd)
    if (path === undefined) return undefined
    if (name === 'close') this.#open.delete(fd)
    else if (name === 'pwrite64')
      this.#pend(path, { kind: 'write', offset: Number(args[3]), bytes: bytesOf(args[1] ?? '').subarray(0, returned) })
    else if (name === 'ftruncate') this.#pend(path, { kind: 'truncate', offset: Number(args[1]), bytes: Buffer.alloc(0) })
    else if (name === 'fsync' || name === 'fdatasync') return this.#synced(path)
    else if (name !== 'lseek') throw new Error(`the replayer does not know what \`${name}\` does to a file it watches`)
    return undefined
  }

  /**
   * The file as the disk has it when the power fails now; undefined if it never reached the disk. `keeps` decides for each write that was
   * not synced whether it made it nevertheless.
   */
  afterPowerCut(path: string, keeps: () => boolean = () => false): Buffer | undefined {
    const file = this.#files.get(path)
    if (file === undefined) return undefined
    const kept = file.pending.filter(keeps)
    if (file.durable === undefined && kept.length === 0) return undefined
    return apply(file.durable ?? Buffer.alloc(0), kept)
  }

  #opened(args: readonly string[], fd: number): undefined {
    const path = textOf(args[1] ?? '')
    if (!this.#watched.has(path)) return undefined
    if (/O_TRUNC/.test(args[2] ?? '') && !/O_EXCL/.test(args[2] ?? ''))
      throw new Error(`the replayer does not know files opened with O_TRUNC`)
    this.#open.set(fd, path)
    if (!this.#files.has(path)) this.#files.set(path, { durable: undefined, pending: [] })
    return undefined
  }

  #file(path: string): TracedFile {
    const file = this.#files.get(path) ?? { durable: undefined, pending: [] }
    this.#files.set(path, file)
    return file
  }

  #pend(path: string, change: Change): void {
    this.#file(path).pending.push(change)
  }

  #synced(path: string): Told {
    const file = this.#file(path)
    file.durable = apply(file.durable ?? Buffer.alloc(0), file.pending)
    file.pending = []
    return { kind: 'synced', path }
  }
}

function apply(content: Buffer, changes: readonly Change[]): Buffer {
  const ends = changes.map((change) => change.offset + change.bytes.length)
  const result = Buffer.alloc(ends.reduce((most, end) => Math.max(most, end), content.length))
  content.copy(result)
  let length = content.length
  for (const change of changes) {
    if (change.kind === 'truncate') {
      result.fill(0, change.offset)
      length = change.offset
    } else {
      change.bytes.copy(result, change.offset)
      length = Math.max(length, change.offset + change.bytes.length)
    }
  }
  return result.subarray(0, length)
}

function splitArguments(words: string): string[] {
  return words.match(/"(?:\\x[0-9a-f]{2})*"(?:\.\.\.)?|[^,\s][^,]*/g) ?? []
}

function bytesOf(argument: string): Buffer {
  if (!argument.startsWith('"') || !argument.endsWith('"')) throw new Error('strace cut the bytes of a write short')
  return Buffer.from(argument.slice(1, -1).replaceAll('\\x', ''), 'hex')
}

const textOf = (argument: string) => bytesOf(argument).toString('utf8')
