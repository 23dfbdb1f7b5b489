/**
 * `writ at`: who held what at a moment is the same fold, stopped earlier. On random ledgers it equals a naive replay of the raw entries, written
 * without anything of the code it tests.
 */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { heldAt } from '../../src/decide/held-at.ts'
import { instant } from '../../src/kernel/instant.ts'
import { draft, type Draft } from '../../src/ledger/entry.ts'
import { jobOrigin } from '../../src/workflow/caller.ts'
import { openJournal } from '../../src/workflow/journal.ts'
import { counts } from '../counts.ts'
import { charterOf } from '../support/charter.ts'
import { MemoryStore } from '../support/memory-store.ts'
import { nodeHashing, seededRandomness } from '../support/outside.ts'

const charter = charterOf(`
writ: 1
title: Offices
targets: { wiki: { connector: simulated } }
groups: { writ: { admins: { rights: apply } }, wiki: { editor: {}, reserve: {} } }
roles:
  chair: { title: Chair, purpose: Runs Writ, gives: { writ: admins }, may: [{ change: all }] }
  editor: { title: Editor, purpose: Edits, gives: { wiki: editor } }
  reserve: { title: Reserve, purpose: Steps in, gives: { wiki: reserve }, activation: { longest: 1 day } }
amendments: { by: chair }
`)
const people = ['s-Aaaaaaaaaaaaaaaa', 's-Bbbbbbbbbbbbbbbb', 's-Cccccccccccccccc'] as const
const roles = ['chair', 'editor', 'reserve'] as const
const BEGIN = Date.parse('2026-01-01T00:00:00Z')
const HOUR = 3_600_000

/** One thing that happens: which, to whom or to which grant, and so many hours later than the one before. */
interface Event {
  readonly kind: (typeof kinds)[number]
  readonly pick: number
  readonly hours: number
  readonly span: number
}
const kinds = [
  'made',
  'made',
  'made',
  'made',
  'made',
  'made',
  'renewed',
  'renewed',
  'renewed',
  'ending',
  'ended',
  'suspended',
  'unsuspended',
  'departed',
  'returned',
  'paused',
  'resumed',
  'activated',
  'deactivated',
] as const

const events = fc.array(
  fc.record({ kind: fc.constantFrom(...kinds), pick: fc.nat(1000), hours: fc.nat(12), span: fc.integer({ min: -5, max: 90 }) }),
  { minLength: 25, maxLength: 60, size: 'max' },
)

/** Evenly spread: the usual numbers crowd near zero, where nothing has happened yet. */
const evenly = fc.noBias(fc.integer({ min: 0, max: 1_000_000 })).map((part) => part / 1_000_001)

interface Row {
  readonly at: number
  readonly type: string
  readonly fields: Readonly<Record<string, unknown>>
}

const iso = (time: number) => new Date(time).toISOString()

