/** Mails in a mailbox become drafts, each once: over TLS, against a server that refuses, cuts and stalls, with the process gone at any moment. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, describe, it } from 'node:test'
import { imapMailbox, type MailboxSettings } from '../../src/notify/imap-mailbox.ts'
import { LONGEST_MAIL, readMail } from '../../src/notify/read-mail.ts'
import type { Instance } from '../../src/workflow/instance.ts'
import { readDesk, type AnswerDue } from '../../src/workflow/mail-drafts/desk.ts'
import type { Mailbox, OpenMailbox } from '../../src/workflow/mail-drafts/mailbox.ts'
import { takeMails, type MailsTaken } from '../../src/workflow/mail-drafts/take-mails.ts'
import type { Store } from '../../src/workflow/ports.ts'
import { makeCertificate } from '../services/certificate.ts'
import { startFakeImap, type FakeImap, type FakeImapOptions } from '../services/fake-imap.ts'
import { smallSite, type SmallSite } from '../support/small-site.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const PASSWORD = 'only "of\\ this test'
const LOGIN = { user: 'rights@example.org', password: PASSWORD }
const files = temporaryFolder()
const tls = makeCertificate(files.path)
after(() => files[Symbol.dispose]())

const start = (options: Partial<FakeImapOptions> = {}) => startFakeImap({ security: 'tls', tls, ...LOGIN, ...options })

const mail = (words: string, head = '') =>
  `From: Elm <elm@example.org>\nTo: rights@example.org\nSubject: ${words}\nMessage-ID: <${words}@example.org>\n${head}\nI hope to help with ${words}.\n`

function settingsFor(server: FakeImap, more: Partial<MailboxSettings> = {}): MailboxSettings {
  const ca = readFileSync(tls.certificate, 'utf8')
  return {
    host: '127.0.0.1',
    port: server.port,
    security: 'tls',
    ca,
    ...LOGIN,
    folder: 'INBOX',
    treated: 'Treated',
    aside: 'Aside',
    patience: 5000,
    ...more,
  }
}

interface Taking {
  readonly instance?: Instance
  readonly mailbox?: Mailbox
  readonly answers?: AnswerDue[]
  readonly how?: 'sent' | 'later' | 'down' | 'never'
}

const take = (
  made: SmallSite,
  mailbox: Mailbox,
  { instance = made.instance, answers = [], how = 'sent' }: Taking = {},
): Promise<MailsTaken> =>
  takeMails({
    within: (step) => step(instance),
    mailbox,
    read: readMail,
    longest: LONGEST_MAIL,
    answer: (due) => {
      answers.push(due)
      return Promise.resolve(how)
    },
  })

const subjects = (server: FakeImap, name: string) =>
  (server.folders.get(name)?.mails ?? []).map(({ bytes }) => /^Subject: (.*)\r$/m.exec(bytes.toString())?.[1] ?? '')
const drafts = async ({ instance }: SmallSite) => (await readDesk(instance.store)).drafts.map(({ subject }) => subject)

describe('a mailbox', () => {
  it('is emptied: each mail becomes a draft, is answered and moved; a second look finds nothing', async () => {
    await using server = await start()
    const made = await smallSite()
    for (const words of ['archive', 'garden']) server.deliver(mail(words))
    const answers: AnswerDue[] = []
    const taken = await take(made, imapMailbox(settingsFor(server)), { answers })
    assert.deepEqual([taken.kept.length, taken.aside, taken.problems], [2, [], []])
    assert.deepEqual(await drafts(made), ['archive', 'garden'])
    assert.deepEqual(subjects(server, 'INBOX'), [])
    assert.deepEqual(subjects(server, 'Treated'), ['archive', 'garden'])
    assert.deepEqual(
      answers.map(({ to, draft }) => [to, draft]),
      taken.kept.map((id) => ['elm@example.org', id]),
    )
    const { mails, answers: due } = await readDesk(made.instance.store)
    assert.deepEqual([mails, due], [[], []], 'nothing is kept of what is over')
    assert.deepEqual((await take(made, imapMailbox(settingsFor(server)))).kept, [])
    assert.equal(server.passwordsInClear, 0)
  })

  it('is reached by STARTTLS too, by LOGIN and without MOVE', async () => {
    await using server = await start({ security: 'starttls', extensions: ['UIDPLUS'] })
    const made = await smallSite()
    server.deliver(mail('archive'))
    const taken = await take(made, imapMailbox(settingsFor(server, { security: 'starttls' })))
    assert.deepEqual([taken.kept.length, taken.problems], [1, []])
    assert.deepEqual([subjects(server, 'INBOX'), subjects(server, 'Treated')], [[], ['archive']])
    assert.equal(server.passwordsInClear, 0)
    assert.ok(!server.commands.includes('UID MOVE'))
  })

  it('is told nothing where the server cannot be trusted or offers no encryption', async () => {
    const made = await smallSite()
    await using stranger = await start()
    stranger.deliver(mail('archive'))
    const untrusted = await take(made, imapMailbox(settingsFor(stranger, { ca: undefined })))
    assert.match(untrusted.problems.join(), /^no connection .* can be trusted \(\w+\): look at `mailbox.security` and `mailbox.ca`/)
    await using open = await start({ security: 'none' })
    open.deliver(mail('archive'))
    const bare = await take(made, imapMailbox(settingsFor(open, { security: 'starttls' })))
    assert.match(bare.problems.join(), /can be trusted/)
    for (const server of [stranger, open]) {
      assert.ok(!server.commands.some((one) => one === 'LOGIN' || one === 'AUTHENTICATE'))
      assert.deepEqual(subjects(server, 'INBOX'), ['archive'])
    }
  })

  it('of whose login the server is refused, that is not there, or that does not answer is said in a sentence without a secret', async () => {
    const made = await smallSite()
    await using server = await start()
    server.deliver(mail('archive'))
    const mailbox = imapMailbox(settingsFor(server))
    server.refusesLogin = true
    const refused = await take(made, mailbox)
    server.refusesLogin = false
    const missing = await take(made, imapMailbox(settingsFor(server, { folder: 'Elsewhere' })))
    server.trouble = (command) => (command === 'SELECT' ? 'stall' : undefined)
    const slow = await take(made, imapMailbox(settingsFor(server, { patience: 300 })))
    server.trouble = () => undefined
    const nowhere = await take(made, imapMailbox(settingsFor({ port: 1 } as FakeImap)))
    const said = [refused, missing, slow, nowhere].map(({ problems }) => problems.join())
    assert.match(said[0] ?? '', /refuses the login of the mailbox \(AUTHENTICATIONFAILED\): look at `mailbox.credentials`/)
    assert.equal(said[1], 'there is no folder `Elsewhere` to read')
    assert.match(said[2] ?? '', /the folder `INBOX` cannot be opened \(\w+\)/)
    assert.match(said[3] ?? '', /does not answer \(ECONNREFUSED\)/)
    for (const text of said) assert.ok(!text.includes('of this') && !text.includes('of\\ this'), text)
    assert.equal((await take(made, mailbox)).kept.length, 1, 'later it is read')
  })

  it('gives up what is too long, written by a program or no mail: set aside, told, never answered, and never looked at again', async () => {
    await using server = await start()
    const made = await smallSite()
    server.deliver(`${mail('long')}${'x'.repeat(LONGEST_MAIL)}`)
    server.deliver(mail('automatic', 'Auto-Submitted: auto-replied\n'))
    server.deliver(Buffer.from(''))
    server.deliver(Buffer.from([0xff, 0x00, 0xfe, 0x0d, 0x0a]))
    server.deliver(mail('good'))
    const answers: AnswerDue[] = []
    const taken = await take(made, imapMailbox(settingsFor(server)), { answers })
    assert.deepEqual(
      taken.aside.map(({ message, why }) => `${message} ${why}`),
      ['1000/1 too-long', '1000/2 written-by-a-program', '1000/3 not-a-mail', '1000/4 no-sender'],
    )
    assert.deepEqual([await drafts(made), answers.length, subjects(server, 'INBOX')], [['good'], 1, []])
    assert.equal(server.folders.get('Aside')?.mails.length, 4)
    assert.equal(server.commands.filter((one) => one === 'UID FETCH').length, 4, 'what is too long is not even fetched')
  })

  it('whose connection is cut in the middle of a mail loses nothing; that mail waits, the others go on', async () => {
    await using server = await start()
    const made = await smallSite()
    for (const words of ['first', 'second', 'third']) server.deliver(mail(words))
    server.trouble = (command, [uid]) => (command === 'UID FETCH' && uid === '1' ? 'cut-literal' : undefined)
    const mailbox = imapMailbox(settingsFor(server))
    const cut = await take(made, mailbox)
    assert.match(cut.problems.join(), /^mail 1 cannot be read \(\w+\)$/)
    const others = await take(made, mailbox)
    assert.deepEqual([others.kept.length, others.waiting, others.problems], [2, 1, []])
    assert.deepEqual(subjects(server, 'INBOX'), ['first'])
    server.trouble = () => undefined
    assert.equal((await take(made, mailbox)).waiting, 1, 'not before its time')
    made.pass('2 minutes')
    assert.equal((await take(made, mailbox)).kept.length, 1)
    assert.deepEqual((await drafts(made)).toSorted(), ['first', 'second', 'third'])
  })

  it('with a mail that always ends the connection is rid of it after five attempts', async () => {
    await using server = await start()
    const made = await smallSite()
    server.deliver(mail('deadly'))
    server.trouble = (command) => (command === 'UID FETCH' ? 'cut' : undefined)
    const mailbox = imapMailbox(settingsFor(server))
    for (let attempt = 0; attempt < 5; attempt += 1) {
      assert.equal((await take(made, mailbox)).problems.length, 1)
      made.pass('1 day')
    }
    const last = await take(made, mailbox)
    assert.deepEqual([last.aside.map(({ why }) => why), last.problems], [['cannot-be-read'], []])
    assert.deepEqual([subjects(server, 'INBOX'), subjects(server, 'Aside')], [[], ['deadly']])
  })

  it('out of which nothing can be moved is still read, once', async () => {
    await using server = await start()
    const made = await smallSite()
    server.closed.add('Treated')
    for (const words of ['first', 'second']) server.deliver(mail(words))
    const mailbox = imapMailbox(settingsFor(server))
    const stuck = await take(made, mailbox)
    assert.deepEqual(stuck.kept.length, 2)
    assert.match(stuck.problems.join(), /cannot be moved/)
    server.deliver(mail('third'))
    assert.equal((await take(made, mailbox)).kept.length, 1)
    server.closed.clear()
    assert.deepEqual((await take(made, mailbox)).kept, [])
    assert.deepEqual(
      [await drafts(made), subjects(server, 'Treated')],
      [
        ['first', 'second', 'third'],
        ['first', 'second', 'third'],
      ],
    )
  })

  it('that calls everything anew, as after a restored backup, makes no second draft of a mail', async () => {
    await using server = await start()
    const made = await smallSite()
    server.closed.add('Treated')
    for (const words of ['first', 'second']) server.deliver(mail(words))
    const mailbox = imapMailbox(settingsFor(server))
    await take(made, mailbox)
    server.folders.get('INBOX')?.mails.reverse()
    server.renumber('INBOX')
    server.deliver(mail('third'))
    server.closed.clear()
    assert.equal((await take(made, mailbox)).kept.length, 1)
    assert.deepEqual([await drafts(made), subjects(server, 'INBOX')], [['first', 'second', 'third'], []])
    assert.equal(subjects(server, 'Treated').length, 3)
  })

  it('read by two processes at once gives one draft a mail', async () => {
    await using server = await start()
    const made = await smallSite()
    for (let index = 0; index < 5; index += 1) server.deliver(mail(`wish-${index}`))
    const both = await Promise.all([take(made, imapMailbox(settingsFor(server))), take(made, imapMailbox(settingsFor(server)))])
    assert.equal(both[0].kept.length + both[1].kept.length, 5)
    assert.equal(new Set(await drafts(made)).size, 5)
    assert.deepEqual((await drafts(made)).length, 5)
  })
})

describe('an answer', () => {
  it('that the mail server does not take is sent later, without the mail; after a day it is told that it was not', async () => {
    await using server = await start()
    const made = await smallSite()
    server.deliver(mail('archive'))
    const mailbox = imapMailbox(settingsFor(server))
    const answers: AnswerDue[] = []
    const [id] = (await take(made, mailbox, { answers, how: 'down' })).kept
    assert.deepEqual(subjects(server, 'INBOX'), [])
    await take(made, mailbox, { answers, how: 'later' })
    await take(made, mailbox, { answers })
    await take(made, mailbox, { answers })
    assert.deepEqual(
      answers.map(({ draft }) => draft),
      [id, id, id],
    )
    server.deliver(mail('garden'))
    const second = await take(made, mailbox, { how: 'later' })
    assert.deepEqual(second.unanswered, [])
    made.pass('1 day')
    assert.deepEqual((await take(made, mailbox, { how: 'later' })).unanswered, second.kept)
    server.deliver(mail('shed'))
    const third = await take(made, mailbox, { how: 'never' })
    assert.deepEqual(third.unanswered, third.kept)
  })
})

class Killed extends Error {}

/** Counts what reaches the outside, and ends the process before or after the step of a number. */
function mortal(made: SmallSite, mailbox: Mailbox, last: number) {
  let step = 0
  const counted = async <T>(work: () => Promise<T>): Promise<T> => {
    if (step++ === last) throw new Killed('before')
    const value = await work()
    if (step++ === last) throw new Killed('after')
    return value
  }
  const store = new Proxy(made.instance.store, {
    get: (of, name) => {
      const value: unknown = Reflect.get(of, name, of)
      if (typeof value !== 'function') return value
      return name === 'setNote' ? (...words: Parameters<Store['setNote']>) => counted(() => of.setNote(...words)) : value.bind(of)
    },
  })
  const mortalMailbox: Mailbox = {
    id: mailbox.id,
    open: async () => {
      const box: OpenMailbox = await counted(() => mailbox.open())
      return {
        validity: box.validity,
        list: () => counted(() => box.list()),
        read: (uid) => counted(() => box.read(uid)),
        move: (uid, to) => counted(() => box.move(uid, to)),
        close: () => box.close(),
      }
    },
  }
  return { instance: { ...made.instance, store }, mailbox: mortalMailbox, counted }
}

