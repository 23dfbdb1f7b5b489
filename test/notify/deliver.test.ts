/** People hear of what concerns them: by real mail and a real web server, at least once, with nothing secret in it. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, it } from 'node:test'
import { isForRooms } from '../../src/decide/tells/rooms.ts'
import { compose } from '../../src/notify/texts.ts'
import { webhookOutbox } from '../../src/notify/webhook.ts'
import { draft } from '../../src/ledger/entry.ts'
import { lookAtOutbox, type Channel } from '../../src/workflow/outbox/deliver.ts'
import { UndeliverableError, type Message } from '../../src/workflow/ports.ts'
import { startMailServer, type MailServer } from './mail-server.ts'
import { file, header, mailOf, SECRET, send, site } from './told-site.ts'

describe('mail', () => {
  it('tells those who decide and, later, whom it concerns; what happened before the first run is not told', async () => {
    await using server = await startMailServer()
    const made = await site()
    await made.grant('ash', 'helper', 'fir')
    assert.equal((await send(made.told, mailOf(server))).sent, 0)
    await file(made)
    assert.equal((await send(made.told, mailOf(server))).sent, 2)
    assert.deepEqual(server.received.map(({ to }) => to).toSorted(), ['ash@example.org', 'birch@example.org'])
    await made.grant('ash', 'helper', 'cedar')
    assert.equal((await send(made.told, mailOf(server))).sent, 1)
    const { to, text } = server.received.at(-1) ?? { to: '', text: '' }
    assert.equal(to, 'cedar@example.org')
    assert.match(header(text, 'Subject'), /You hold the role Helper/)
    assert.match(header(text, 'Auto-Submitted'), /auto-generated/)
    assert.match(text, /text\/plain[\s\S]*text\/html/)
    assert.equal((await send(made.told, mailOf(server))).sent, 0, 'once')
  })

  it('about one matter stands in one thread', async () => {
    await using server = await startMailServer()
    const made = await site()
    await send(made.told, mailOf(server))
    const request = made.instance.journal.size
    await file(made)
    await send(made.told, mailOf(server))
    await made.write(draft('request.asked', { request, by: made.subjectOf('ash'), text: SECRET }))
    await send(made.told, mailOf(server))
    const [first, last] = [server.received[0], server.received.at(-1)]
    assert.equal(last?.to, 'elm@example.org')
    assert.equal(header(first?.text ?? '', 'References'), header(last?.text ?? '', 'References'))
    assert.notEqual(header(first?.text ?? '', 'Message-ID'), header(last?.text ?? '', 'Message-ID'))
  })

  it('holds nothing that is not everybody’s to know, and no name can write into its head', async () => {
    await using server = await startMailServer()
    const made = await site('Porter <script>alert(1)</script>')
    await send(made.told, mailOf(server))
    const request = made.instance.journal.size
    await file(made)
    await made.write(draft('request.asked', { request, by: made.subjectOf('ash'), text: SECRET }))
    await made.write(
      draft('suspension.started', {
        subject: made.subjectOf('fir'),
        cause: 'misuse',
        reason: SECRET,
        clause: 'suspension',
        decided_by: [],
      }),
    )
    await made.write(draft('case.opened', { subject: made.subjectOf('fir'), text: SECRET, handled_by: 'steward' }))
    await send(made.told, mailOf(server))
    assert.ok(server.received.length >= 6, `${server.received.length} messages`)
    for (const { text } of server.received) {
      const decoded = text
        .replaceAll(/=\r?\n/g, '')
        .replaceAll(/=([0-9A-F]{2})/g, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
      assert.doesNotMatch(decoded, /Mount Doom|misuse/)
      assert.doesNotMatch(text, /^Bcc:/im)
      assert.doesNotMatch(decoded.slice(decoded.indexOf('text/html')), /<script>/)
    }
    const hostile = compose(
      { template: 'granted', names: { role: 'Porter\r\nBcc: all@example.org\u202E' }, why: 'concerned' },
      { site: 'S\nT', url: undefined },
    )
    assert.doesNotMatch(hostile.subject, /[\r\n\u202E]/)
    const aboutFir = server.received.filter(({ to }) => to === 'fir@example.org')
    assert.equal(aboutFir.length, 1, 'of the suspension, and nothing of the case')
    for (const { text } of server.received.filter(({ to }) => to !== 'fir@example.org')) assert.doesNotMatch(text, /\bfir\b/i)
  })

  it('that a server does not take now is tried again later; one that is refused for good holds nobody else up', async () => {
    await using server = await startMailServer()
    const made = await site()
    await send(made.told, mailOf(server))
    server.refuses.set('ash@example.org', 451)
    server.refuses.set('birch@example.org', 550)
    await file(made)
    await made.grant('ash', 'helper', 'cedar')
    const first = await send(made.told, mailOf(server))
    assert.deepEqual([first.sent, first.waiting, first.failed.length], [1, 1, 1])
    assert.doesNotMatch(first.failed.join(), /@/, 'no address in what is told to the operator')
    server.refuses.clear()
    assert.equal((await send(made.told, mailOf(server))).sent, 0, 'not before its time')
    made.pass('2 minutes')
    assert.deepEqual((await send(made.told, mailOf(server))).sent + server.received.filter(({ to }) => to === 'ash@example.org').length, 2)
    const { waiting, failed } = await lookAtOutbox(made.instance.store)
    assert.deepEqual([waiting.length, failed.length], [0, 1])
  })

  it('waits while the server is away or nobody can say the addresses, and calls nobody to what was decided meanwhile', async () => {
    const made = await site()
    let port = 1
    {
      await using server = await startMailServer()
      port = server.port
      await send(made.told, mailOf(server))
    }
    const away = mailOf({ port } as MailServer)
    const request = made.instance.journal.size
    await file(made)
    await made.grant('ash', 'helper', 'cedar')
    const answer = await send(made.told, away)
    assert.deepEqual([answer.sent, answer.waiting, answer.failed, answer.down], [0, 3, [], ['mail']])
    const blind = { ...made.told, sources: [{ id: 'people', read: () => Promise.resolve({ kind: 'unavailable' as const, why: 'down' }) }] }
    await using back = await startMailServer()
    assert.equal((await send(blind, mailOf(back))).waiting, 3)
    await made.write(draft('request.closed', { request, outcome: 'withdrawn', clause: 'roles.porter.request' }))
    made.pass('20 minutes')
    await send(made.told, mailOf(back))
    assert.deepEqual(
      back.received.map(({ to }) => to),
      ['cedar@example.org'],
    )
  })

  it('is sent again with the same id where the process was gone before it could note that it was sent', async () => {
    const made = await site()
    const seen: Message[] = []
    let dies = true
    const outbox = {
      id: 'mail',
      send: (message: Message) => {
        seen.push(message)
        return Promise.resolve()
      },
    }
    const store = new Proxy(made.told.store, {
      get: (of, name) => {
        const value: unknown = Reflect.get(of, name, of)
        if (name !== 'setNote' || typeof value !== 'function') return typeof value === 'function' ? value.bind(of) : value
        return async (...words: unknown[]) => {
          if (dies && seen.length === 1) throw new Error('the process is gone')
          await Reflect.apply(value, of, words)
        }
      },
    })
    const channel: Channel = { outbox, takes: () => true, address: 'mail' }
    await send(made.told, channel)
    await file(made)
    await assert.rejects(send({ ...made.told, store }, channel))
    dies = false
    assert.equal((await send(made.told, channel)).sent, 2)
    const keys = seen.map(({ key }) => key)
    assert.deepEqual([keys.length, new Set(keys).size], [3, 2])
  })
})

describe('a room of a chat', () => {
  it('reads what waits for a decision, once, with names that mention nobody', async () => {
    const bodies: string[] = []
    const server = createServer((request, response) => {
      let body = ''
      request.setEncoding('utf8').on('data', (part: string) => void (body += part))
      request.on('end', () => {
        bodies.push(body)
        response.end('ok')
      })
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    try {
      const made = await site('@here <!channel> *Porter*')
      const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`)
      const room: Channel = {
        outbox: webhookOutbox({ url, allow: ['127.0.0.1'] }),
        takes: isForRooms,
        address: undefined,
      }
      await send(made.told, room)
      await file(made)
      await made.grant('ash', 'helper', 'cedar')
      // what is looked into in confidence is for those alone who look into it
      const subject = made.subjectOf('elm')
      await made.write(draft('case.opened', { subject, text: SECRET, handled_by: 'steward' }))
      await made.write(draft('suspension.started', { subject, cause: 'misuse', reason: SECRET, clause: 'suspension', decided_by: [] }))
      assert.equal((await send(made.told, room)).sent, 1)
      assert.equal(bodies.length, 1)
      const { text } = JSON.parse(bodies[0] ?? '{}')
      assert.doesNotMatch(text, /@here|<!|\*|Mount Doom|elm/)
      assert.match(text, /waits for you/)
    } finally {
      server.close()
    }
  })

  it('is reached on allowed hosts only, and never by way of another address', async () => {
    const message: Message = { key: 'k', to: undefined, subject: 'S', text: ['T'], thread: '1' }
    const to = (url: string, ...allow: readonly string[]) => webhookOutbox({ url: new URL(url), allow }).send(message)
    await assert.rejects(to('https://chat.example/x', 'other.example'), UndeliverableError)
    await assert.rejects(to('http://chat.example/x', 'chat.example'), /https/)
    await assert.rejects(to('https://localhost/x', 'localhost'), /private network/)
    const elsewhere = createServer((_request, response) => void response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end())
    elsewhere.listen(0, '127.0.0.1')
    await once(elsewhere, 'listening')
    try {
      await assert.rejects(to(`http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/`, '127.0.0.1'))
    } finally {
      elsewhere.close()
    }
  })
})
