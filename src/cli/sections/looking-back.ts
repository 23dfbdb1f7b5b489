import type { CommandSection } from './section.ts'

export const lookingBack: CommandSection = {
  title: 'look back, and show it',
  entries: [
    {
      name: 'log',
      summary: 'what happened; `log verify` recomputes it, `log export` prints the public record',
      usage:
        '[verify [--since FILE] [--url URL --vkey VKEY] | key [make | rotate] | sign | checkpoint | export [--format F] [--until N]] [--from N] [--limit N] [--data DIR]',
      load: async () => (await import('../commands/log.ts')).logCommand,
    },
    {
      name: 'export',
      summary: 'everything that Writ knows, as plain files: to keep, or to stop using Writ',
      usage: 'FOLDER [--data DIR]',
      load: async () => (await import('../commands/export.ts')).exportCommand,
    },
    {
      name: 'audit',
      summary: 'what deserves a second look, and the evidence of a grant with its proofs',
      usage: 'no-use-case|exceptions|overdue-reviews|overrides|operator [--format csv] | evidence ENTRY [--data DIR]',
      load: async () => (await import('../commands/audit.ts')).auditCommand,
    },
    {
      name: 'calendar',
      summary: 'what is coming as iCalendar: ends of grants and reviews',
      usage: '[--person HANDLE] [--output FILE] [--data DIR]',
      load: async () => (await import('../commands/calendar.ts')).calendarCommand,
    },
    {
      name: 'publish',
      summary: 'keep the public record and who holds what on pages of a wiki',
      usage: 'TARGET [--what KINDS] [--prefix TITLE] [--dry-run] [--data DIR]',
      load: async () => (await import('../commands/publish.ts')).publishCommand,
    },
    {
      name: 'at',
      summary: 'who held what at a moment, and why',
      usage: 'DATE [--person HANDLE] [--data DIR]',
      load: async () => (await import('../commands/at.ts')).atCommand,
    },
    {
      name: 'serve',
      summary: 'show who may do what: the public pages of a data folder',
      usage: '[--data DIR] [--host H] [--port P]',
      load: async () => (await import('../commands/serve.ts')).serveCommand,
    },
  ],
}
