/** A ledger for tests of pure rules: drafts become entries of one growing state, without store, leaf or salt. */
import { instant, type Instant } from '../../src/kernel/instant.ts'
import { draft, type Draft, type Entry } from '../../src/ledger/entry.ts'
import { emptyState, foldEntry } from '../../src/ledger/fold.ts'
import type { State } from '../../src/ledger/state.ts'
import { formatInstant } from '../../src/kernel/instant.ts'
import { momentOf } from './outside.ts'

export interface Book {
  readonly state: State
  /** The moment entries are made at. */
  now: Instant
  /** Records drafts; answers the number of the first. */
  add(...drafts: readonly Draft[]): number
  /** A person with one account per target, by id: `{ wiki: '7' }`. */
  person(subject: string, accounts: Readonly<Record<string, string>>, kind?: string): void
  /** A running grant, by a power. */
  grant(subject: string, role: string, more?: GrantMore): number
  end(grant: number, cause: string, decidedBy?: readonly string[]): void
  /** What is recorded when a membership was read back. */
  confirm(account: string, group: string, present?: boolean, until?: Instant): number
  adopt(target: string, groups: readonly string[]): void
}

interface GrantMore {
  readonly account?: string
  readonly targets?: readonly string[]
  readonly from?: Instant
  readonly until?: Instant
  readonly door?: 'power' | 'request' | 'automatic' | 'founding' | 'found'
  readonly decidedBy?: readonly string[]
}

export function openBook(at: Instant | string = '2026-05-03T10:00:00Z'): Book {
  const state = emptyState()
  const book: Book = {
    state,
    now: momentOf(at),
    add(...drafts) {
      const first = state.size
      for (const { type, fields } of drafts)
        foldEntry(state, { seq: state.size, at: book.now, type, sealed: false, fields, origin: undefined } as unknown as Entry)
      return first
    },
    person(subject, accounts, kind = 'personal') {
      book.add(draft('person.registered', { subject, handle: subject }))
      for (const [target, id] of Object.entries(accounts))
        book.add(draft('account.linked', { subject, account: `${target}:${id}`, name: `Name ${id}`, target, kind, proof: 'attested' }))
    },
    grant(subject, role, more = {}) {
      return book.add(
        draft('grant.made', {
          subject,
          role,
          ...(more.account === undefined ? {} : { account: more.account }),
          ...(more.targets === undefined ? {} : { target: [...more.targets] }),
          from: formatInstant(more.from ?? book.now),
          ...(more.until === undefined ? {} : { until: formatInstant(more.until) }),
          clause: `roles.${role}`,
          decided_by: more.decidedBy ?? ['subject:s-chair'],
          door: more.door ?? 'power',
        }),
      )
    },
    end(grant, cause, decidedBy = ['subject:s-chair']) {
      const subject = state.grant(grant)?.subject ?? ''
      book.add(draft('grant.ended', { subject, grant, from: formatInstant(book.now), clause: 'test', decided_by: decidedBy, cause }))
    },
    confirm(account, group, present = true, until) {
      const target = account.slice(0, account.indexOf(':'))
      return book.add(
        draft('effect.confirmed', {
          target,
          account,
          group,
          present: present ? 'yes' : 'no',
          ...(until === undefined ? {} : { until: formatInstant(until) }),
        }),
      )
    },
    adopt(target, groups) {
      book.add(draft('target.adopted', { target, revision: '0'.repeat(64), found: 0, left: 0, groups: [...groups] }))
    },
  }
  return book
}

/** So many days later. */
export function later(moment: Instant, days: number): Instant {
  return instant(moment + days * 86_400_000)
}
