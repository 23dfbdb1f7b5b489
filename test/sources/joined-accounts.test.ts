/** Whom a source speaks of: joined by an account that was linked, never by what looks alike; what could be read in two ways is unknown and an alarm. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Json } from '../../src/kernel/json.ts'
import { draft } from '../../src/ledger/entry.ts'
import { readFacts } from '../../src/workflow/facts.ts'
import { joinAlarms } from '../../src/workflow/join-alarms.ts'
import { knownNow } from '../../src/workflow/known.ts'
import type { FactReading, FactSource } from '../../src/workflow/ports.ts'
import { openBook, type Book } from '../support/book.ts'
import { charterOf } from '../support/charter.ts'

const charter = charterOf(`
writ: 1
title: Joined
targets: { wiki: { connector: simulated }, forum: { connector: simulated } }
facts:
  edits: { text: Edits, source: people, type: number, set_by: self }
  posts: { text: Posts of an account, source: people, type: number, about: account, set_by: self }
conditions:
  busy: { text: Fifty edits, fact: edits, at_least: 50 }
roles:
  head: { title: Head, purpose: Decides, may: [{ change: all }] }
amendments: { by: head }
`)

type Whole = Extract<FactReading, { kind: 'complete' }>

async function told(book: Book, values: Readonly<Record<string, Json>>, accounts: string | null = 'wiki', more: Partial<Whole> = {}) {
  const facts = Object.entries(values).map(([about, value]) => ({ fact: 'edits', about, value, asOf: book.now }))
  const reading: FactReading = { kind: 'complete', asOf: book.now, facts, ...more }
  const source: FactSource = { id: 'people', ...(accounts === null ? {} : { accounts }), read: async () => reading }
  const known = knownNow(charter, book.state, book.now, await readFacts({ sources: [source], journal: book }))
  return {
    edits: (subject: string) => {
      const found = known.fact('edits', subject)
      return found.kind === 'value' ? found.value : found.kind === 'unknown' ? `unknown: ${found.why}` : found.kind
    },
    busy: (subject: string) => known.test('busy', subject),
    alarms: joinAlarms(charter, book.state, source, reading).map(({ text }) => text),
  }
}

function book(): Book {
  const made = openBook()
  made.person('s-birch', { wiki: '1', forum: '7' })
  made.person('s-cedar', { wiki: '2' })
  made.person('s-dora', {})
  return made
}

describe('a source that speaks of the accounts of a target', () => {
  it('is joined by the immutable id of a linked account', async () => {
    const { edits, alarms } = await told(book(), { 'wiki:1': 80, 'wiki:2': 3 })
    assert.deepEqual([edits('s-birch'), edits('s-cedar'), edits('s-dora')], [80, 3, 'absent'])
    assert.deepEqual(alarms, [])
  })

  it('is joined by the name of a linked account, which follows a rename', async () => {
    const made = book()
    assert.equal((await told(made, { 'Name 1': 80 })).edits('s-birch'), 80)
    made.add(draft('account.renamed', { account: 'wiki:1', name: 'Birch Bark' }))
    const { edits } = await told(made, { 'Birch Bark': 81, 'Name 1': 5 })
    assert.equal(edits('s-birch'), 81)
  })

  it('is not joined by a handle that looks alike, nor by an account elsewhere', async () => {
    const { edits, busy } = await told(book(), { 's-dora': 80, 'Name 7': 80, 'forum:7': 80 })
    assert.deepEqual([edits('s-dora'), edits('s-birch')], ['absent', 'absent'])
    assert.equal(busy('s-dora'), 'unknown', 'what is missing is not known')
  })

  it('calls nobody by an account where it speaks of handles', async () => {
    const { edits } = await told(book(), { 's-dora': 80, 'wiki:1': 80, 'Name 2': 80 }, null)
    assert.deepEqual([edits('s-dora'), edits('s-birch'), edits('s-cedar')], [80, 'absent', 'absent'])
  })

  it('is believed of neither of two people who have one name there, and says so', async () => {
    const made = book()
    made.add(draft('account.renamed', { account: 'wiki:2', name: 'Name 1' }))
    const { edits, busy, alarms } = await told(made, { 'Name 1': 80 })
    assert.equal(edits('s-birch'), 'unknown: two people have an account `Name 1` on `wiki`')
    assert.equal(edits('s-cedar'), 'unknown: two people have an account `Name 1` on `wiki`')
    assert.equal(busy('s-birch'), 'unknown')
    assert.deepEqual(alarms, ['source `people`: two people have an account `Name 1` on `wiki`'])
    const byId = await told(made, { 'wiki:1': 80, 'wiki:2': 3 })
    assert.deepEqual([byId.edits('s-birch'), byId.edits('s-cedar')], [80, 3], 'ids tell them apart')
    assert.deepEqual(byId.alarms, [])
  })

  it('is not believed where it tells different things of two accounts of one person, and says so', async () => {
    const made = book()
    made.add(
      draft('account.linked', { subject: 's-birch', account: 'wiki:9', name: 'Bot', target: 'wiki', kind: 'bot', proof: 'attested' }),
    )
    const { edits, alarms } = await told(made, { 'wiki:1': 80, 'wiki:9': 4 })
    assert.equal(edits('s-birch'), 'unknown: `people` tells different things of their accounts')
    assert.deepEqual(alarms, ['source `people`: of fact `edits` it tells different things of the accounts of `s-birch`'])
    const same = await told(made, { 'wiki:1': 80, 'wiki:9': 80 })
    assert.deepEqual([same.edits('s-birch'), same.alarms], [80, []])
  })

  it('has not said anything of an account that was linked since', async () => {
    const { edits } = await told(book(), { 'wiki:2': 3 }, 'wiki', { only: new Set(['wiki:2']) })
    assert.deepEqual([edits('s-birch'), edits('s-cedar'), edits('s-dora')], ['unknown: `people` was not asked yet', 3, 'absent'])
  })

  it('leaves unknown what it doubts itself', async () => {
    const { edits } = await told(book(), {}, 'wiki', { doubts: new Map([['wiki:1', 'the wiki has no account 1']]) })
    assert.deepEqual([edits('s-birch'), edits('s-cedar')], ['unknown: the wiki has no account 1', 'absent'])
  })

  it('must speak of a target that the charter has', async () => {
    assert.match((await told(book(), {}, 'wikki')).alarms[0] ?? '', /accounts on `wikki`, but the charter has wiki, forum/)
  })
})
