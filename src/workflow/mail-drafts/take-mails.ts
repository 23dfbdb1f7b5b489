import { addDuration } from '../../kernel/duration.ts'
import { instant, type Instant } from '../../kernel/instant.ts'
import { hexOf } from '../ids.ts'
import type { Instance } from '../instance.ts'
import { changeDesk, readDesk, type AnswerDue, type Desk, type MailDraft, type MailOutcome, type MailTaken } from './desk.ts'
import { mayAnswer, newDraft, withDraft } from './drafts.ts'
import { MailboxError, type Mailbox, type ListedMail, type OpenMailbox } from './mailbox.ts'

/** Lends the installation for one short step: no network is waited for while it is held. */
type Within = <T>(step: (instance: Instance) => Promise<T>) => Promise<T>

type Mail = Pick<MailDraft, 'from' | 'subject' | 'text'>

export interface TakingMails {
  readonly within: Within
  readonly mailbox: Mailbox
  /** What a message says, or why nothing is made of it. */
  readonly read: (bytes: Uint8Array) => Promise<{ readonly mail: Mail } | { readonly ignored: string }>
  /** Bytes of a message above which it is not read at all. */
  readonly longest: number
  /** Answers the sender of a draft; undefined = nobody is answered. `later`: it may work another time; `down`: so may all others. */
  readonly answer: ((due: AnswerDue) => Promise<'sent' | 'later' | 'down' | 'never'>) | undefined
  readonly stopping?: (() => boolean) | undefined
}

export interface MailsTaken {
  /** Ids of the drafts that were made. */
  readonly kept: readonly string[]
  /** Messages of which nothing was made, with why. */
  readonly aside: readonly { readonly message: string; readonly why: string }[]
  /** Messages that are tried again later. */
  readonly waiting: number
  /** Drafts whose senders could not be answered, and will not be. */
  readonly unanswered: readonly string[]
  /** What went wrong with the mailbox. */
  readonly problems: readonly string[]
}

const MOST_A_RUN = 100
/** After so many attempts that ended without a word, a message is set aside unread. */
const MOST_ATTEMPTS = 5
const FIRST_WAIT = 60_000
const REMEMBERED = { count: 30, unit: 'day' } as const
const ANSWERED_WITHIN = { count: 1, unit: 'day' } as const

/**
 * Makes drafts of the messages of a mailbox, each once, whenever the process or the connection ends: an attempt is noted before a message is
 * fetched; a draft and what became of its message are one write; only then is the message moved away, and only then forgotten. A message that is
 * found again under what it was called is only moved. Where the mailbox has called everything anew, a message is known by its bytes. What cannot be
 * read, or has ended the attempts again and again, is set aside and keeps no other from its turn.
 */
export async function takeMails(taking: TakingMails): Promise<MailsTaken> {
  const { mailbox } = taking
  const report = {
    kept: [] as string[],
    aside: [] as { message: string; why: string }[],
    waiting: 0,
    unanswered: [] as string[],
    problems: [] as string[],
  }
  /** Does a step; undefined where the mailbox refused it, which is in the report then. */
  const attempt = async <T>(step: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await step()
    } catch (error) {
      if (!(error instanceof MailboxError)) throw error
      if (!report.problems.includes(error.message)) report.problems.push(error.message)
      if (error.over) throw new Over()
      return undefined
    }
  }
  try {
    const box = await attempt(() => mailbox.open())
    if (box !== undefined)
      try {
        await takeAll(taking, box, attempt, report)
      } finally {
        await box.close()
      }
  } catch (error) {
    if (!(error instanceof Over)) throw error
  }
  report.unanswered.push(...(await answerDue(taking)))
  return report
}

/** The connection is over; what went wrong is in the report. */
class Over extends Error {}

async function takeAll(
  taking: TakingMails,
  box: OpenMailbox,
  attempt: <T>(step: () => Promise<T>) => Promise<T | undefined>,
  report: Report,
): Promise<void> {
  const { within, mailbox, stopping } = taking
  const list = await attempt(() => box.list())
  if (list === undefined) return
  const desk = await within((instance) => tidy(instance, mailbox.id, box.validity, list))
  const taken = ({ uid }: ListedMail) => desk.mails.find(isNamed({ mailbox: mailbox.id, validity: box.validity, uid }))
  const tried = (message: ListedMail) => taken(message)?.attempts ?? 0
  // what has failed before comes last, so that it keeps no other from its turn
  const inOrder = list.messages.toSorted((left, right) => tried(left) - tried(right) || left.uid - right.uid)
  for (const message of inOrder.slice(0, MOST_A_RUN)) {
    if (stopping?.() === true) return
    await attempt(() => takeOne(taking, box, message, taken(message), report))
  }
}

interface Report {
  readonly kept: string[]
  readonly aside: { message: string; why: string }[]
  waiting: number
}

async function takeOne(
  { within, mailbox, read, longest, answer }: TakingMails,
  box: OpenMailbox,
  { uid, size }: ListedMail,
  known: MailTaken | undefined,
  report: Report,
): Promise<void> {
  const name = { mailbox: mailbox.id, validity: box.validity, uid }
  const settle = async (judged: Judged) => {
    const { outcome, fresh } = await within((instance) => settleMail(instance, name, judged, answer !== undefined))
    if (fresh && outcome.kind === 'draft') report.kept.push(outcome.draft)
    if (fresh && outcome.kind === 'aside') report.aside.push({ message: `${box.validity}/${uid}`, why: outcome.why })
    return outcome
  }
  let outcome = known?.outcome
  if (outcome === undefined && size > longest) outcome = await settle({ ignored: 'too-long' })
  else if (outcome === undefined && (known?.attempts ?? 0) >= MOST_ATTEMPTS) outcome = await settle({ ignored: 'cannot-be-read' })
  else if (outcome === undefined) {
    if (!(await within((instance) => mayTry(instance, name)))) {
      report.waiting += 1
      return
    }
    const bytes = await box.read(uid)
    if (bytes === undefined) return within((instance) => forget(instance, name))
    outcome = await settle({ ...(await read(bytes)), bytes })
  }
  await box.move(uid, outcome.kind === 'draft' ? 'treated' : 'aside')
  await within((instance) => forget(instance, name))
}

