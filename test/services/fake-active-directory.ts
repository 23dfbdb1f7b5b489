/**
 * A directory server that gives long lists of values in parts, as Active Directory is documented to (RFC 4511; [MS-ADTS] 3.1.1.3.1.3.3): bind, search
 * with pages, modify. Only the encoding is a library's. It counts what it was asked for.
 */
import { createServer, type Socket } from 'node:net'
import type { AddressInfo } from 'node:net'
import { BerReader, BerWriter } from 'ldapts'

export interface AdEntry {
  readonly dn: string
  readonly values: Readonly<Record<string, string[]>>
}

export interface AdFaults {
  /** Gives the first values and no others. */
  firstPartOnly: boolean
  /** Before the next so many later parts somebody leaves the first place of the list. */
  moves: number
  /** Breaks the connection at the next so many later parts. */
  breaks: number
  /** Later parts begin one value too late. */
  skips: boolean
  /** The entry is gone when its later parts are asked for. */
  gone: boolean
}

const OPERATION = { bind: 0x60, unbind: 0x42, search: 0x63, modify: 0x66 } as const
const lower = (text: string) => text.toLowerCase()

export class FakeActiveDirectory {
  readonly entries: AdEntry[] = []
  /** Values of one attribute in one answer at most; Windows Server 2003 and later: 1,500. */
  largestRange = 1500
  readonly faults: AdFaults = { firstPartOnly: false, moves: 0, breaks: 0, skips: false, gone: false }
  /** What was asked for: the attributes of each search. */
  readonly searches: (readonly string[])[] = []
  readonly modifies: { readonly dn: string; readonly operation: number; readonly attribute: string; readonly values: readonly string[] }[] =
    []
  readonly #sockets = new Set<Socket>()
  #server: ReturnType<typeof createServer> | undefined

