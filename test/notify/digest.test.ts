/** People choose when they are told what can wait: real mail, time as data. What cannot wait comes at once whatever they chose. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import PostalMime from 'postal-mime'
import { alwaysAtOnce } from '../../src/decide/tells/urgency.ts'
import { parseInstant } from '../../src/kernel/instant.ts'
import { draft } from '../../src/ledger/entry.ts'
import { templates } from '../../src/notify/texts.ts'
import type { Caller } from '../../src/workflow/caller.ts'
import { lookAtOutbox, type Channel } from '../../src/workflow/outbox/deliver.ts'
import type { Pace } from '../../src/workflow/outbox/pace.ts'
import type { Message } from '../../src/workflow/ports.ts'
import { setNoticePreferences } from '../../src/workflow/set-notice-preferences.ts'
import { startMailServer } from './mail-server.ts'
import { file, header, mailOf, send, site } from './told-site.ts'

type Site = Awaited<ReturnType<typeof site>>

/** 4 March 2031 is a Tuesday. */
const at = (made: Site, text: string) => {
  const moment = parseInstant(text)
  made.played.now = moment.ok ? moment.value : assert.fail(moment.error)
}

async function begun(): Promise<Site> {
  const made = await site()
  at(made, '2031-03-04T10:00:00Z')
  await send(made.told, keeping([]))
  return made
}

let keys = 0
const choose = async (made: Site, handle: string, mail: Pace) => {
  const caller: Caller = { actor: { kind: 'person', subject: made.subjectOf(handle), stepUp: undefined }, channel: 'web' }
  const decision = await setNoticePreferences(made.told, { key: `choice-${(keys += 1)}`, caller, paces: { mail } })
  assert.equal(decision.outcome, 'allowed')
}

/** A channel that only keeps what it is given. */
const keeping = (seen: Message[]): Channel => ({
  outbox: { id: 'mail', send: (message) => Promise.resolve(void seen.push(message)) },
  takes: () => true,
  address: 'mail',
})

