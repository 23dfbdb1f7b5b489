// Checks a proof of a log that Writ keeps, without Writ: `node verify-proof.mjs FILE [ROOT | VKEY]`. ROOT is the root you kept yourself or have from
// somebody you trust, VKEY the public key of the log, which must have signed the root: without either only the root that the proof brings is checked.
// The forms: docs/spec/ledger.md. The way up: RFC 9162, 2.1.3.2 and 2.1.4.2. The signature: c2sp.org/signed-note and c2sp.org/tlog-checkpoint.
import { createHash, createPublicKey, verify } from 'node:crypto'
import { readFileSync } from 'node:fs'
const [file, given] = process.argv.slice(2)
const [vkey, kept] = given?.includes('+') ? [given] : [undefined, given]
const proof = JSON.parse(readFileSync(file, 'utf8'))
const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest()
const join = (left, right) => sha256(Buffer.of(1), Buffer.from(left, 'hex'), Buffer.from(right, 'hex')).toString('hex')
const half = ([place, last]) => [Math.floor(place / 2), Math.floor(last / 2)]
const check = (holds, why) => {
  if (holds) return
  console.log(`NO: ${why}`)
  process.exit(1)
}
// RFC 8785: names sorted by UTF-16 code units, no spaces.
const canonical = (value) => {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  const names = Object.keys(value).toSorted((left, right) => (left < right ? -1 : 1))
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join(',')}}`
}
// That the key signed a checkpoint of this size and root.
const signed = (note, size, root) => {
  if (vkey === undefined) return
  const [, name, id, encoded] = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/.exec(vkey) ?? []
  const key = Buffer.from(encoded ?? '', 'base64')
  check(key.length === 33 && key[0] === 1 && sha256(`${name}\n`, key).toString('hex').startsWith(id), 'this is no key of a log')
  check(note !== undefined, 'the proof brings no signature')
  const split = note.lastIndexOf('\n\n')
  const lines = note
    .slice(split + 2)
    .split('\n')
    .map((line) => line.split(' '))
  const own = lines
    .map(([, who, bytes]) => [who, Buffer.from(bytes ?? '', 'base64')])
    .find(([who, bytes]) => who === name && bytes.toString('hex').startsWith(id))
  const spki = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), key.subarray(1)])
  const text = note.slice(0, split + 1)
  check(
    own && verify(null, Buffer.from(text), createPublicKey({ key: spki, format: 'der', type: 'spki' }), own[1].subarray(4)),
    'the key did not sign it',
  )
  const [origin, entries, hash] = text.split('\n')
  check(origin === name && entries === String(size) && hash === Buffer.from(root, 'hex').toString('base64'), 'the key signed another root')
}
// From a place in the tree up to its root; `step` is told of each hash, and whether it stands on the left.
const climb = (path, place, last, step) => {
  for (const hash of path) {
    check(last > 0, 'the path is too long')
    const left = place % 2 === 1 || place === last
    step(hash, left)
    while (left && place % 2 === 0 && place > 0) [place, last] = half([place, last])
    ;[place, last] = half([place, last])
  }
  check(last === 0, 'the path is too short')
}

// That one entry is whole and stands in the log.
const stands = ({ entry, size, root, leaf, path, body, openings = {} }) => {
  check(entry >= 0 && entry < size, 'there is no such entry')
  check(body === undefined || sha256(Buffer.of(0), body).toString('hex') === leaf, 'the hash is not that of the entry')
  for (const [name, { salt, value }] of Object.entries(openings)) {
    const { type, v, c } = JSON.parse(body)
    const commitment = sha256(Buffer.of(2), Buffer.from(salt, 'base64url'), canonical([type, v, name, value]))
    check(commitment.toString('base64url') === (typeof c === 'string' ? c : c[name]), `${name} is not what was recorded`)
  }
  let found = leaf
  climb(path, entry, size - 1, (hash, left) => (found = left ? join(hash, found) : join(found, hash)))
  check(found === root && (kept ?? root) === root, 'the root is another')
}

if (['writ-inclusion-proof-1', 'writ-inclusion-proof-2', 'writ-evidence-1'].includes(proof.format)) {
  // evidence is several entries below one root
  const { size, root, grant, entry: one, entries = [proof], checkpoint } = proof
  check(grant === undefined || entries.some(({ entry, body }) => entry === grant && body), 'the entry that made the grant is missing')
  for (const each of entries) stands({ ...each, size, root })
  signed(checkpoint, size, root)
  console.log(
    `YES: ${grant === undefined ? `entry ${one} stands` : `${entries.length} entries about the grant of entry ${grant} stand`} in the log of ${size} entries with the root ${root}`,
  )
} else {
  const { format, first, second, path } = proof
  check(/^writ-consistency-proof-[12]$/.test(format) && first.size > 0 && first.size <= second.size, 'no proof that is known here')
  let [place, last] = [first.size - 1, second.size - 1]
  while (place % 2 === 1 || (place > 0 && place === last)) [place, last] = half([place, last])
  const [start, ...rest] = place === 0 ? [first.root, ...path] : path
  let [before, after] = [start, start]
  climb(rest, place, last, (hash, left) => {
    if (left) before = join(hash, before)
    after = left ? join(hash, after) : join(after, hash)
  })
  check(before === first.root && after === second.root && [first.root, second.root].includes(kept ?? first.root), 'the root is another')
  signed(proof.checkpoint, second.size, second.root)
  console.log(`YES: the log of ${second.size} entries (${second.root}) begins with that of ${first.size} (${first.root})`)
}
