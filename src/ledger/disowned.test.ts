/** A compromised person, or one who left: what was said and held in their name is over for good, also after a reinstatement. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { openBook } from '../../test/support/book.ts'
import { draft } from './entry.ts'

const [anna, ben] = ['s-Qannaaaaaaaaaaaa', 's-Qbenbbbbbbbbbbbb'] as const
const later = '2027-01-01T00:00:00.000Z'
const content = 'a'.repeat(64)

function open() {
  const book = openBook()
  for (const [subject, handle] of [
    [anna, 'anna'],
    [ben, 'ben'],
  ] as const)
    book.add(draft('person.registered', { subject, handle }))
  const token = (id: string, owner: string) =>
    book.add(draft('token.made', { token: id, secret: content, owner, scopes: ['grant'], until: later }))
  token('t-anna', anna)
  token('t-ben', ben)
  const keys = [anna, ben].map((owner) => book.add(draft('key.added', { owner, purpose: 'passkey', key: `of ${owner}` })))
  const proposal = (by: string) =>
    book.add(
      draft('grant.proposed', { subject: ben, verb: 'add', role: 'editor', clause: 'c', by: `subject:${by}`, content, lapses: later }),
    )
  const proposals = { byAnna: proposal(anna), byBen: proposal(ben) }
  const request = book.add(draft('request.filed', { subject: ben, by: ben, role: 'editor', use_case: 'Sorts files', content }))
  for (const by of [anna, ben]) {
    book.add(draft('grant.confirmed', { proposal: proposals.byBen, stage: 0, by, decision: 'approved', content, clause: 'c' }))
    book.add(draft('request.voted', { request, stage: 0, by, decision: 'approved', content, clause: 'c' }))
  }
  return { book, keys, proposals, request }
}

const suspended = (cause: string) => draft('suspension.started', { subject: anna, cause, reason: 'r', clause: 'c', decided_by: [] })

describe('what is done in the name of a person', () => {
  for (const [what, entry] of [
    ['ends for good when their account is compromised', suspended('compromised')],
    ['ends for good when they leave', draft('person.departed', { subject: anna, from: '2026-05-03T10:00:00.000Z' })],
  ] as const)
    it(what, () => {
      const { book, keys, proposals, request } = open()
      const at = book.add(entry)
      if (entry.type === 'suspension.started')
        book.add(draft('suspension.ended', { suspension: at, outcome: 'reinstated', reason: 'r', decided_by: [] }))
      const { state } = book
      assert.deepEqual([state.token('t-anna')?.revoked, state.token('t-ben')?.revoked], [true, false])
      assert.deepEqual([state.keysOf(anna), state.keysOf(ben).map(({ id }) => id)], [[], [keys[1]]])
      assert.equal(state.proposal(proposals.byAnna), undefined)
      assert.deepEqual([state.disownedAt(anna), state.disownedAt(ben)], [book.now, undefined])
      assert.deepEqual(
        state.proposal(proposals.byBen)?.votes.map(({ by }) => by),
        [ben],
      )
      assert.deepEqual(
        state.request(request)?.votes.map((vote) => [vote.by, vote.void]),
        [
          [anna, true],
          [ben, false],
        ],
      )
    })

  it('waits during any other suspension', () => {
    const { book, proposals, request } = open()
    const at = book.add(suspended('misuse'))
    book.add(draft('suspension.heard', { suspension: at, text: 'It was spam' }))
    assert.deepEqual([book.state.suspensionOf(anna)?.heard, [...book.state.suspensions()].length], [book.now, 1])
    book.add(draft('suspension.ended', { suspension: at, outcome: 'reinstated', reason: 'r', decided_by: [] }))
    assert.equal(book.state.token('t-anna')?.revoked, false)
    assert.equal(book.state.keysOf(anna).length, 1)
    assert.equal(book.state.proposal(proposals.byBen)?.votes.length, 2)
    assert.equal(
      book.state.request(request)?.votes.some((vote) => vote.void),
      false,
    )
  })
})