/** The entries that the events become; each grant and suspension is known by its number. */
function entriesOf(list: readonly Event[]): readonly { readonly at: number; readonly draft: Draft }[] {
  const entries: { at: number; draft: Draft }[] = people.map((subject, index) => ({
    at: BEGIN,
    draft: draft('person.registered', { subject, handle: `person-${index}` }),
  }))
  const [grants, suspensions]: [{ id: number; subject: string }[], number[]] = [[], []]
  let now = BEGIN
  for (const { kind, pick, hours, span } of list) {
    now += hours * HOUR
    const subject = people[pick % people.length] ?? ''
    const grant = grants[pick % Math.max(1, grants.length)]
    const by = { clause: `clause-${pick}`, decided_by: [`subject:${people[(pick + 1) % people.length]}`] }
    const until = iso(now + span * HOUR)
    const id = entries.length
    const add = (made: Draft) => entries.push({ at: now, draft: made })
    if (kind === 'made') {
      const end = pick % 3 === 0 ? {} : { until: iso(now + (span + 120) * HOUR) }
      add(
        draft('grant.made', {
          subject,
          role: roles[pick % roles.length] ?? 'chair',
          from: iso(now + (pick % 4) * HOUR),
          ...end,
          ...by,
          door: 'power',
        }),
      )
      grants.push({ id, subject })
    } else if (kind === 'suspended') {
      add(draft('suspension.started', { subject, cause: pick % 2 === 0 ? 'misuse' : 'compromised', reason: 'r', ...by }))
      suspensions.push(id)
    } else if (kind === 'unsuspended') {
      const suspension = suspensions[pick % Math.max(1, suspensions.length)]
      if (suspension !== undefined) add(draft('suspension.ended', { suspension, outcome: 'reinstated', reason: 'r', decided_by: [] }))
    } else if (kind === 'departed') add(draft('person.departed', { subject, from: iso(now) }))
    else if (kind === 'returned') add(draft('person.returned', { subject }))
    else if (grant !== undefined) {
      const whose = { subject: grant.subject, grant: grant.id }
      if (kind === 'renewed') add(draft('grant.renewed', { ...whose, ...by, ...(pick % 2 === 0 ? {} : { until }) }))
      if (kind === 'ending') add(draft('grant.ending', { ...whose, ...by, until, cause: 'removed' }))
      if (kind === 'ended') add(draft('grant.ended', { ...whose, ...by, from: iso(now), cause: 'removed' }))
      if (kind === 'paused') add(draft('grant.paused', { ...whose, condition: 'trained', clause: by.clause }))
      if (kind === 'resumed') add(draft('grant.resumed', { ...whose, clause: by.clause }))
      if (kind === 'activated') add(draft('grant.activated', { ...whose, ...by, until, reason: 'r' }))
      if (kind === 'deactivated') add(draft('grant.deactivated', whose))
    }
  }
  return entries
}

/** The naive replay: reads every entry up to the moment and keeps what it says in plain maps. */
function replayed(rows: readonly Row[], moment: number): readonly string[] {
  const grants = new Map<number, Record<string, any>>()
  const [suspended, gone] = [new Map<number, string>(), new Set<string>()]
  rows.forEach(({ at, type, fields }, seq) => {
    if (at > moment) return
    const field: Record<string, any> = fields
    const grant = grants.get(field['grant'])
    if (type === 'grant.made') grants.set(seq, { ...field, id: seq })
    if (type === 'grant.renewed' && grant) grant['until'] = field['until']
    if (type === 'grant.ending' && grant && (grant['until'] === undefined || field['until'] < grant['until']))
      grant['until'] = field['until']
    if (type === 'grant.ended' && grant) grant['ended'] = true
    if (type === 'grant.paused' && grant) grant['paused'] = true
    if (type === 'grant.resumed' && grant) grant['paused'] = false
    if (type === 'grant.activated' && grant) grant['active'] = field['until']
    if (type === 'grant.deactivated' && grant) grant['active'] = undefined
    if (type === 'suspension.started') suspended.set(seq, field['subject'])
    if (type === 'suspension.ended') suspended.delete(field['suspension'])
    if (type === 'person.departed') gone.add(field['subject'])
    if (type === 'person.returned') gone.delete(field['subject'])
  })
  const now = iso(moment)
  return [...grants.values()]
    .filter((grant) => !grant['ended'] && grant['from'] <= now && (grant['until'] === undefined || now < grant['until']))
    .map((grant) => {
      const dormant = grant['role'] === 'reserve' && !(grant['active'] !== undefined && now < grant['active'])
      const without = gone.has(grant['subject'])
        ? 'departed'
        : [...suspended.values()].includes(grant['subject'])
          ? 'suspended'
          : grant['paused']
            ? 'paused'
            : dormant
              ? 'dormant'
              : 'in force'
      return line(
        grant['id'],
        grant['subject'],
        grant['role'],
        grant['from'],
        grant['until'],
        grant['decided_by'],
        grant['clause'],
        without,
      )
    })
}

