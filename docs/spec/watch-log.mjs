// Watches a log that Writ keeps, without Writ: `node watch-log.mjs URL VKEY FILE`. URL is where its pages are, VKEY its public key, FILE where the last
// checkpoint is remembered. Run it once a day, on a machine that whoever runs the log cannot reach. Exit 0: signed by the key, and a continuation of what
// was remembered, which FILE now holds. Exit 1: not so; what was shown is kept in FILE.other, and both files together are the proof. Exit 3: no answer,
// or none that could be kept.
// The forms: c2sp.org/signed-note, c2sp.org/tlog-checkpoint, c2sp.org/tlog-tiles. The tree: RFC 6962, section 2.1.
import { createHash, createPublicKey, verify } from 'node:crypto'
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'

const [url, vkey, file] = process.argv.slice(2)
if (file === undefined) {
  console.log('usage: node watch-log.mjs URL VKEY FILE')
  process.exit(2)
}
const end = (code, text) => {
  console.log(text)
  process.exit(code)
}
process.on('uncaughtException', (error) => end(3, `NOTHING IS SAID: ${error.message}`))
const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest()
const get = async (path) => {
  const address = `${url.replace(/\/+$/, '')}/log/${path}`
  try {
    const answer = await fetch(address, { signal: AbortSignal.timeout(30_000) })
    if (!answer.ok) end(3, `NO ANSWER: status ${answer.status} for /log/${path}`)
    const parts = []
    let size = 0
    for await (const part of answer.body ?? []) {
      parts.push(part)
      size += part.length
      if (size > 256 * 1024) end(3, `NO ANSWER: too much for /log/${path}`)
    }
    return Buffer.concat(parts)
  } catch (error) {
    return end(3, `NO ANSWER: ${error.cause?.message ?? error.message}`)
  }
}

// A signed checkpoint: origin, size, root; an empty line; lines with signatures. Undefined if the key did not sign it.
const [, name, id, encoded] = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/.exec(vkey) ?? []
const key = Buffer.from(encoded ?? '', 'base64')
if (key.length !== 33 || key[0] !== 1 || sha256(`${name}\n`, key).toString('hex').slice(0, 8) !== id) end(2, 'VKEY is no key of a log')
const publicKey = createPublicKey({
  key: Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), key.subarray(1)]),
  format: 'der',
  type: 'spki',
})
const open = (note) => {
  const split = note.lastIndexOf('\n\n')
  const text = note.slice(0, split + 1)
  const [origin, size, root] = text.split('\n')
  const signatures = note
    .slice(split + 2)
    .split('\n')
    .map((line) => line.split(' '))
  const isSigned = signatures.some(([, signer, base64]) => {
    const bytes = Buffer.from(base64 ?? '', 'base64')
    return signer === name && bytes.subarray(0, 4).toString('hex') === id && verify(null, Buffer.from(text), publicKey, bytes.subarray(4))
  })
  return isSigned && origin === name && /^(0|[1-9][0-9]{0,14})$/.test(size) ? { size: Number(size), root } : undefined
}

// All leaf hashes, 256 to a tile, and the root over some of them.
const leavesOf = async (size) => {
  const leaves = []
  for (let index = 0; leaves.length < size; index += 1) {
    const digits = String(index)
    const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, '0').match(/\d{3}/g)
    const path = groups.map((group, place) => (place === groups.length - 1 ? group : `x${group}`)).join('/')
    const width = Math.min(256, size - leaves.length)
    const tile = await get(`tile/0/${path}${width === 256 ? '' : `.p/${width}`}`)
    if (tile.length !== width * 32) refuse(`the tile ${path} has not ${width} hashes`)
    for (let start = 0; start < tile.length; start += 32) leaves.push(tile.subarray(start, start + 32))
  }
  return leaves
}
const rootOf = (leaves) => {
  if (leaves.length < 2) return leaves[0] ?? sha256()
  const half = 2 ** Math.ceil(Math.log2(leaves.length) - 1)
  return sha256(Buffer.of(1), rootOf(leaves.slice(0, half)), rootOf(leaves.slice(half)))
}

const note = (await get('checkpoint')).toString()
// What the key signed is the proof: it stays in FILE.other, and what is shown later goes into FILE.other.2 and so on.
const refuse = (why) => {
  const held = (place) => (existsSync(place) ? readFileSync(place, 'utf8') : undefined)
  let place = file
  for (let number = 1; held(place) !== note; number += 1) {
    place = `${file}.other${number === 1 ? '' : `.${number}`}`
    if (!open(held(place) ?? '')) writeFileSync(place, note)
  }
  end(1, `NO: ${why}. What it shows is kept in ${place}`)
}
const now = open(note) ?? refuse('this key did not sign the checkpoint')
const before = existsSync(file)
  ? (open(readFileSync(file, 'utf8')) ?? end(2, `${file} holds no checkpoint that this key signed`))
  : undefined
if (now.size < (before?.size ?? 0)) refuse(`it has ${now.size} entries, and had ${before.size}`)
if (now.size === before?.size && now.root !== before.root) refuse(`its ${before.size} entries were changed`)
const leaves = await leavesOf(now.size)
if (rootOf(leaves).toString('base64') !== now.root) refuse('the entries it shows are not those that it signed')
if (before && rootOf(leaves.slice(0, before.size)).toString('base64') !== before.root)
  refuse(`the first ${before.size} entries were changed`)
writeFileSync(`${file}.new`, note)
renameSync(`${file}.new`, file)
end(0, `YES: ${now.size} entries, root ${now.root}${before ? `; the first ${before.size} are those of before` : ', now remembered'}`)
