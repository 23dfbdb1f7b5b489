/**
 * From the public bytes alone nobody can tell whom an investigation concerns: two ledgers that differ only in that are the same but for the
 * values of commitments, in every key and every length, and the ids of the concerned stand in no leaf of the matter.
 */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { counts } from '../../test/counts.ts'
import { arbitraryDraft, arbitraryOrigin, entryTypes } from '../../test/support/arbitrary-entries.ts'
import { charterOf } from '../../test/support/charter.ts'
import { momentOf, nodeHashing, seededRandomness } from '../../test/support/outside.ts'
import { instant } from '../kernel/instant.ts'
import type { EntryType } from './catalogue/catalogue.ts'
import { decodeEntry } from './decode.ts'
import { encodeEntry, type EncodedEntry } from './encode.ts'
import { draft, type Draft, type Origin } from './entry.ts'
import { publicView } from './public-view.ts'
import { kindOf } from './catalogue/catalogue.ts'

const start = momentOf('2026-05-03T10:00:00Z')
const job: Origin = { channel: 'job', identity: 'writ:job:apply' }

/** Two persons of whom one is under suspicion: a chief with an end and a long account id, a newcomer with neither. */
const chief = {
  subject: 's-QQQQQQQQQQQQQQQQ',
  account: 'wiki:90071992547',
  role: 'chief-constable',
  until: '2027-01-01T00:00:00.000Z',
  grant: 2,
}
const newcomer = { subject: 's-ZZZZZZZZZZZZZZZZ', account: 'wiki:3', role: 'editor', until: undefined, grant: 3 }
type Suspect = typeof chief | typeof newcomer

const known: readonly Draft[] = [
  draft('genesis', { charter: 'a'.repeat(64), demo: false, origin_id: 'here' }),
  draft('person.registered', { subject: chief.subject, handle: 'Wren' }),
  ...[chief, newcomer].map((holder) =>
    draft('grant.made', {
      subject: holder.subject,
      role: holder.role,
      account: holder.account,
      from: '2026-01-01T00:00:00.000Z',
      clause: 'c',
      decided_by: [],
      door: 'power',
    }),
  ),
]

/** A report, an inquiry, a suspension with its effects on the target, a hearing, an end. */
function investigation({ subject, account, role, until, grant }: Suspect): readonly Draft[] {
  const effect = (group: string, present: string, end?: string) =>
    draft('effect.confirmed', {
      plan: 8,
      target: 'wiki',
      account,
      group,
      present,
      ...(end === undefined ? {} : { until: end, grant: String(grant) }),
    })
  return [
    draft('case.opened', { subject, text: `concern about ${role}`, handled_by: 'ombuds' }),
    draft('case.read', { case: 4, by: subject }),
    draft('request.filed', { subject, by: subject, role, use_case: role.repeat(9), content: 'b'.repeat(64) }),
    draft('suspension.started', { subject, cause: 'misuse', reason: role.repeat(grant), clause: 'suspension', decided_by: [subject] }),
    draft('plan.made', { target: 'wiki', plan: 'c'.repeat(64), lines: 2, urgency: 'urgent', state: 'ready' }),
    effect(role, 'no'),
    draft('effect.failed', { plan: 8, target: 'wiki', account, group: role, reason: `${account} is busy` }),
    draft('drift.found', { target: 'wiki', account, group: role, change: 'added', by: subject, ...(until === undefined ? {} : { until }) }),
    draft('plan.closed', { plan: 8, outcome: 'partly', confirmed: 1, failed: 1 }),
    draft('account.locked', { account, reason: role }),
    draft('fact.used', { subject, fact: 'trained', source: 'file', value: role, as_of: '2026-05-03T10:00:00.000Z' }),
    draft('grant.paused', { subject, grant, condition: 'trained', clause: 'c' }),
    draft('private.read', { subject, by: subject, what: ['mail'], reason: 'case' }),
    draft('suspension.heard', { suspension: 7, text: role }),
    draft('suspension.ended', { suspension: 7, outcome: 'reinstated', reason: role, decided_by: [subject] }),
    effect(role, 'yes', until),
  ]
}

function encode(entry: Draft, at = start, seed = 'salts', origin = job): EncodedEntry {
  const result = encodeEntry(entry, origin, at, { hashing: nodeHashing, randomness: seededRandomness(seed) })
  assert.ok(result.ok, result.ok ? '' : result.error)
  return result.value
}

