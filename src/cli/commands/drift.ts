import { randomUUID } from 'node:crypto'
import { formatInstant } from '../../kernel/instant.ts'
import type { Drift, State } from '../../ledger/state.ts'
import { terminalText } from '../../render/terminal.ts'
import { settleDrift } from '../../workflow/settle-drift.ts'
import { callerOf, callerOptions } from '../caller.ts'
import { dataOption, exit, required, StopError, UsageError, type Command, type ExitCode, type Invocation } from '../command.ts'
import { entryNumber } from '../entry-number.ts'
import { readSettings, withInstance } from '../open-instance.ts'
import { withView } from '../open-view.ts'
import { printJson } from '../print-json.ts'
import { formatDecision } from '../print-decision.ts'

export const driftCommand: Command = {
  help: `Lists the differences that somebody made on the target without Writ, as \`writ plan\` and \`writ apply\` found them (they look anew; this reads the ledger only).
\`leave ENTRY\` decides that one stays as it is: it is no longer reported. Where the charter says \`drift: revert\` or \`adopt\` they settle it themselves;
a difference that somebody takes back on the target is settled by the next look.`,
  options: { reason: { type: 'string', value: 'TEXT', help: 'why it stays' }, ...callerOptions, ...dataOption },
  words: [1, 3],
  async run(invocation) {
    const [target = '', verb, entry] = invocation.positionals
    if (verb === undefined) return list(invocation, target)
    if (verb !== 'leave' || entry === undefined) throw new UsageError('take TARGET, or TARGET leave ENTRY')
    return leave(invocation, entryNumber(entry))
  },
}

async function list(invocation: Invocation, target: string): Promise<ExitCode> {
  const settings = await readSettings(invocation)
  return withView(settings, async ({ state }, charters) => {
    const { charter } = await charters.inForce(state)
    if (!charter.targets.has(target))
      throw new StopError(
        `writ: the charter has no target \`${terminalText(target)}\`; it has ${[...charter.targets.keys()].join(', ')}`,
        exit.usage,
      )
    const open = [...state.openDrift(target)].map((drift) => rowOf(state, drift))
    if (invocation.flag('json')) printJson(invocation.io, { target, drift: open })
    else {
      for (const row of open)
        invocation.io.out(
          `${row.entry}  ${row.found}  ${terminalText(row.account)} ${WORDS[row.change]} ${terminalText(row.group)}, ${row.by === null ? 'unlogged' : `by ${terminalText(row.by)}`}\n`,
        )
      invocation.io.out(open.length === 0 ? `nothing unsettled on ${target}\n` : `${open.length} unsettled on ${target}\n`)
    }
    return exit.fine
  })
}

const WORDS: Readonly<Record<Drift['change'], string>> = { added: 'was given', removed: 'lost', 'end-changed': 'has another end in' }

function rowOf(state: State, { id, account, group, change, by, at }: Drift) {
  return { entry: id, found: formatInstant(at), account: state.account(account)?.name ?? account, group, change, by: by ?? null }
}

async function leave(invocation: Invocation, drift: number): Promise<ExitCode> {
  const reason = required(invocation, 'reason')
  const settings = await readSettings(invocation)
  return withInstance(settings, {}, async (instance) => {
    const decision = await settleDrift(instance, {
      key: randomUUID(),
      caller: await callerOf(invocation, instance),
      drift,
      outcome: 'left',
      reason,
    })
    const source = await instance.charters.inForce(instance.journal.state)
    if (invocation.flag('json')) printJson(invocation.io, { decision })
    else invocation.io.out(`${decision.allowed ? `left: entry ${drift}` : 'refused'}\n${formatDecision(decision, source)}\n`)
    return decision.allowed ? exit.fine : exit.findings
  })
}