const line = (...parts: readonly unknown[]) => parts.map((part) => String(part)).join(' | ')

/** Says whether a snapshot that was not the last one was used. */
class CountingStore extends MemoryStore {
  #used = 0
  override async loadSnapshot(upTo?: number): ReturnType<MemoryStore['loadSnapshot']> {
    const found = await super.loadSnapshot(upTo)
    if (found !== undefined && found.size < ((await super.loadSnapshot())?.size ?? 0)) this.#used = 1
    return found
  }
  takeUsed(): number {
    const used = this.#used
    this.#used = 0
    return used
  }
}

describe('who held what at a moment', () => {
  const ledgers = counts({ floor: 20, ci: 50, deep: 200 })
  const momentsEach = counts({ floor: 50, ci: 50, deep: 100 })

  it(`equals a naive replay at ${ledgers * momentsEach} random moments of random ledgers`, async () => {
    const seen = { ledgers: 0, moments: 0, fromSnapshot: 0, held: 0, without: 0, renewed: 0 }
    await fc.assert(
      fc.asyncProperty(events, fc.array(evenly, { minLength: momentsEach, maxLength: momentsEach }), async (list, fractions) => {
        const entries = entriesOf(list)
        let now = BEGIN
        const outside = { clock: { now: () => instant(now) }, hashing: nodeHashing, randomness: seededRandomness(3) }
        // Every second ledger leaves snapshots on the way, from which an earlier state is folded.
        const store = new CountingStore()
        const journal = await openJournal({ store, outside, ...(seen.ledgers % 2 === 0 ? { snapshots: { every: 6, onClose: 1 } } : {}) })
        for (const [index, entry] of entries.entries()) {
          now = entry.at
          await journal.command(`k${index}`, jobOrigin('test'), () => ({ drafts: [entry.draft], answer: null }))
        }
        const rows = entries.map((entry): Row => ({ at: entry.at, type: entry.draft.type, fields: entry.draft.fields }))
        for (const [index, fraction] of fractions.entries()) {
          // Half of them exactly at an entry, where being off by one would show.
          const at = entries[Math.floor(fraction * entries.length)]?.at ?? now
          const moment = index % 2 === 0 ? at : Math.round(BEGIN + (now - BEGIN + 30 * HOUR) * fraction)
          const state = await journal.stateAt(instant(moment))
          const held = heldAt(charter, state, instant(moment))
          const told = held.map(({ grant, without }) =>
            line(
              grant.id,
              grant.subject,
              grant.role,
              iso(grant.from),
              grant.until === undefined ? undefined : iso(grant.until),
              grant.decidedBy,
              grant.clause,
              without ?? 'in force',
            ),
          )
          assert.deepEqual(told, replayed(rows, moment), iso(moment))
          for (const subject of people)
            assert.deepEqual(
              heldAt(charter, state, instant(moment), subject).map(({ grant }) => grant.id),
              held.filter(({ grant }) => grant.subject === subject).map(({ grant }) => grant.id),
            )
          seen.moments += 1
          seen.fromSnapshot += store.takeUsed()
          seen.held += held.length
          seen.without += held.filter(({ without }) => without !== undefined).length
          seen.renewed += held.filter(({ grant }) => grant.renewedBy !== undefined).length
        }
        await journal.close()
        seen.ledgers += 1
      }),
      { numRuns: ledgers },
    )
    console.log(
      `# at: ${seen.moments} moments, ${seen.fromSnapshot} from an earlier snapshot, ${seen.held} roles held, ${seen.without} of them without effect, ${seen.renewed} renewed`,
    )
    assert.ok(seen.fromSnapshot > seen.moments / 5, JSON.stringify(seen))
    assert.ok(seen.held > seen.moments / 2 && seen.without > 100 && seen.renewed > 50, JSON.stringify(seen))
  })
})