const write = (drafts: readonly Draft[]) => drafts.map((one, seq) => encode(one, instant(start + seq), `salt ${seq}`))
const text = ({ body }: { readonly body: Uint8Array }) => Buffer.from(body).toString()
const masked = (entry: EncodedEntry) => text(entry).replaceAll(/"[\w-]{43}"/g, '"…"')

describe('the public bytes of an investigation', () => {
  const aboutChief = write([...known, ...investigation(chief)])
  const aboutNewcomer = write([...known, ...investigation(newcomer)])

  it('are the same whomever it concerns, but for the values of commitments', () => {
    assert.deepEqual(aboutChief.map(masked), aboutNewcomer.map(masked))
    assert.deepEqual(
      aboutChief.map(({ body }) => body.length),
      aboutNewcomer.map(({ body }) => body.length),
    )
    assert.notDeepEqual(aboutChief.slice(known.length).map(text), aboutNewcomer.slice(known.length).map(text), 'the ledgers do differ')
  })

  it('hold no id, account, role or word of the concerned', () => {
    for (const [suspect, ledger] of [
      [chief, aboutChief],
      [newcomer, aboutNewcomer],
    ] as const)
      for (const entry of ledger.slice(known.length)) {
        const opened = JSON.stringify(entry.openings)
        for (const word of [suspect.subject, suspect.account, suspect.role])
          assert.ok(!text(entry).includes(word), `${entry.type} has ${word} in its public bytes`)
        if (entry.type.startsWith('effect.')) assert.ok(opened.includes(suspect.account), 'it does concern the account')
      }
  })

  it('give every commitment another value, also where the same thing is said twice', () => {
    const commitments = aboutChief.flatMap((entry) => text(entry).match(/"[\w-]{43}"/g) ?? [])
    assert.ok(commitments.length > 50)
    assert.equal(new Set(commitments).size, commitments.length)
  })

  it('are what the public view shows, and nothing more', () => {
    const charter = charterOf(`
writ: 1
title: Open
targets: { wiki: { connector: simulated } }
groups: { writ: { admins: { rights: apply } } }
roles: { admin: { title: Admin, purpose: Runs Writ, gives: { writ: admins }, may: [{ change: all }] } }
amendments: { by: admin }
`)
    const views = (ledger: readonly EncodedEntry[]) =>
      ledger
        .map(({ body, leaf, openings }, seq) => decodeEntry({ seq, body, leaf, openings }))
        .map((entry) => publicView(entry, { charterAt: () => charter, roleOf: () => undefined }))
        .slice(known.length)
    assert.deepEqual(views(aboutChief), views(aboutNewcomer))
  })
})

describe('the keys and the length of a leaf', () => {
  const numRuns = counts({ floor: 150, ci: 500, deep: 5000 })
  const type = fc.constantFrom(...entryTypes)

  it('of any sealed type tell nothing at all', () => {
    const sealed = type.filter((one) => kindOf(one).sealed)
    const any = sealed.chain(arbitraryDraft)
    fc.assert(
      fc.property(any, any, arbitraryOrigin, arbitraryOrigin, (left, right, from, other) => {
        assert.equal(masked(encode(left, start, 'a', from)), masked(encode(right, start, 'b', other)))
      }),
      { numRuns },
    )
  })

  it('of an open type tell its plain fields alone', () => {
    const open = type.filter((one) => !kindOf(one).sealed)
    const pair = open.chain((one: EntryType) => fc.tuple(arbitraryDraft(one), arbitraryDraft(one)))
    fc.assert(
      fc.property(pair, arbitraryOrigin, arbitraryOrigin, ([left, right], from, other) => {
        const plain = (entry: Draft) =>
          Object.entries(kindOf(entry.type).fields)
            .filter(([, { kind }]) => ['subject', 'seq', 'count', 'hash', 'word', 'yes-no'].includes(kind))
            .map(([name]) => [name, (entry.fields as Record<string, unknown>)[name]])
        const samePlain = { ...right, fields: { ...right.fields, ...Object.fromEntries(plain(left)) } } as Draft
        assert.equal(masked(encode(left, start, 'a', from)), masked(encode(samePlain, start, 'b', other)))
      }),
      { numRuns },
    )
  })
})
