import { writeFile } from 'node:fs/promises'
import { hierarchySvg } from '../../render/hierarchy-svg.ts'
import { hierarchyOf } from '../../safety/hierarchy.ts'
import { reportSafety, type FullReport } from '../../safety/report.ts'
import { coalitionsForRight } from '../../safety/right-coalitions.ts'
import type { Charter } from '../../charter/model.ts'
import type { Roster } from '../../charter/roster.ts'
import { nearest } from '../../kernel/nearest.ts'
import { terminalText } from '../../render/terminal.ts'
import { needCharter } from '../charter-files.ts'
import { exit, StopError, UsageError, type Command, type ExitCode, type Invocation } from '../command.ts'
import { chooseRight } from '../decisions.ts'
import { printJson } from '../print-json.ts'
import { rightsJson, rightText, safetyJson, safetyText } from '../print-safety.ts'
import { readRosterIfNamed } from '../roster-file.ts'
import { countUp } from '../count-up.ts'
import { budgetOf } from '../safety-budget.ts'
import { safetyOfArbac } from './safety-arbac.ts'
import { failOnOf, isAtLeast } from '../safety-verdict.ts'

export const safetyCommand: Command = {
  help: `Says what one rogue holder of each role could take, and who of the others could undo it. Always two answers: by membership alone, and with the technical ways to act as somebody else.
Verdicts from best to worst: harmless, restorable, strippable, entrenched, takeover. Exit 0 whatever the answer, but for --fail-on.`,
  options: {
    roster: { type: 'string', value: 'FILE', help: 'who holds what; without it two holders a role are assumed' },
    coalitions: { type: 'string', value: 'N', help: 'look at so many rogue accounts together (default 2)' },
    budget: {
      type: 'string',
      value: 'N',
      help: 'end the search after N coalitions (default 20000), N sets of people who could undo a row (300), with --arbac N states (1000000); single rogue accounts are always judged, what was not reached is called unknown',
    },
    arbac: {
      type: 'string',
      value: 'FILE',
      help: 'instead of a charter: a policy in the format of the ARBAC benchmarks, with its question',
    },
    absent: {
      type: 'string',
      value: 'WHO',
      multiple: true,
      help: 'a role or a handle: these people neither act nor help (may stand several times)',
    },
    right: { type: 'string', value: 'RIGHT', help: 'tell who could come to this right instead, alone or together' },
    target: { type: 'string', value: 'T', help: 'with --right: the target, where several have a right of this name' },
    role: { type: 'string', value: 'ROLE', help: 'tell of this role only, with all its steps' },
    svg: { type: 'string', value: 'FILE', help: 'also draw who changes whom into this file' },
    rogue: { type: 'string', value: 'ROLE', help: 'with --svg: draw what a rogue holder of this role would do' },
    'fail-on': { type: 'string', value: 'VERDICT', help: 'exit 1 if a role is at least this bad by membership' },
  },
  words: [0, 1],
  run(invocation) {
    const arbac = invocation.text('arbac')
    if (arbac === undefined && invocation.positionals.length === 0) throw new UsageError('the charter is missing')
    if (arbac === undefined) return ofCharter(invocation)
    if (invocation.positionals.length > 0) throw new UsageError('--arbac FILE stands instead of a charter')
    return safetyOfArbac(invocation, arbac)
  },
}

async function ofCharter(invocation: Invocation): Promise<ExitCode> {
  const [failOn, coalitions, budget] = [failOnOf(invocation), coalitionsOf(invocation), budgetOf(invocation)]
  if (invocation.text('rogue') !== undefined && invocation.text('svg') === undefined) throw new UsageError('--rogue belongs to --svg FILE')
  const { source } = await needCharter(invocation.positionals[0] ?? '')
  const roster = await readRosterIfNamed(invocation.text('roster'), source.charter)
  const absent = absentOf(invocation, source.charter, roster)
  const waiting = countUp(invocation.io.progress, 'coalitions judged')
  const options = { coalitions, absent, onJudged: waiting.count, ...(budget === undefined ? {} : { budget }) }
  if (invocation.text('right') !== undefined) {
    const right = chooseRight(source.charter, invocation)
    const answers = (['membership', 'technical'] as const).map((layer) => coalitionsForRight(source.charter, roster, right, options, layer))
    waiting.end()
    if (invocation.flag('json')) printJson(invocation.io, rightsJson(answers))
    else invocation.io.out(rightText(answers, source))
    return exit.fine
  }
  const report = reportSafety(source.charter, roster, options)
  waiting.end()
  if (invocation.flag('json')) printJson(invocation.io, safetyJson(report, source))
  else invocation.io.out(safetyText(report, source, roleOf(invocation, report)))
  const drawing = invocation.text('svg')
  if (drawing !== undefined) await draw(invocation, source.charter, report, drawing)
  const bad = failOn !== undefined && report.rows.some(({ layer, verdict }) => layer === 'membership' && isAtLeast(verdict, failOn))
  return bad ? exit.findings : exit.fine
}

/** The role of `--role`; `registered` is somebody without any role. */
function roleOf(invocation: Invocation, { rows }: FullReport): string | undefined {
  const role = invocation.text('role')
  if (role === undefined || rows.some((row) => row.role === role)) return role
  const near = nearest(
    role,
    rows.map((row) => row.role),
  )
  throw new UsageError(`--role: nobody holds a role \`${terminalText(role)}\`${near === undefined ? '' : `; did you mean \`${near}\`?`}`)
}

async function draw(invocation: Invocation, charter: Charter, { rows }: FullReport, path: string): Promise<void> {
  const role = invocation.text('rogue')
  const row = rows.find((one) => one.layer === 'membership' && one.role === role)
  if (role !== undefined && row === undefined) throw new UsageError(`--rogue: nobody holds a role \`${terminalText(role)}\``)
  const hierarchy = hierarchyOf(charter, row)
  const { layOut } = await import('../../web/hierarchy-layout.ts')
  await writeFile(path, hierarchySvg(hierarchy, layOut(hierarchy))).catch(() => {
    throw new StopError(`writ: \`${terminalText(path)}\` cannot be written`, exit.usage)
  })
  invocation.io.err(`drawn: ${terminalText(path)}\n`)
}

/** Roles and handles of `--absent`; a word that is neither is a wrong call. */
function absentOf(invocation: Invocation, charter: Charter, roster: Roster | undefined): readonly string[] {
  const known = [...charter.roles.keys(), ...(roster?.people.map(({ handle }) => handle) ?? [])]
  return invocation.texts('absent').map((word) => {
    if (known.includes(word)) return word
    const near = nearest(word, known)
    const help = near === undefined ? 'give a role, or a handle of the roster' : `did you mean \`${near}\`?`
    throw new UsageError(`--absent: nobody is called \`${terminalText(word)}\`; ${help}`)
  })
}

const MOST_TOGETHER = 9

function coalitionsOf(invocation: Invocation): number {
  const word = invocation.text('coalitions') ?? '2'
  if (!/^[1-9]$/.test(word)) throw new UsageError(`--coalitions is \`${word}\`; give a number from 1 to ${MOST_TOGETHER}`)
  return Number(word)
}
