import { instant, type Instant } from '../../src/kernel/instant.ts'
import { draft, type Draft, type Origin } from '../../src/ledger/entry.ts'

export const start: Instant = instant(Date.UTC(2026, 4, 3))
export const origin: Origin = { channel: 'web', identity: `subject:${subjectOf(0)}` }

export function subjectOf(number: number): string {
  return `s-${number.toString(36).padStart(16, '0')}`
}

/** A grant as a wiki makes it: every field that the public log may show is filled. */
export function grantDraft(number: number): Draft {
  return draft('grant.made', {
    subject: subjectOf(number),
    role: ROLES[number % ROLES.length] ?? 'editor',
    account: `wiki:${100_000 + number}`,
    rights: ['wiki.delete', 'wiki.undelete', 'wiki.protect'],
    target: ['wiki'],
    from: '2026-05-03T10:00:00.000Z',
    until: '2027-05-03T10:00:00.000Z',
    use_case: `Clears the deletion queue of project ${number}, as agreed with its members`,
    clause: 'roles.editor.may.0',
    decided_by: [`subject:${subjectOf(number % 50)}`],
    door: 'power',
  })
}

const ROLES = ['editor', 'constable', 'sysop', 'author', 'reviewer', 'bot-operator', 'researcher']

/** What a working day leaves in the ledger, in turn: people come, get a role, effects are read back, notices go out, grants end. */
export function dayDraft(number: number, ended: number): Draft {
  switch (number % 6) {
    case 0:
      return draft('person.registered', { subject: subjectOf(number), handle: `Member ${number}` })
    case 1:
      return draft('account.linked', {
        subject: subjectOf(number - 1),
        account: `wiki:${number}`,
        name: `Member ${number}`,
        kind: 'personal',
        target: 'wiki',
        proof: 'import',
      })
    case 2:
      return grantDraft(number - 2)
    case 3:
      return draft('effect.confirmed', {
        target: 'wiki',
        account: `wiki:${number - 2}`,
        group: 'editor',
        present: 'yes',
        grant: `${number - 1}`,
      })
    case 4:
      return draft('notice.sent', { subject: subjectOf(number - 4), template: 'granted', by_channel: 'mail', about: number - 2 })
    default:
      return draft('grant.ended', {
        subject: subjectOf(number),
        grant: ended,
        from: '2026-06-03T10:00:00.000Z',
        clause: 'roles.editor.term',
        decided_by: ['writ:job:expiry'],
        cause: 'expired',
      })
  }
}