describe('a process that is gone', () => {
  it('at any step makes no second draft, loses none and leaves no mail where it was; nobody goes without an answer', async () => {
    let deaths = 0
    for (let last = 0; ; last += 1) {
      await using server = await start()
      const made = await smallSite()
      server.deliver(mail('first'))
      server.deliver(mail('automatic', 'Precedence: bulk\n'))
      server.deliver(mail('second'))
      const mailbox = imapMailbox(settingsFor(server))
      const dying = mortal(made, mailbox, last)
      const answers: AnswerDue[] = []
      const answer = (due: AnswerDue) => dying.counted(() => Promise.resolve(void answers.push(due))).then(() => 'sent' as const)
      const died = await takeMails({
        within: (step) => step(dying.instance),
        mailbox: dying.mailbox,
        read: readMail,
        longest: LONGEST_MAIL,
        answer,
      }).then(
        () => false,
        (error: unknown) => (error instanceof Killed ? true : assert.fail(String(error))),
      )
      made.pass('5 minutes')
      const end = await take(made, mailbox, { answers })
      const where = `killed at step ${last}`
      assert.deepEqual(end.problems, [], where)
      assert.deepEqual((await drafts(made)).toSorted(), ['first', 'second'], where)
      assert.deepEqual(subjects(server, 'INBOX'), [], where)
      assert.deepEqual(subjects(server, 'Treated').toSorted(), ['first', 'second'], where)
      assert.deepEqual(subjects(server, 'Aside'), ['automatic'], where)
      const ids = (await readDesk(made.instance.store)).drafts.map(({ id }) => id)
      assert.deepEqual([...new Set(answers.map(({ draft }) => draft))].toSorted(), ids.toSorted(), where)
      assert.ok(answers.length <= 3, where)
      if (!died) break
      deaths += 1
    }
    assert.ok(deaths > 30, `${deaths} moments`)
  })
})
