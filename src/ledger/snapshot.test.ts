import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { counts } from '../../test/counts.ts'
import { subjects } from '../../test/support/arbitrary-entries.ts'
import { momentOf } from '../../test/support/outside.ts'
import { formatInstant, instant } from '../kernel/instant.ts'
import { draft, type Draft, type Entry } from './entry.ts'
import { emptyState, foldEntry, type FoldState } from './fold.ts'
import { loadState, saveState } from './snapshot.ts'

const start = momentOf('2026-01-01T00:00:00Z')

function fold(state: FoldState, one: Draft): void {
  const seq = state.size
  const entry = { ...one, seq, at: instant(start + seq * 37), sealed: false, origin: { channel: 'cli', identity: 'operator:kim' } }
  foldEntry(state, entry as unknown as Entry)
}

/** Random letters, so that nothing about an id can be guessed from its neighbours. */
function subjectOf(number: number): string {
  let rest = Math.imul(number + 1, 0x9e3779b1) >>> 0
  let text = 's-'
  while (text.length < 18) {
    rest = (Math.imul(rest, 1_103_515_245) + 12_345) >>> 0
    text += '0123456789abcdefghijklmnopqrstuv'[rest >>> 27]
  }
  return text
}

/** People with three grants each, in an order that mixes them; every second one ends at some moment within a year. */
function largeState(people: number, before: (state: FoldState) => void): FoldState {
  const state = emptyState()
  before(state)
  const ends = (index: number) => formatInstant(instant(start + 30_000_000_000 + ((index * 7_919_317) % 31_000_000_000)))
  for (let round = 0; round < 3; round += 1)
    for (let index = 0; index < people; index += 1) {
      const person = (index * 7919) % people
      fold(
        state,
        draft('grant.made', {
          subject: subjectOf(person),
          role: ['sysop', 'editor', 'mover', 'bot'][(index + round) % 4] as string,
          account: `wiki:${1000 + person}`,
          from: formatInstant(instant(start + state.size * 37)),
          ...(index % 2 === 0 ? {} : { until: ends(index) }),
          clause: `roles.chief.may[${index % 5}]`,
          decided_by: [`subject:${subjectOf(index % 50)}`],
          door: 'power',
        }),
      )
    }
  return state
}

describe('the size of a state', () => {
  it('is at most 50 bytes a grant, the ids of persons included', () => {
    const people = counts({ floor: 15_000, ci: 60_000, deep: 1_000_000 })
    let accounts = 0
    const state = largeState(people, (empty) => {
      // accounts are a part of their own: made first and not counted
      for (let person = 0; person < people; person += 1) empty.tables.accounts.add(`wiki:${1000 + person}`)
      accounts = empty.bytes
    })
    const bytes = (state.bytes - accounts) / (3 * people)
    assert.ok(bytes > 10, 'it was measured')
    assert.ok(bytes <= 50, `${bytes.toFixed(1)} bytes a grant`)
    assert.equal(state.grantCount(), 3 * people)
    assert.equal(state.grantsOf(subjectOf(people - 1)).length, 3)
  })
})

describe('a snapshot', () => {
  const small = () => {
    const state = emptyState()
    fold(state, draft('person.registered', { subject: subjects[0] as string, handle: 'Wren' }))
    return state
  }

  it('is the same wherever it lies in memory, and does not change with the state', () => {
    const bytes = saveState(small())
    const shifted = new Uint8Array(bytes.length + 3)
    shifted.set(bytes, 3)
    const loaded = loadState(shifted.subarray(3))
    assert.ok(loaded !== undefined)
    const before = shifted.slice()
    fold(loaded, draft('person.renamed', { subject: subjects[0] as string, handle: 'Finch' }))
    assert.equal(loaded.personByHandle('Finch')?.subject, subjects[0])
    assert.deepEqual(shifted, before)
  })

  it('is not loaded when any bit of it changed', () => {
    const bytes = saveState(small())
    for (let index = 0; index < bytes.length; index += 5) {
      const damaged = bytes.slice()
      damaged[index] = (damaged[index] ?? 0) ^ (1 << (index % 8))
      assert.equal(loadState(damaged), undefined, `byte ${index}`)
    }
  })

  it('is not loaded when it was cut, or is none', () => {
    const bytes = saveState(small())
    for (const length of [0, 8, 16, 24, bytes.length - 8, bytes.length - 1]) assert.equal(loadState(bytes.slice(0, length)), undefined)
    assert.equal(loadState(new Uint8Array(64)), undefined)
    assert.equal(loadState(new Uint8Array([...bytes, 0, 0, 0, 0, 0, 0, 0, 0])), undefined)
  })
})
