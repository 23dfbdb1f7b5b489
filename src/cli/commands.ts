import { deciding } from './sections/deciding.ts'
import { lookingBack } from './sections/looking-back.ts'
import { rules } from './sections/rules.ts'
import type { CommandEntry, CommandSection } from './sections/section.ts'
import { targets } from './sections/targets.ts'
import { trouble } from './sections/trouble.ts'

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
  rules,
  deciding,
  trouble,
  targets,
  lookingBack,
]

export const commands: readonly CommandEntry[] = sections.flatMap(({ entries }) => entries)
