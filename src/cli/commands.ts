import type { Command } from './command.ts'

/** A command as help lists it. What it does is loaded when it is called: `check` must not wait for a server and a database to load. */
export interface CommandEntry {
  readonly name: string
  /** One line for the list of commands. */
  readonly summary: string
  /** What stands after the name, as in `CHARTER --target T`. */
  readonly usage: string
  load(): Promise<Command>
}

export interface CommandSection {
  readonly title: string
  readonly entries: readonly CommandEntry[]
}

const WHO = '--role R --person H [--by X | --token-file F]'

/** Every command, in the order of the help. */
export const sections: readonly CommandSection[] = [
  {
    title: 'see it',
    entries: [
      {
        name: 'demo',
        summary: 'see it at work: one story on an invented wiki, then the public pages',
        usage: '[CHARTER] [--again] [--simulated] [--no-serve] [--data DIR] [--port P]',
        load: async () => (await import('./commands/demo.ts')).demoCommand,
      },
    ],
  },
  {
    title: 'the rules: a CHARTER is a file or a folder',
    entries: [
      {
        name: 'check',
        summary: 'find what is wrong with a charter, whether it keeps its promises, who could take over',
        usage: 'CHARTER [--roster FILE] [--format text|json|github|sarif] [--fail-on VERDICT]',
        load: async () => (await import('./commands/check.ts')).checkCommand,
      },
      {
        name: 'safety',
        summary: 'who could seize control, and who could still undo it',
        usage:
          '(CHARTER [--roster FILE] [--role ROLE | --right RIGHT] [--coalitions N] [--absent WHO]... [--svg FILE [--rogue ROLE]] [--fail-on VERDICT] | --arbac FILE) [--budget N]',
        load: async () => (await import('./commands/safety.ts')).safetyCommand,
      },
      {
        name: 'import',
        summary: 'the charter of a living wiki, from its API or its settings files, or of the rules of a Bitu',
        usage:
          'mediawiki --api URL | mediawiki --siteinfo FILE... | localsettings FILE... [--version V] [--extension NAME]... [--target T] | bitu-rules FILE',
        load: async () => (await import('./commands/import.ts')).importCommand,
      },
      {
        name: 'fmt',
        summary: 'print a charter in its canonical form',
        usage: 'CHARTER [--write | --check | --json]',
        load: async () => (await import('./commands/fmt.ts')).fmtCommand,
      },
      {
        name: 'diff',
        summary: 'what differs in meaning between two charters',
        usage: 'BEFORE AFTER [--roster FILE]',
        load: async () => (await import('./commands/diff.ts')).diffCommand,
      },
      {
        name: 'compare',
        summary: 'designs side by side: what one rogue can do before anybody reacts',
        usage: 'CHARTER CHARTER... [--roster FILE] [--absent ROLE]... [--acts-per-hour N] [--format text|json|html]',
        load: async () => (await import('./commands/compare.ts')).compareCommand,
      },
      {
        name: 'matrix',
        summary: 'who has which right: rights by groups on a target',
        usage: 'CHARTER [--target T] [--format text|csv|wikitext | --json]',
        load: async () => (await import('./commands/matrix.ts')).matrixCommand,
      },
      {
        name: 'explain',
        summary: 'may somebody do it, why, and what would be missing',
        usage: '[CHARTER] --right R (--person H | --roles A,B | --anonymous) [--page P] [--target T] [--roster FILE | --data DIR]',
        load: async () => (await import('./commands/explain.ts')).explainCommand,
      },
      {
        name: 'who-can',
        summary: 'who may do it: anybody, which roles, which people',
        usage: '[CHARTER] --right R [--page P] [--target T] [--roster FILE | --data DIR]',
        load: async () => (await import('./commands/who-can.ts')).whoCanCommand,
      },
      {
        name: 'what-can',
        summary: 'what somebody may do on a target',
        usage: '[CHARTER] (--person H | --roles A,B | --anonymous) [--page P] [--target T] [--roster FILE | --data DIR]',
        load: async () => (await import('./commands/what-can.ts')).whatCanCommand,
      },
      {
        name: 'render',
        summary: 'the settings file that makes a wiki equal to the charter, or pages that tell the charter',
        usage: 'CHARTER | --data DIR [--what W] [--target T] [--format F] [--output PATH] [--roster FILE]',
        load: async () => (await import('./commands/render.ts')).renderCommand,
      },
    ],
  },
  {
    title: 'start, and who decides',
    entries: [
      {
        name: 'setup',
        summary: 'make a data folder: the charter in force, its founders, the first token',
        usage: 'CHARTER --administrator HANDLE --role ROLE [--roster FILE] [--data DIR]',
        load: async () => (await import('./commands/setup.ts')).setupCommand,
      },
      {
        name: 'request',
        summary: 'ask for a role, see what is missing and who decides',
        usage:
          '--role R --because TEXT [--person H | --persons-file FILE] [--until DATE | --ongoing] [--check] | --find WORDS | list | VERB ENTRY',
        load: async () => (await import('./commands/request.ts')).requestCommand,
      },
      {
        name: 'grant',
        summary: 'give a role to a person, if the charter lets you',
        usage: `${WHO} [--until DATE | --ongoing] [--reason TEXT] [--target T]`,
        load: async () => (await import('./commands/grant.ts')).grantCommand,
      },
      {
        name: 'remove',
        summary: 'take a role from a person, if the charter lets you',
        usage: `${WHO} [--reason TEXT]`,
        load: async () => (await import('./commands/grant.ts')).removeCommand,
      },
      {
        name: 'renew',
        summary: 'set another end to a running grant',
        usage: `${WHO} [--until DATE | --ongoing] [--reason TEXT]`,
        load: async () => (await import('./commands/grant.ts')).renewCommand,
      },
      {
        name: 'resign',
        summary: 'give up a role: always allowed, at once',
        usage: WHO,
        load: async () => (await import('./commands/grant.ts')).resignCommand,
      },
      {
        name: 'approve',
        summary: 'approve what somebody proposed, where the charter asks you',
        usage: 'ENTRY --token-file F [--reason TEXT]',
        load: async () => (await import('./commands/approve.ts')).approveCommand,
      },
      {
        name: 'refuse',
        summary: 'refuse what somebody proposed, where the charter asks you',
        usage: 'ENTRY --token-file F [--reason TEXT]',
        load: async () => (await import('./commands/approve.ts')).refuseCommand,
      },
      {
        name: 'due',
        summary: 'carry out what has fallen due: ends, notices, conditions, reviews, requests that wait',
        usage: '[--dry-run] [--let-through] [--data DIR]',
        load: async () => (await import('./commands/due.ts')).dueCommand,
      },
      {
        name: 'notices',
        summary: 'messages to people: what waits, what was given up, sending them, and how one wants them',
        usage: '[send | choose [CHANNEL at-once|daily|weekly|off] --token-file F] [--data DIR]',
        load: async () => (await import('./commands/notices.ts')).noticesCommand,
      },
      {
        name: 'mail',
        summary: 'make a draft of a request from a mail on standard input, or from each mail in a mailbox',
        usage: '[--data DIR] < MESSAGE | fetch [--data DIR]',
        load: async () => (await import('./commands/mail.ts')).mailCommand,
      },
      {
        name: 'review',
        summary: 'who holds what, looked at again: what is open, and the answers',
        usage: '[keep|remove|ask REVIEW GRANT... | open ROLE] [--reason TEXT] [--data DIR]',
        load: async () => (await import('./commands/review.ts')).reviewCommand,
      },
      {
        name: 'answer',
        summary: 'a holder answers whether a role is still needed',
        usage: 'keep|let-go ENTRY --reason TEXT [--data DIR]',
        load: async () => (await import('./commands/answer.ts')).answerCommand,
      },
      {
        name: 'follow-up',
        summary: 'say whether the access that was given with a grant works',
        usage: 'ENTRY works|fails [--note TEXT] [--data DIR]',
        load: async () => (await import('./commands/follow-up.ts')).followUpCommand,
      },
      {
        name: 'terms',
        summary: 'the terms that go with a grant, and accepting them',
        usage: 'ENTRY [--accept VERSION] [--data DIR]',
        load: async () => (await import('./commands/terms.ts')).termsCommand,
      },
      {
        name: 'charter',
        summary: 'change the charter in force: propose, comment, decide, adopt',
        usage:
          'list [PROPOSAL] | propose CHARTER --reason TEXT [--draft] | open|withdraw|comment|approve|refuse PROPOSAL | adopt PROPOSAL|CHARTER [--data DIR]',
        load: async () => (await import('./commands/charter.ts')).charterCommand,
      },
      {
        name: 'restore',
        summary: 'put who holds what back to an earlier entry, at once and as a whole',
        usage: '--to SEQ --reason TEXT [--dry-run] [--data DIR]',
        load: async () => (await import('./commands/restore.ts')).restoreCommand,
      },
      {
        name: 'token',
        summary: 'bearer tokens: with one, a person decides in their own name',
        usage: '[make --person H --output FILE [--scope LIST] [--until DATE] | revoke ID [--reason TEXT]] [--data DIR]',
        load: async () => (await import('./commands/token.ts')).tokenCommand,
      },
      {
        name: 'link',
        summary: 'say that an account of a target belongs to a person',
        usage: 'TARGET NAME --person H [--kind K] [--data DIR]',
        load: async () => (await import('./commands/link.ts')).linkCommand,
      },
    ],
  },
  {
    title: 'trouble and leaving',
    entries: [
      {
        name: 'activate',
        summary: 'use a dormant role for a while, stop it, say that its use was reviewed',
        usage:
          '--role R --reason TEXT [--for LENGTH] [--states LIST] | stop --role R --person H --reason TEXT | reviewed --role R --person H [--data DIR]',
        load: async () => (await import('./commands/activate.ts')).activateCommand,
      },
      {
        name: 'mark',
        summary: 'mark a change so that only some may reverse it: an office action',
        usage: 'ENTRY --mark MARK [--reason TEXT] [--data DIR]',
        load: async () => (await import('./commands/mark.ts')).markCommand,
      },
      {
        name: 'report',
        summary: 'report a concern: a sealed case for those who look into it',
        usage: '--text T [--person H] [--to ROLE] [--anonymous] [--data DIR]',
        load: async () => (await import('./commands/case.ts')).reportCommand,
      },
      {
        name: 'case',
        summary: 'look into reported concerns: list, read, note, refer, close',
        usage: 'list | read|note|refer|close CASE [--text T] [--to ROLE] [--data DIR]',
        load: async () => (await import('./commands/case.ts')).caseCommand,
      },
      {
        name: 'suspend',
        summary: 'take the effect from all roles of a person, at once; hear them; make it final',
        usage:
          '--person H --reason TEXT [--cause C] | read --person H | heard --person H --text T | final --person H --reason TEXT [--refer] | list [--data DIR]',
        load: async () => (await import('./commands/suspend.ts')).suspendCommand,
      },
      {
        name: 'reinstate',
        summary: 'give effect again to the roles of a suspended person, by a new use case',
        usage: '--person H --reason TEXT [--refer] [--data DIR]',
        load: async () => (await import('./commands/suspend.ts')).reinstateCommand,
      },
      {
        name: 'depart',
        summary: 'somebody left: end their grants and lock their accounts on every target',
        usage: '--person H [--reason TEXT] | status --person H | locked ACCOUNT --person H [--data DIR]',
        load: async () => (await import('./commands/depart.ts')).departCommand,
      },
      {
        name: 'return',
        summary: 'somebody who had left is back; nothing comes back by itself',
        usage: '--person H [--reason TEXT] [--data DIR]',
        load: async () => (await import('./commands/depart.ts')).returnCommand,
      },
    ],
  },
  {
    title: 'targets: the systems where rights take effect',
    entries: [
      {
        name: 'doctor',
        summary: 'is everything connected rightly, and can a credential do more than it needs',
        usage: '[--data DIR]',
        load: async () => (await import('./commands/doctor.ts')).doctorCommand,
      },
      {
        name: 'probe',
        summary: 'try on a living wiki whether closed content comes out, and whether rights are as written',
        usage: 'CHARTER --url URL [--target T] [--credentials TYPE=FILE]... [--plant TITLE | --page TITLE...]',
        load: async () => (await import('./commands/probe.ts')).probeCommand,
      },
      {
        name: 'page-access',
        summary: 'pages restricted to groups: make the line for one, or list them all',
        usage: 'CHARTER --groups GROUP,... | --url URL [--credentials FILE] [--target T]',
        load: async () => (await import('./commands/page-access.ts')).pageAccessCommand,
      },
      {
        name: 'adopt',
        summary: 'take in who holds what on a target today',
        usage: 'TARGET [--dry-run] [--data DIR]',
        load: async () => (await import('./commands/adopt.ts')).adoptCommand,
      },
      {
        name: 'migrate',
        summary: 'from the groups and holders of today to a charter, without locking anybody out',
        usage: 'TARGET [--run] [--drop NAME]... [--data DIR] | CHARTER --from FILE [--holders FILE] [--roster FILE] [--target T]',
        load: async () => (await import('./commands/migrate.ts')).migrateCommand,
      },
      {
        name: 'mode',
        summary: 'say what Writ may do to a target: observe, propose or enforce',
        usage: 'TARGET observe|propose|enforce [--reason TEXT] [--data DIR]',
        load: async () => (await import('./commands/mode.ts')).modeCommand,
      },
      {
        name: 'pause',
        summary: 'stop every change of every target, at once and until somebody resumes',
        usage: '--reason TEXT [--data DIR]',
        load: async () => (await import('./commands/pause.ts')).pauseCommand,
      },
      {
        name: 'resume',
        summary: 'show what waits for the end of a pause; with --yes end it',
        usage: '[--yes --reason TEXT] [--data DIR]',
        load: async () => (await import('./commands/pause.ts')).resumeCommand,
      },
      {
        name: 'tonight',
        summary: 'what Writ will do within 24 hours, on every target',
        usage: '[--data DIR]',
        load: async () => (await import('./commands/pause.ts')).tonightCommand,
      },
      {
        name: 'confirm',
        summary: 'say that a target works, so that the one after it may follow',
        usage: 'TARGET (--token-file F | --as HANDLE) [--note TEXT] [--data DIR]',
        load: async () => (await import('./commands/confirm.ts')).confirmCommand,
      },
      {
        name: 'plan',
        summary: 'read a target and show what would change there, and why',
        usage: 'TARGET [--dry-run] [--data DIR]',
        load: async () => (await import('./commands/plan.ts')).planCommand,
      },
      {
        name: 'apply',
        summary: 'make a target equal to what was decided, and read it back',
        usage: 'TARGET [--dry-run] [--data DIR]',
        load: async () => (await import('./commands/apply.ts')).applyCommand,
      },
      {
        name: 'task',
        summary: 'what people are to do by hand on a target without an interface',
        usage: 'TARGET [done TASK --by HANDLE [--note TEXT]] [--data DIR]',
        load: async () => (await import('./commands/task.ts')).taskCommand,
      },
      {
        name: 'undo',
        summary: 'take back what a plan did to a target',
        usage: 'TARGET ENTRY [--data DIR]',
        load: async () => (await import('./commands/undo.ts')).undoCommand,
      },
      {
        name: 'seats',
        summary: 'who takes a seat on a target, who is to lose it, and when there are none left',
        usage: 'TARGET [--format text|csv|svg | --json] [--data DIR]',
        load: async () => (await import('./commands/seats.ts')).seatsCommand,
      },
      {
        name: 'source',
        summary: 'believe a source of facts again that suddenly says less',
        usage: 'believe ID --reason TEXT [--data DIR]',
        load: async () => (await import('./commands/source.ts')).sourceCommand,
      },
      {
        name: 'drift',
        summary: 'what a target changed by itself and nobody settled yet',
        usage: 'TARGET [leave ENTRY --reason TEXT] [--data DIR]',
        load: async () => (await import('./commands/drift.ts')).driftCommand,
      },
    ],
  },
  {
    title: 'look back, and show it',
    entries: [
      {
        name: 'log',
        summary: 'what happened; `log verify` recomputes it, `log export` prints the public record',
        usage: '[verify | export [--format F] [--until N]] [--from N] [--limit N] [--data DIR]',
        load: async () => (await import('./commands/log.ts')).logCommand,
      },
      {
        name: 'export',
        summary: 'everything that Writ knows, as plain files: to keep, or to stop using Writ',
        usage: 'FOLDER [--data DIR]',
        load: async () => (await import('./commands/export.ts')).exportCommand,
      },
      {
        name: 'audit',
        summary: 'what deserves a second look, and the evidence of a grant with its proofs',
        usage: 'no-use-case|exceptions|overdue-reviews|overrides|operator [--format csv] | evidence ENTRY [--data DIR]',
        load: async () => (await import('./commands/audit.ts')).auditCommand,
      },
      {
        name: 'calendar',
        summary: 'what is coming as iCalendar: ends of grants and reviews',
        usage: '[--person HANDLE] [--output FILE] [--data DIR]',
        load: async () => (await import('./commands/calendar.ts')).calendarCommand,
      },
      {
        name: 'publish',
        summary: 'keep the public record and who holds what on pages of a wiki',
        usage: 'TARGET [--what KINDS] [--prefix TITLE] [--dry-run] [--data DIR]',
        load: async () => (await import('./commands/publish.ts')).publishCommand,
      },
      {
        name: 'at',
        summary: 'who held what at a moment, and why',
        usage: 'DATE [--person HANDLE] [--data DIR]',
        load: async () => (await import('./commands/at.ts')).atCommand,
      },
      {
        name: 'serve',
        summary: 'show who may do what: the public pages of a data folder',
        usage: '[--data DIR] [--host H] [--port P]',
        load: async () => (await import('./commands/serve.ts')).serveCommand,
      },
    ],
  },
]

export const commands: readonly CommandEntry[] = sections.flatMap(({ entries }) => entries)