type Name = Pick<MailTaken, 'mailbox' | 'validity' | 'uid'>
type Judged = ({ readonly mail: Mail } | { readonly ignored: string }) & { readonly bytes?: Uint8Array }

const isNamed =
  ({ mailbox, validity, uid }: Name) =>
  (one: MailTaken) =>
    one.mailbox === mailbox && one.validity === validity && one.uid === uid

const without = (desk: Desk, name: Name): Desk => ({ ...desk, mails: desk.mails.filter((one) => !isNamed(name)(one)) })

/** Forgets the messages that have left the mailbox, and what was called otherwise long ago. */
async function tidy(
  instance: Instance,
  mailbox: string,
  validity: string,
  { messages, all }: Awaited<ReturnType<OpenMailbox['list']>>,
): Promise<Desk> {
  const now = instance.outside.clock.now()
  const there = new Set(messages.map(({ uid }) => uid))
  const isGone = (one: MailTaken) =>
    one.mailbox === mailbox && one.validity === validity ? all && !there.has(one.uid) : addDuration(instant(one.at), REMEMBERED) <= now
  return changeDesk(instance, (desk) => (desk.mails.some(isGone) ? { ...desk, mails: desk.mails.filter((one) => !isGone(one)) } : desk))
}

/** Notes an attempt before it is made; false where it is too early for one. */
async function mayTry(instance: Instance, name: Name): Promise<boolean> {
  const now = instance.outside.clock.now()
  let may = true
  await changeDesk(instance, (desk) => {
    const known = desk.mails.find(isNamed(name))
    if (known !== undefined && (known.next > now || known.outcome !== undefined)) {
      may = false
      return desk
    }
    const attempts = (known?.attempts ?? 0) + 1
    const next = instant(now + FIRST_WAIT * 4 ** (attempts - 1))
    return { ...desk, mails: [...without(desk, name).mails, { ...name, at: known?.at ?? now, attempts, next }] }
  })
  return may
}

/** Keeps what becomes of a message, with the draft that is made of it, in one write. What was decided before stands. */
async function settleMail(
  instance: Instance,
  name: Name,
  judged: Judged,
  answering: boolean,
): Promise<{ readonly outcome: MailOutcome; readonly fresh: boolean }> {
  const { clock, hashing } = instance.outside
  const hash = judged.bytes === undefined ? undefined : hexOf(hashing.sha256(judged.bytes))
  let settled: { readonly outcome: MailOutcome; readonly fresh: boolean } | undefined
  await changeDesk(instance, (desk) => {
    const known = desk.mails.find(isNamed(name))
    // the same bytes under another name of the mailbox: it has called everything anew since
    const renamed = desk.mails.find(
      (one) => one.mailbox === name.mailbox && one.validity !== name.validity && one.hash === hash && one.outcome !== undefined,
    )
    const before = known?.outcome === undefined && hash !== undefined ? renamed : known
    if (before?.outcome !== undefined) {
      settled = { outcome: before.outcome, fresh: false }
      if (before === known) return desk
      const others = without(without(desk, name), before)
      return { ...others, mails: [...others.mails, { ...before, ...name }] }
    }
    const draft = 'mail' in judged ? newDraft(instance, judged.mail) : undefined
    const outcome: MailOutcome =
      draft === undefined ? { kind: 'aside', why: 'ignored' in judged ? judged.ignored : '' } : { kind: 'draft', draft: draft.id }
    settled = { outcome, fresh: true }
    const now = clock.now()
    const taken: MailTaken = { at: now, attempts: 0, next: now, ...known, ...name, outcome, ...(hash === undefined ? {} : { hash }) }
    const mails = [...without(desk, name).mails, taken]
    if (draft === undefined) return { ...desk, mails }
    const due = answering && mayAnswer(desk, draft) ? [{ draft: draft.id, to: draft.from, at: now }] : []
    return { ...withDraft(desk, draft), mails, answers: [...desk.answers, ...due] }
  })
  if (settled === undefined) throw new Error('a message was not settled')
  return settled
}

/** A message has left the mailbox. */
async function forget(instance: Instance, name: Name): Promise<void> {
  await changeDesk(instance, (desk) => without(desk, name))
}

/** Sends the answers that are due; answers whose drafts go unanswered for good. */
async function answerDue({ within, answer, stopping }: TakingMails): Promise<readonly string[]> {
  if (answer === undefined) return []
  const { answers, now } = await within(async ({ store, outside }) => ({ ...(await readDesk(store)), now: outside.clock.now() }))
  const unanswered: string[] = []
  for (const due of answers) {
    if (stopping?.() === true) break
    const how = await answer(due)
    const late: Instant = addDuration(instant(due.at), ANSWERED_WITHIN)
    if (how === 'down') break
    if (how === 'later' && now < late) continue
    if (how !== 'sent') unanswered.push(due.draft)
    await within((instance) =>
      changeDesk(instance, (desk) => ({ ...desk, answers: desk.answers.filter(({ draft }) => draft !== due.draft) })),
    )
  }
  return unanswered
}