  async start(): Promise<string> {
    this.#server = createServer((socket) => {
      this.#sockets.add(socket)
      let rest = Buffer.alloc(0)
      socket.on('error', () => undefined)
      socket.on('close', () => this.#sockets.delete(socket))
      socket.on('data', (chunk) => {
        rest = Buffer.concat([rest, chunk])
        for (let size = wholeMessage(rest); size !== undefined; size = wholeMessage(rest)) {
          const message = rest.subarray(0, size)
          rest = rest.subarray(size)
          this.#answer(socket, message)
        }
      })
    })
    await new Promise<void>((resolve) => this.#server?.listen(0, '127.0.0.1', resolve))
    return `ldap://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    await new Promise((resolve) => this.#server?.close(resolve))
  }

  #answer(socket: Socket, message: Buffer): void {
    const reader = new BerReader(Buffer.from(message))
    reader.readSequence()
    const id = reader.readInt() ?? 0
    const operation = reader.readSequence()
    if (operation === OPERATION.bind) socket.write(result(id, 0x61, 0))
    else if (operation === OPERATION.search) this.#search(socket, id, reader)
    else if (operation === OPERATION.modify) this.#modify(socket, id, reader)
    else if (operation === OPERATION.unbind) socket.end()
    else socket.destroy()
  }

  #search(socket: Socket, id: number, reader: BerReader): void {
    const base = lower(reader.readString() ?? '')
    const scope = reader.readEnumeration()
    reader.readEnumeration()
    reader.readInt()
    reader.readInt()
    reader.readBoolean()
    const fits = readFilter(reader)
    reader.readSequence()
    const attributes: string[] = []
    const end = reader.offset + reader.length
    while (reader.offset < end) attributes.push(reader.readString() ?? '')
    this.searches.push(attributes)
    const later = attributes.some((one) => /;range=[1-9]/i.test(one))
    if (later && this.faults.breaks > 0) {
      this.faults.breaks -= 1
      socket.destroy()
      return
    }
    if (later && this.faults.gone) {
      socket.write(result(id, 0x65, 32))
      return
    }
    const found = this.entries.filter(({ dn }) => (scope === 0 ? lower(dn) === base : lower(dn).endsWith(base))).filter(fits)
    if (later && this.faults.moves > 0) {
      this.faults.moves -= 1
      for (const { values } of found) values['member']?.shift()
    }
    for (const entry of found) socket.write(this.#entry(id, entry, attributes))
    socket.write(result(id, 0x65, found.length === 0 && scope === 0 ? 32 : 0))
  }

  #entry(id: number, { dn, values }: AdEntry, attributes: readonly string[]): Buffer {
    const writer = new BerWriter()
    writer.startSequence()
    writer.writeInt(id)
    writer.startSequence(0x64)
    writer.writeString(dn)
    writer.startSequence()
    for (const asked of attributes) {
      const [name = '', range] = asked.split(';')
      const all = Object.entries(values).find(([key]) => lower(key) === lower(name))?.[1] ?? []
      const limits = /^range=(\d+)-(\d+|\*)$/i.exec(range ?? '')
      const from = Number(limits?.[1] ?? 0)
      if (limits === null && all.length <= this.largestRange) {
        if (all.length > 0) writeAttribute(writer, name, all)
        continue
      }
      if (from > 0 && this.faults.firstPartOnly) continue
      const begin = from > 0 && this.faults.skips ? from + 1 : from
      const last = Math.min(
        begin + this.largestRange,
        all.length,
        limits?.[2] === undefined || limits[2] === '*' ? Infinity : Number(limits[2]) + 1,
      )
      // without a range in the question there is also the plain name, with nothing in it
      if (limits === null) writeAttribute(writer, name, [])
      writeAttribute(writer, `${name};range=${begin}-${last >= all.length ? '*' : last - 1}`, all.slice(begin, last))
    }
    writer.endSequence()
    writer.endSequence()
    writer.endSequence()
    return writer.buffer
  }

  #modify(socket: Socket, id: number, reader: BerReader): void {
    const dn = reader.readString() ?? ''
    const entry = this.entries.find((one) => lower(one.dn) === lower(dn))
    reader.readSequence()
    const end = reader.offset + reader.length
    while (reader.offset < end) {
      reader.readSequence()
      const operation = reader.readEnumeration() ?? -1
      reader.readSequence()
      const attribute = reader.readString() ?? ''
      reader.readSequence(0x31)
      const values: string[] = []
      const last = reader.offset + reader.length
      while (reader.offset < last) values.push(reader.readString() ?? '')
      this.modifies.push({ dn, operation, attribute, values })
      const present = entry?.values[attribute]
      if (operation === 0) present?.push(...values)
      if (operation === 1 && present !== undefined) present.splice(0, present.length, ...present.filter((one) => !values.includes(one)))
    }
    socket.write(result(id, 0x67, entry === undefined ? 32 : 0))
  }
}

function wholeMessage(data: Buffer): number | undefined {
  const [, first] = data
  if (first === undefined) return undefined
  const more = first < 0x80 ? 0 : first & 0x7f
  if (data.length < 2 + more) return undefined
  const size = 2 + more + (more === 0 ? first : data.readUIntBE(2, more))
  return data.length < size ? undefined : size
}

function writeAttribute(writer: BerWriter, name: string, values: readonly string[]): void {
  writer.startSequence()
  writer.writeString(name)
  writer.startSequence(0x31)
  for (const value of values) writer.writeString(value)
  writer.endSequence()
  writer.endSequence()
}

function result(id: number, operation: number, code: number): Buffer {
  const writer = new BerWriter()
  writer.startSequence()
  writer.writeInt(id)
  writer.startSequence(operation)
  writer.writeEnumeration(code)
  writer.writeString('')
  writer.writeString('')
  writer.endSequence()
  writer.endSequence()
  return writer.buffer
}

/** AND, OR, equality, presence: what is asked for here. */
function readFilter(reader: BerReader): (entry: AdEntry) => boolean {
  const tag = reader.peek()
  const valuesOf = ({ values }: AdEntry, name: string) => Object.entries(values).find(([key]) => lower(key) === lower(name))?.[1] ?? []
  if (tag === 0x87) {
    const name = reader.readString(0x87) ?? ''
    return (entry) => lower(name) === 'objectclass' || valuesOf(entry, name).length > 0
  }
  if (tag === 0xa3) {
    reader.readSequence(0xa3)
    const [name, value] = [reader.readString() ?? '', reader.readString() ?? '']
    return (entry) => valuesOf(entry, name).some((one) => lower(one) === lower(value))
  }
  if (tag !== 0xa0 && tag !== 0xa1) throw new Error(`a filter of the kind ${tag} is not known here`)
  reader.readSequence(tag)
  const end = reader.offset + reader.length
  const parts: ((entry: AdEntry) => boolean)[] = []
  while (reader.offset < end) parts.push(readFilter(reader))
  return (entry) => (tag === 0xa0 ? parts.every((fits) => fits(entry)) : parts.some((fits) => fits(entry)))
}
