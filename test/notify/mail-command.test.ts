/** From a mail in a pipe, or in a mailbox, to a request: real processes, real mail servers, the sender logged in. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { chmodSync, writeFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { makeCertificate } from '../services/certificate.ts'
import { startFakeImap, type FakeImap } from '../services/fake-imap.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { mailPlace } from './mail-place.ts'
import { startMailServer, type MailServer } from './mail-server.ts'

const MAIL = 'From: Cedar <cedar@example.org>\r\nTo: rights@example.org\r\nSubject: Helping\r\n\r\nI hope to help with the archive.\r\n'
const outgoing = ({ port }: MailServer) => ({
  mail: { host: '127.0.0.1', port, security: 'none', from: 'Writ <writ@example.org>', address: 'address' },
})

describe('a mail to writ', () => {
  it('becomes a draft, is answered, and a request once its sender sends it logged in', async () => {
    await using server = await startMailServer()
    using place = mailPlace(() => outgoing(server))
    const { writ } = place
    const { code, out } = await place.meanwhile(MAIL, 'mail', '--json')
    assert.equal(code, 0)
    const { draft, answered } = JSON.parse(out)
    assert.equal(answered, true)
    assert.deepEqual(
      server.received.map(({ to }) => to),
      ['cedar@example.org'],
    )
    assert.match(server.received[0]?.text.replaceAll(/=\r\n/g, '') ?? '', new RegExp(`--draft ${draft}`))
    assert.deepEqual(JSON.parse(writ('request', 'list', '--json')).requests, [], 'it counts as nothing')
    assert.throws(() => writ('request', '--role', 'helper', '--draft', draft, '--as', 'dill'), /no draft/)
    writ('request', '--role', 'helper', '--draft', draft, '--as', 'cedar')
    const [request] = JSON.parse(writ('request', 'list', '--json')).requests
    assert.match(JSON.stringify(request), /Helping[\s\S]*hope to help with the archive/)
    assert.throws(() => writ('request', '--role', 'helper', '--draft', draft, '--as', 'cedar'), /no draft/)
  })
})

const PASSWORD = 'only-of-this-test'
const LOGIN = { user: 'rights@example.org', password: PASSWORD }

/** An installation that reads a mailbox over TLS. */
function readingPlace(imap: FakeImap, smtp: MailServer, certificate: string) {
  return mailPlace((file) => {
    writeFileSync(file('mailbox.json'), JSON.stringify(LOGIN), { mode: 0o600 })
    return { ...outgoing(smtp), mailbox: { host: '127.0.0.1', port: imap.port, ca: certificate, credentials: file('mailbox.json') } }
  })
}

describe('a mail in a mailbox', () => {
  it('becomes one draft with one answer, however often the process that reads it is killed', async () => {
    using folder = temporaryFolder()
    const tls = makeCertificate(folder.path)
    await using imap = await startFakeImap({ security: 'tls', tls, ...LOGIN })
    await using smtp = await startMailServer()
    using place = readingPlace(imap, smtp, tls.certificate)
    imap.deliver(MAIL)
    const killedAt = async (command: string, done: boolean) => {
      const child = place.start('mail', 'fetch')
      let killed = false
      imap.trouble = (name, _words, isDone) => {
        if (name !== command || isDone !== done) return undefined
        killed = child.kill('SIGKILL')
        return 'cut'
      }
      await once(child, 'close')
      assert.ok(killed, `${command} ${done}`)
      imap.trouble = () => undefined
    }
    await killedAt('UID MOVE', false)
    await killedAt('UID MOVE', true)
    imap.deliver(MAIL.replace('Helping', 'Something else'))
    await killedAt('UID FETCH', true)
    const { code, out, err } = await place.meanwhile('', 'mail', 'fetch', '--json')
    const { kept, waiting, problems } = JSON.parse(out)
    assert.deepEqual([code, kept, waiting, problems], [0, [], 1, []], err)
    assert.deepEqual([imap.folders.get('INBOX')?.mails.length, imap.folders.get('Writ-treated')?.mails.length], [1, 1])
    const drafts = smtp.received.flatMap(({ text }) => /--draft ([\w-]+)/.exec(text.replaceAll('=\r\n', ''))?.[1] ?? [])
    assert.equal(drafts.length, 1)
    place.writ('request', '--role', 'helper', '--draft', drafts[0] ?? '', '--as', 'cedar')
  })

  it('is read by `writ serve`, which stops when it is asked to though the mail server says nothing', async () => {
    using folder = temporaryFolder()
    const tls = makeCertificate(folder.path)
    await using imap = await startFakeImap({ security: 'tls', tls, ...LOGIN })
    await using smtp = await startMailServer()
    using place = readingPlace(imap, smtp, tls.certificate)
    imap.deliver(MAIL)
    const moved = Promise.withResolvers<undefined>()
    imap.trouble = (name, _words, done) => {
      if (name === 'UID MOVE' && done) moved.resolve(undefined)
      return name === 'LOGOUT' ? 'stall' : undefined
    }
    const child = place.start('serve', '--port', '0', '--patience', '1')
    let said = ''
    child.stderr?.setEncoding('utf8').on('data', (part: string) => void (said += part))
    await Promise.race([moved.promise, once(child, 'close').then(([code]) => assert.fail(`ended with ${code}: ${said}`))])
    child.kill('SIGTERM')
    const [code] = await once(child, 'close')
    assert.equal(code, 0, said)
    const after = await place.meanwhile('', 'mail', 'fetch', '--json')
    assert.deepEqual(JSON.parse(after.out).kept, [], 'it was kept by the server')
    assert.equal(imap.folders.get('Writ-treated')?.mails.length, 1)
  })

  it('of which nothing is read says why, and never the password', async () => {
    using folder = temporaryFolder()
    const tls = makeCertificate(folder.path)
    await using imap = await startFakeImap({ security: 'tls', tls, ...LOGIN })
    await using smtp = await startMailServer()
    using place = readingPlace(imap, smtp, tls.certificate)
    imap.refusesLogin = true
    const refused = await place.meanwhile('', 'mail', 'fetch')
    assert.equal(refused.code, 3)
    assert.match(refused.err, /refuses the login of the mailbox \(AUTHENTICATIONFAILED\)/)
    const looked = await place.meanwhile('', 'doctor')
    assert.match(looked.out, /refuses the login of the mailbox/)
    chmodSync(place.file('mailbox.json'), 0o644)
    const open = await place.meanwhile('', 'mail', 'fetch')
    assert.deepEqual([open.code, /mailbox\.credentials.*can be read by others/.test(open.err)], [2, true])
    for (const { out, err } of [refused, looked, open]) assert.ok(!`${out}${err}`.includes(PASSWORD))
  })
})
