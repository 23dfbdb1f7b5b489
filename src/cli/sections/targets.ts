import type { CommandSection } from './section.ts'

export const targets: CommandSection = {
  title: 'targets: the systems where rights take effect',
  entries: [
    {
      name: 'doctor',
      summary: 'is everything connected rightly, and can a credential do more than it needs',
      usage: '[--data DIR]',
      load: async () => (await import('../commands/doctor.ts')).doctorCommand,
    },
    {
      name: 'probe',
      summary: 'try on a living wiki whether closed content comes out, and whether rights are as written',
      usage: 'CHARTER --url URL [--target T] [--credentials TYPE=FILE]... [--plant TITLE | --page TITLE...]',
      load: async () => (await import('../commands/probe.ts')).probeCommand,
    },
    {
      name: 'page-access',
      summary: 'pages restricted to groups: make the line for one, or list them all',
      usage: 'CHARTER --groups GROUP,... | --url URL [--credentials FILE] [--target T]',
      load: async () => (await import('../commands/page-access.ts')).pageAccessCommand,
    },
    {
      name: 'adopt',
      summary: 'take in who holds what on a target today',
      usage: 'TARGET [--dry-run] [--data DIR]',
      load: async () => (await import('../commands/adopt.ts')).adoptCommand,
    },
    {
      name: 'migrate',
      summary: 'from the groups and holders of today to a charter, without locking anybody out',
      usage: 'TARGET [--run] [--drop NAME]... [--data DIR] | CHARTER --from FILE [--holders FILE] [--roster FILE] [--target T]',
      load: async () => (await import('../commands/migrate.ts')).migrateCommand,
    },
    {
      name: 'mode',
      summary: 'say what Writ may do to a target: observe, propose or enforce',
      usage: 'TARGET observe|propose|enforce [--reason TEXT] [--data DIR]',
      load: async () => (await import('../commands/mode.ts')).modeCommand,
    },
    {
      name: 'pause',
      summary: 'stop every change of every target, at once and until somebody resumes',
      usage: '--reason TEXT [--data DIR]',
      load: async () => (await import('../commands/pause.ts')).pauseCommand,
    },
    {
      name: 'resume',
      summary: 'show what waits for the end of a pause; with --yes end it',
      usage: '[--yes --reason TEXT] [--data DIR]',
      load: async () => (await import('../commands/pause.ts')).resumeCommand,
    },
    {
      name: 'tonight',
      summary: 'what Writ will do within 24 hours, on every target',
      usage: '[--data DIR]',
      load: async () => (await import('../commands/pause.ts')).tonightCommand,
    },
    {
      name: 'confirm',
      summary: 'say that a target works, so that the one after it may follow',
      usage: 'TARGET (--token-file F | --as HANDLE) [--note TEXT] [--data DIR]',
      load: async () => (await import('../commands/confirm.ts')).confirmCommand,
    },
    {
      name: 'plan',
      summary: 'read a target and show what would change there, and why',
      usage: 'TARGET [--dry-run] [--data DIR]',
      load: async () => (await import('../commands/plan.ts')).planCommand,
    },
    {
      name: 'apply',
      summary: 'make a target equal to what was decided, and read it back',
      usage: 'TARGET [--dry-run] [--data DIR]',
      load: async () => (await import('../commands/apply.ts')).applyCommand,
    },
    {
      name: 'task',
      summary: 'what people are to do by hand on a target without an interface',
      usage: 'TARGET [done TASK --by HANDLE [--note TEXT]] [--data DIR]',
      load: async () => (await import('../commands/task.ts')).taskCommand,
    },
    {
      name: 'undo',
      summary: 'take back what a plan did to a target',
      usage: 'TARGET ENTRY [--data DIR]',
      load: async () => (await import('../commands/undo.ts')).undoCommand,
    },
    {
      name: 'seats',
      summary: 'who takes a seat on a target, who is to lose it, and when there are none left',
      usage: 'TARGET [--format text|csv|svg | --json] [--data DIR]',
      load: async () => (await import('../commands/seats.ts')).seatsCommand,
    },
    {
      name: 'source',
      summary: 'believe a source of facts again that suddenly says less',
      usage: 'believe ID --reason TEXT [--data DIR]',
      load: async () => (await import('../commands/source.ts')).sourceCommand,
    },
    {
      name: 'drift',
      summary: 'what a target changed by itself and nobody settled yet',
      usage: 'TARGET [leave ENTRY --reason TEXT] [--data DIR]',
      load: async () => (await import('../commands/drift.ts')).driftCommand,
    },
  ],
}
