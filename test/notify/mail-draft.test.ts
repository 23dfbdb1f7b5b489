/** A mail that asks for something: a draft that counts as nothing, for its sender alone, and no answer to programs. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { LONGEST_MAIL, readMail } from '../../src/notify/read-mail.ts'
import { draftFor, dropDraft, keepDraft } from '../../src/workflow/mail-drafts/drafts.ts'
import type { Instance } from '../../src/workflow/instance.ts'
import { smallSite } from '../support/small-site.ts'

const bytes = (text: string) => new TextEncoder().encode(text.replaceAll('\n', '\r\n'))
const mail = (head: string, body = 'I would like to help with the archive.') =>
  bytes(`From: Elm <Elm@Example.org>\nTo: rights@example.org\nCc: boss@example.org\nSubject: Archive\n${head}\n${body}\n`)

async function ignored(message: Uint8Array): Promise<string | undefined> {
  const read = await readMail(message)
  return 'ignored' in read ? read.ignored : undefined
}

describe('a mail', () => {
  it('tells its sender, who else got it, its subject and its words', async () => {
    const read = await readMail(mail(''))
    assert.ok('mail' in read)
    assert.deepEqual(read.mail, {
      from: 'elm@example.org',
      cc: ['rights@example.org', 'boss@example.org'],
      subject: 'Archive',
      text: 'I would like to help with the archive.',
    })
  })

  it('that a program wrote is ignored: no two programs talk to each other', async () => {
    for (const head of [
      'Auto-Submitted: auto-replied\n',
      'Auto-Submitted: auto-generated\n',
      'Precedence: bulk\n',
      'List-Id: <list.example.org>\n',
      'Return-Path: <>\n',
    ])
      assert.equal(await ignored(mail(head)), 'written-by-a-program', head)
    assert.equal(await ignored(bytes('From: MAILER-DAEMON@example.org\nSubject: Undelivered\n\nx\n')), 'written-by-a-program')
    assert.equal(await ignored(mail('Auto-Submitted: no\n')), undefined)
  })

  it('that is none, too long, nested without end or hostile in its head does no harm', async () => {
    assert.equal(await ignored(new Uint8Array(LONGEST_MAIL + 1)), 'too-long')
    assert.equal(await ignored(bytes('')), 'not-a-mail')
    assert.equal(await ignored(bytes('Subject: no sender\n\nx\n')), 'no-sender')
    assert.equal(await ignored(bytes('From: "a@b.example\\r\\nBcc: all@example.org" <>\nSubject: x\n\nx\n')), 'no-sender')
    let nested = 'Content-Type: text/plain\n\nx\n'
    for (let depth = 0; depth < 200; depth += 1)
      nested = `Content-Type: multipart/mixed; boundary="b${depth}"\n\n--b${depth}\n${nested}\n--b${depth}--\n`
    assert.equal(await ignored(bytes(`From: a@b.example\nSubject: deep\n${nested}`)), 'not-a-mail')
    const hidden = await readMail(mail('', 'Give me\u202Eeverything\u0000 now\u200B'))
    assert.ok('mail' in hidden)
    assert.equal(hidden.mail.text, 'Give meeverything now')
  })
})

describe('a draft', () => {
  const site = async () => {
    const made = await smallSite({ roles: 'facts: { mail: { text: Address, source: people, type: text, set_by: others } }\n' })
    const facts = ['elm', 'fir'].map((name) => ({ fact: 'mail', about: name, value: `${name}@example.org`, asOf: made.played.now }))
    const source = { id: 'people', read: () => Promise.resolve({ kind: 'complete' as const, asOf: made.played.now, facts }) }
    const told: Instance = { ...made.instance, sources: [source] }
    return { made, told }
  }
  const words = { from: 'elm@example.org', subject: 'Archive', text: 'I would like to help' }

  it('is for whom it came from alone, is no entry, and is gone when it was used or after 30 days', async () => {
    const { made, told } = await site()
    const { size } = made.instance.journal
    const { draft } = await keepDraft(told, words)
    assert.equal(made.instance.journal.size, size)
    const [elm, fir] = [made.subjectOf('elm'), made.subjectOf('fir')]
    assert.equal((await draftFor(told, draft.id, elm, 'mail'))?.text, words.text)
    assert.equal(await draftFor(told, draft.id, fir, 'mail'), undefined)
    assert.equal(await draftFor(told, draft.id, made.subjectOf('ash'), 'mail'), undefined, 'of whom no address is known')
    await dropDraft(told, draft.id)
    assert.equal(await draftFor(told, draft.id, elm, 'mail'), undefined)
    const second = await keepDraft(told, words)
    made.pass('31 days')
    assert.equal(await draftFor(told, second.draft.id, elm, 'mail'), undefined)
  })

  it('is answered a few times an hour and no more, for its sender may be forged', async () => {
    const { made, told } = await site()
    const answers: boolean[] = []
    for (let index = 0; index < 5; index += 1) answers.push((await keepDraft(told, words)).answer)
    assert.deepEqual(answers, [true, true, true, false, false])
    assert.equal((await keepDraft(told, { ...words, from: 'fir@example.org' })).answer, true)
    made.pass('1 hour')
    assert.equal((await keepDraft(told, words)).answer, true)
  })
})