describe('a digest', () => {
  it('brings as one list what can wait, each item with why it is told; others get theirs at once', async () => {
    await using server = await startMailServer()
    const made = await begun()
    await choose(made, 'ash', 'daily')
    await file(made, 'elm')
    await file(made, 'fir')
    assert.equal((await send(made.told, mailOf(server))).sent, 2, 'to birch')
    at(made, '2031-03-05T05:59:00Z')
    assert.deepEqual((await send(made.told, mailOf(server))).sent, 0)
    at(made, '2031-03-05T06:00:00Z')
    assert.equal((await send(made.told, mailOf(server))).sent, 1)
    assert.deepEqual(
      server.received.map(({ to }) => to),
      ['birch@example.org', 'birch@example.org', 'ash@example.org'],
    )
    const { text, html = '', subject } = await PostalMime.parse(server.received.at(-1)?.text ?? '')
    assert.equal(subject, 'Your notices of the day: 2 - A small site')
    assert.equal(text?.match(/^- A request for Porter waits for you\..*You get this because you can decide it\.$/gm)?.length, 2)
    assert.equal(html.match(/<li>A request for Porter waits for you/g)?.length, 2)
    assert.match(text ?? '', /once a day[\s\S]*Pages: https:/)
    assert.equal((await send(made.told, mailOf(server))).waiting, 0)
  })

  it('of the week waits for Monday, in one thread with the others', async () => {
    await using server = await startMailServer()
    const made = await begun()
    await choose(made, 'ash', 'weekly')
    await choose(made, 'birch', 'off')
    await file(made, 'elm')
    at(made, '2031-03-09T23:59:00Z')
    assert.deepEqual((await send(made.told, mailOf(server))).sent, 0)
    assert.match(String((await lookAtOutbox(made.told.store)).waiting.map(({ next }) => new Date(next).toISOString())), /2031-03-10T06/)
    at(made, '2031-03-10T06:00:00Z')
    await file(made, 'fir')
    assert.equal((await send(made.told, mailOf(server))).sent, 1, 'what came in that very moment is for the next one')
    at(made, '2031-03-17T09:00:00Z')
    assert.equal((await send(made.told, mailOf(server))).sent, 1)
    const [first, second] = server.received.map(({ text }) => text)
    assert.equal(header(first ?? '', 'References'), header(second ?? '', 'References'))
    assert.notEqual(header(first ?? '', 'Message-ID'), header(second ?? '', 'Message-ID'))
  })

  it('does not hold what cannot wait: a decision about one’s own access comes even where everything is off', async () => {
    const seen: Message[] = []
    const made = await begun()
    for (const one of ['cedar', 'fir', 'ash']) await choose(made, one, 'off')
    await made.grant('birch', 'helper', 'cedar')
    await made.write(
      draft('suspension.started', {
        subject: made.subjectOf('fir'),
        cause: 'misuse',
        reason: 'Looked into',
        clause: 'suspension',
        decided_by: [],
      }),
    )
    await file(made, 'elm')
    const answer = await send(made.told, keeping(seen))
    assert.deepEqual([answer.sent, answer.unwanted, answer.waiting], [3, 1, 0])
    assert.deepEqual(
      seen.map(({ to, subject }) => `${to}: ${subject}`),
      [
        'cedar@example.org: You hold the role Helper - A small site',
        'fir@example.org: Your roles are suspended - A small site',
        'birch@example.org: A request for Porter waits for you - A small site',
      ],
    )
  })

  it('names nothing that was decided meanwhile, and does not come if nothing is left', async () => {
    const seen: Message[] = []
    const made = await begun()
    await choose(made, 'ash', 'daily')
    await choose(made, 'birch', 'off')
    const request = made.instance.journal.size
    await file(made, 'elm')
    await file(made, 'fir')
    await send(made.told, keeping(seen))
    await made.write(draft('request.closed', { request, outcome: 'withdrawn', clause: 'roles.porter.request' }))
    at(made, '2031-03-05T07:00:00Z')
    await send(made.told, keeping(seen))
    const [digest] = seen.filter(({ to }) => to === 'ash@example.org')
    assert.deepEqual(
      [digest?.subject, digest?.text.flat().filter((line) => /waits for you\./.test(line)).length],
      ['Your notices of the day: 1 - A small site', 1],
    )
    const second = made.instance.journal.size
    await file(made, 'elm')
    await send(made.told, keeping(seen))
    await made.write(draft('request.closed', { request: second, outcome: 'withdrawn', clause: 'roles.porter.request' }))
    const before = seen.filter(({ to }) => to === 'ash@example.org').length
    at(made, '2031-03-06T07:00:00Z')
    await send(made.told, keeping(seen))
    assert.equal(seen.filter(({ to }) => to === 'ash@example.org').length, before)
    assert.equal((await lookAtOutbox(made.told.store)).waiting.length, 0)
  })

  it('is the same message with the same things in it where the process was gone before it could note that it was sent', async () => {
    const made = await begun()
    await choose(made, 'ash', 'daily')
    await choose(made, 'birch', 'off')
    await file(made, 'elm')
    await send(made.told, keeping([]))
    const seen: Message[] = []
    const { store } = made.told
    const dying = new Proxy(store, {
      get: (of, name) => {
        const value: unknown = Reflect.get(of, name, of)
        if (typeof value !== 'function') return value
        if (name !== 'setNote' || seen.length === 0) return value.bind(of)
        return () => Promise.reject(new Error('the process is gone'))
      },
    })
    at(made, '2031-03-05T06:30:00Z')
    await assert.rejects(send({ ...made.told, store: dying }, keeping(seen)), /gone/)
    // by the next run another day has passed, and more is to be told
    await file(made, 'fir')
    at(made, '2031-03-06T06:30:00Z')
    await send(made.told, keeping(seen))
    assert.equal(seen.length, 2)
    assert.equal(seen[0]?.key, seen[1]?.key)
    assert.deepEqual(seen[0], seen[1])
    at(made, '2031-03-07T06:30:00Z')
    await send(made.told, keeping(seen))
    assert.notEqual(seen[2]?.key, seen[1]?.key)
    assert.equal(seen.length, 3)
  })

  it('that the server does not take now is tried again as it was; its reader who chooses anew gets the rest at once', async () => {
    await using server = await startMailServer()
    const made = await begun()
    await choose(made, 'ash', 'daily')
    await choose(made, 'birch', 'off')
    await file(made, 'elm')
    await send(made.told, mailOf(server))
    at(made, '2031-03-05T06:00:00Z')
    server.refuses.set('ash@example.org', 451)
    assert.equal((await send(made.told, mailOf(server))).waiting, 1)
    await file(made, 'fir')
    await choose(made, 'ash', 'at-once')
    server.refuses.clear()
    assert.equal((await send(made.told, mailOf(server))).sent, 1)
    made.pass('2 minutes')
    assert.equal((await send(made.told, mailOf(server))).sent, 1)
    assert.deepEqual(
      server.received.map(({ text }) => header(text, 'Subject').slice(0, 14)),
      ['A request for ', 'Your notices o'],
    )
  })

  it('goes on with what an earlier version kept, which knew no since', async () => {
    const made = await begun()
    await choose(made, 'birch', 'off')
    await file(made, 'elm')
    const away: Channel = { ...keeping([]), outbox: { id: 'mail', send: () => Promise.reject(new Error('later')) } }
    await send(made.told, away)
    const book = JSON.parse(JSON.stringify(await made.told.store.note('outbox')))
    for (const one of book.waiting) delete one.since
    await made.told.store.setNote('outbox', book)
    await choose(made, 'ash', 'daily')
    made.pass('2 minutes')
    const seen: Message[] = []
    await send(made.told, keeping(seen))
    assert.deepEqual(
      seen.map(({ to }) => to),
      ['ash@example.org'],
    )
  })
})

describe('the choice', () => {
  it('is one’s own: an operator chooses for nobody', async () => {
    const made = await begun()
    const caller: Caller = { actor: { kind: 'operator', name: 'root', for: made.subjectOf('ash') }, channel: 'cli' }
    const decision = await setNoticePreferences(made.told, { key: 'k', caller, paces: { mail: 'off' } })
    assert.equal(decision.outcome, 'refused')
    await file(made, 'elm')
    assert.equal((await send(made.told, keeping([]))).sent, 2)
  })
})

describe('docs/spec/notices.md', () => {
  it('lists what always comes at once, and why', () => {
    const rows = readFileSync('docs/spec/notices.md', 'utf8')
      .split('\n')
      .flatMap((line) => {
        const [, because, , list] = line.split('|')
        const word = /^ (heard|access|term|security|emergency) $/.exec(because ?? '')?.[1]
        return word === undefined ? [] : [...(list ?? '').matchAll(/`([\w-]+)`/g)].map(([, template]) => `${word} ${template}`)
      })
    assert.deepEqual(rows.toSorted(), alwaysAtOnce.map(({ template, because }) => `${because} ${template}`).toSorted())
    assert.ok(rows.length < templates.length)
  })
})
