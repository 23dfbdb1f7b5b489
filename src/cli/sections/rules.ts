import type { CommandSection } from './section.ts'

export const rules: CommandSection = {
  title: 'the rules: a CHARTER is a file or a folder',
  entries: [
    {
      name: 'check',
      summary: 'find what is wrong with a charter, whether it keeps its promises, who could take over',
      usage: 'CHARTER [--roster FILE] [--format text|json|github|sarif] [--fail-on VERDICT]',
      load: async () => (await import('../commands/check.ts')).checkCommand,
    },
    {
      name: 'safety',
      summary: 'who could seize control, and who could still undo it',
      usage:
        '(CHARTER [--roster FILE] [--role ROLE | --right RIGHT] [--coalitions N] [--absent WHO]... [--svg FILE [--rogue ROLE]] [--fail-on VERDICT] | --arbac FILE) [--budget N]',
      load: async () => (await import('../commands/safety.ts')).safetyCommand,
    },
    {
      name: 'import',
      summary: 'the charter of a living wiki, from its API or its settings files, or of the rules of a Bitu',
      usage:
        'mediawiki --api URL | mediawiki --siteinfo FILE... | localsettings FILE... [--version V] [--extension NAME]... [--target T] | bitu-rules FILE',
      load: async () => (await import('../commands/import.ts')).importCommand,
    },
    {
      name: 'fmt',
      summary: 'print a charter in its canonical form',
      usage: 'CHARTER [--write | --check | --json]',
      load: async () => (await import('../commands/fmt.ts')).fmtCommand,
    },
    {
      name: 'diff',
      summary: 'what differs in meaning between two charters',
      usage: 'BEFORE AFTER [--roster FILE]',
      load: async () => (await import('../commands/diff.ts')).diffCommand,
    },
    {
      name: 'compare',
      summary: 'designs side by side: what one rogue can do before anybody reacts',
      usage: 'CHARTER CHARTER... [--roster FILE] [--absent ROLE]... [--acts-per-hour N] [--format text|json|html]',
      load: async () => (await import('../commands/compare.ts')).compareCommand,
    },
    {
      name: 'matrix',
      summary: 'who has which right: rights by groups on a target',
      usage: 'CHARTER [--target T] [--format text|csv|wikitext | --json]',
      load: async () => (await import('../commands/matrix.ts')).matrixCommand,
    },
    {
      name: 'explain',
      summary: 'may somebody do it, why, and what would be missing',
      usage: '[CHARTER] --right R (--person H | --roles A,B | --anonymous) [--page P] [--target T] [--roster FILE | --data DIR]',
      load: async () => (await import('../commands/explain.ts')).explainCommand,
    },
    {
      name: 'who-can',
      summary: 'who may do it: anybody, which roles, which people',
      usage: '[CHARTER] --right R [--page P] [--target T] [--roster FILE | --data DIR]',
      load: async () => (await import('../commands/who-can.ts')).whoCanCommand,
    },
    {
      name: 'what-can',
      summary: 'what somebody may do on a target',
      usage: '[CHARTER] (--person H | --roles A,B | --anonymous) [--page P] [--target T] [--roster FILE | --data DIR]',
      load: async () => (await import('../commands/what-can.ts')).whatCanCommand,
    },
    {
      name: 'render',
      summary: 'the settings file that makes a wiki equal to the charter, or pages that tell the charter',
      usage: 'CHARTER | --data DIR [--what W] [--target T] [--format F] [--output PATH] [--roster FILE]',
      load: async () => (await import('../commands/render.ts')).renderCommand,
    },
  ],
}
