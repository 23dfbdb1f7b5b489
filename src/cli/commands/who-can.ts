import type { DeedOfAnybody, WhoCan } from '../../decide/engine/who-can.ts'
import { terminalText } from '../../render/terminal.ts'
import { exit, UsageError, type Command, type Io } from '../command.ts'
import { caseOf, chooseRight, deedOptions, withDecisions, type Decisions } from '../decisions.ts'
import { printJson } from '../print-json.ts'

const USUAL_LIMIT = 100

export const whoCanCommand: Command = {
  help: 'Says whether anybody may, or whoever is logged in; which single roles suffice; and with a roster or a data folder, how many people may and who. The list is never cut off silently: --after goes on where it stopped. Exit 0 whatever the answer.',
  options: {
    right: { type: 'string', value: 'R', help: 'the right: NAME, or TARGET.NAME' },
    limit: { type: 'string', value: 'N', help: `so many people at most (default ${USUAL_LIMIT}, 0 = only their number)` },
    after: { type: 'string', value: 'HANDLE', help: 'go on after this handle' },
    ...deedOptions,
  },
  words: [0, 1],
  async run(invocation) {
    const limit = Number(invocation.text('limit') ?? USUAL_LIMIT)
    if (!Number.isSafeInteger(limit) || limit < 0) throw new UsageError('--limit must be a whole number')
    return withDecisions(invocation, (decisions) => {
      const { charter, engine, now, people } = decisions
      const right = chooseRight(charter, invocation)
      const deed: DeedOfAnybody = { ...right, ...caseOf(charter, right.target, invocation), now }
      const answer = engine.whoCan(deed, { limit: people ? limit : 0, after: invocation.text('after') })
      const roles = sufficientRoles(decisions, deed, answer)
      if (invocation.flag('json')) printJson(invocation.io, whoCanJson(deed, answer, roles, people))
      else print(invocation.io, deed, answer, roles, people)
      return exit.fine
    })
  },
}

/** Roles each of which suffices alone. Where an account is enough, roles do not matter. */
function sufficientRoles({ engine, charter }: Decisions, deed: DeedOfAnybody, { registered }: WhoCan): readonly string[] {
  if (registered) return []
  return [...charter.roles.keys()].filter((role) => engine.check({ ...deed, asker: { kind: 'roles', roles: [role] } }))
}

function whoCanJson({ target, right }: DeedOfAnybody, answer: WhoCan, roles: readonly string[], people: boolean): object {
  const { visitors, registered, count, next, revision } = answer
  return {
    target,
    right,
    visitors,
    registered,
    roles,
    people: people ? { count, handles: answer.people, next } : null,
    revision,
  }
}

function print(io: Io, { target, right }: DeedOfAnybody, answer: WhoCan, roles: readonly string[], people: boolean): void {
  const what = `\`${terminalText(right)}\` on ${target}`
  if (answer.visitors) io.out(`anybody may ${what}, also without logging in\n`)
  else if (answer.registered) io.out(`whoever is logged in may ${what}\n`)
  else if (roles.length === 0) io.out(`no role alone suffices for ${what}\n`)
  else io.out(`${what}: ${roles.join(', ')}\n`)
  if (!people) return
  io.out(`${answer.count} of the people known may\n`)
  for (const handle of answer.people) io.out(`  ${terminalText(handle)}\n`)
  if (answer.next !== null && answer.people.length > 0) io.out(`  more follow: --after ${terminalText(answer.next)}\n`)
}
