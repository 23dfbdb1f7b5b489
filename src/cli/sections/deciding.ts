import type { CommandSection } from './section.ts'

const WHO = '--role R --person H [--by X | --token-file F]'

export const deciding: CommandSection = {
  title: 'start, and who decides',
  entries: [
    {
      name: 'setup',
      summary: 'make a data folder: the charter in force, its founders, the first token',
      usage: 'CHARTER --administrator HANDLE --role ROLE [--roster FILE] [--data DIR]',
      load: async () => (await import('../commands/setup.ts')).setupCommand,
    },
    {
      name: 'request',
      summary: 'ask for a role, see what is missing and who decides',
      usage:
        '--role R --because TEXT [--person H | --persons-file FILE] [--until DATE | --ongoing] [--check] | --find WORDS | list | VERB ENTRY',
      load: async () => (await import('../commands/request.ts')).requestCommand,
    },
    {
      name: 'grant',
      summary: 'give a role to a person, if the charter lets you',
      usage: `${WHO} [--until DATE | --ongoing] [--reason TEXT] [--target T]`,
      load: async () => (await import('../commands/grant.ts')).grantCommand,
    },
    {
      name: 'remove',
      summary: 'take a role from a person, if the charter lets you',
      usage: `${WHO} [--reason TEXT]`,
      load: async () => (await import('../commands/grant.ts')).removeCommand,
    },
    {
      name: 'renew',
      summary: 'set another end to a running grant',
      usage: `${WHO} [--until DATE | --ongoing] [--reason TEXT]`,
      load: async () => (await import('../commands/grant.ts')).renewCommand,
    },
    {
      name: 'resign',
      summary: 'give up a role: always allowed, at once',
      usage: WHO,
      load: async () => (await import('../commands/grant.ts')).resignCommand,
    },
    {
      name: 'approve',
      summary: 'approve what somebody proposed, where the charter asks you',
      usage: 'ENTRY --token-file F [--reason TEXT]',
      load: async () => (await import('../commands/approve.ts')).approveCommand,
    },
    {
      name: 'refuse',
      summary: 'refuse what somebody proposed, where the charter asks you',
      usage: 'ENTRY --token-file F [--reason TEXT]',
      load: async () => (await import('../commands/approve.ts')).refuseCommand,
    },
    {
      name: 'due',
      summary: 'carry out what has fallen due: ends, notices, conditions, reviews, requests that wait',
      usage: '[--dry-run] [--let-through] [--data DIR]',
      load: async () => (await import('../commands/due.ts')).dueCommand,
    },
    {
      name: 'notices',
      summary: 'messages to people: what waits, what was given up, sending them, and how one wants them',
      usage: '[send | choose [CHANNEL at-once|daily|weekly|off] --token-file F] [--data DIR]',
      load: async () => (await import('../commands/notices.ts')).noticesCommand,
    },
    {
      name: 'mail',
      summary: 'make a draft of a request from a mail on standard input, or from each mail in a mailbox',
      usage: '[--data DIR] < MESSAGE | fetch [--data DIR]',
      load: async () => (await import('../commands/mail.ts')).mailCommand,
    },
    {
      name: 'review',
      summary: 'who holds what, looked at again: what is open, and the answers',
      usage: '[keep|remove|ask REVIEW GRANT... | open ROLE] [--reason TEXT] [--data DIR]',
      load: async () => (await import('../commands/review.ts')).reviewCommand,
    },
    {
      name: 'answer',
      summary: 'a holder answers whether a role is still needed',
      usage: 'keep|let-go ENTRY --reason TEXT [--data DIR]',
      load: async () => (await import('../commands/answer.ts')).answerCommand,
    },
    {
      name: 'follow-up',
      summary: 'say whether the access that was given with a grant works',
      usage: 'ENTRY works|fails [--note TEXT] [--data DIR]',
      load: async () => (await import('../commands/follow-up.ts')).followUpCommand,
    },
    {
      name: 'terms',
      summary: 'the terms that go with a grant, and accepting them',
      usage: 'ENTRY [--accept VERSION] [--data DIR]',
      load: async () => (await import('../commands/terms.ts')).termsCommand,
    },
    {
      name: 'charter',
      summary: 'change the charter in force: propose, comment, decide, adopt',
      usage:
        'list [PROPOSAL] | propose CHARTER --reason TEXT [--draft] | open|withdraw|comment|approve|refuse PROPOSAL | adopt PROPOSAL|CHARTER [--data DIR]',
      load: async () => (await import('../commands/charter.ts')).charterCommand,
    },
    {
      name: 'restore',
      summary: 'put who holds what back to an earlier entry, at once and as a whole',
      usage: '--to SEQ --reason TEXT [--dry-run] [--data DIR]',
      load: async () => (await import('../commands/restore.ts')).restoreCommand,
    },
    {
      name: 'token',
      summary: 'bearer tokens: with one, a person decides in their own name',
      usage: '[make --person H --output FILE [--scope LIST] [--until DATE] | revoke ID [--reason TEXT]] [--data DIR]',
      load: async () => (await import('../commands/token.ts')).tokenCommand,
    },
    {
      name: 'link',
      summary: 'say that an account of a target belongs to a person',
      usage: 'TARGET NAME --person H [--kind K] [--data DIR]',
      load: async () => (await import('../commands/link.ts')).linkCommand,
    },
  ],
}
