import type { CommandSection } from './section.ts'

export const trouble: CommandSection = {
  title: 'trouble and leaving',
  entries: [
    {
      name: 'activate',
      summary: 'use a dormant role for a while, stop it, say that its use was reviewed',
      usage:
        '--role R --reason TEXT [--for LENGTH] [--states LIST] | stop --role R --person H --reason TEXT | reviewed --role R --person H [--data DIR]',
      load: async () => (await import('../commands/activate.ts')).activateCommand,
    },
    {
      name: 'mark',
      summary: 'mark a change so that only some may reverse it: an office action',
      usage: 'ENTRY --mark MARK [--reason TEXT] [--data DIR]',
      load: async () => (await import('../commands/mark.ts')).markCommand,
    },
    {
      name: 'report',
      summary: 'report a concern: a sealed case for those who look into it',
      usage: '--text T [--person H] [--to ROLE] [--anonymous] [--data DIR]',
      load: async () => (await import('../commands/case.ts')).reportCommand,
    },
    {
      name: 'case',
      summary: 'look into reported concerns: list, read, note, refer, close',
      usage: 'list | read|note|refer|close CASE [--text T] [--to ROLE] [--data DIR]',
      load: async () => (await import('../commands/case.ts')).caseCommand,
    },
    {
      name: 'suspend',
      summary: 'take the effect from all roles of a person, at once; hear them; make it final',
      usage:
        '--person H --reason TEXT [--cause C] | read --person H | heard --person H --text T | final --person H --reason TEXT [--refer] | list [--data DIR]',
      load: async () => (await import('../commands/suspend.ts')).suspendCommand,
    },
    {
      name: 'reinstate',
      summary: 'give effect again to the roles of a suspended person, by a new use case',
      usage: '--person H --reason TEXT [--refer] [--data DIR]',
      load: async () => (await import('../commands/suspend.ts')).reinstateCommand,
    },
    {
      name: 'depart',
      summary: 'somebody left: end their grants and lock their accounts on every target',
      usage: '--person H [--reason TEXT] | status --person H | locked ACCOUNT --person H [--data DIR]',
      load: async () => (await import('../commands/depart.ts')).departCommand,
    },
    {
      name: 'return',
      summary: 'somebody who had left is back; nothing comes back by itself',
      usage: '--person H [--reason TEXT] [--data DIR]',
      load: async () => (await import('../commands/depart.ts')).returnCommand,
    },
  ],
}
