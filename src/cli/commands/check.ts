import { charterJsonSchema } from '../../charter/json-schema.ts'
import type { Finding } from '../../charter/finding.ts'
import { lintCharter } from '../../charter/lint.ts'
import { lintMembers } from '../../charter/lint/members.ts'
import type { CharterSource } from '../../charter/source.ts'
import { membersFromSiteinfo } from '../../intake/mediawiki/members.ts'
import { analyseRoles, type SafetyReport } from '../../safety/analyse.ts'
import type { RoleSafety } from '../../safety/role-safety.ts'
import { checkPromises } from '../../safety/promises.ts'
import { parseCharterAt } from '../charter-files.ts'
import { exit, StopError, UsageError, type Command, type Invocation } from '../command.ts'
import { readJson } from '../json-file.ts'
import { formatFindings, formatForGithub, meantSection, sarif } from '../print-findings.ts'
import { chooseTarget } from './matrix.ts'
import { terminalText } from '../../render/terminal.ts'
import { readRosterIfNamed } from '../roster-file.ts'
import { printJson } from '../print-json.ts'
import { failOnOf, isAtLeast } from '../safety-verdict.ts'
import { MEANING } from '../../safety/verdict-words.ts'

const FORMATS = ['text', 'json', 'github', 'sarif'] as const
type Format = (typeof FORMATS)[number]

export const checkCommand: Command = {
  help: `Reads the charter (a file or a folder), and says all problems at once with their place and a remedy. Exit 1 on errors and broken promises.
Verdicts on what one rogue holder of each role could do are warnings unless --fail-on names one (restorable, strippable, entrenched, takeover).
\`writ check --schema\` prints the JSON Schema of the language, for editors.`,
  options: {
    roster: { type: 'string', value: 'FILE', help: 'who holds what; without it two holders a role are assumed' },
    members: { type: 'string', value: 'FILE', help: 'a saved answer of a wiki that counts the members of its groups' },
    target: { type: 'string', value: 'T', help: 'with --members: the target that was counted; may be left out if there is one' },
    format: { type: 'string', value: 'F', help: 'text (default), json, github or sarif' },
    'fail-on': { type: 'string', value: 'VERDICT', help: 'exit 1 if a role is at least this bad' },
    meant: { type: 'boolean', help: 'print a section `meant` for the warnings and notes that have none yet, to be given their reasons' },
    schema: { type: 'boolean', help: 'print the JSON Schema of the charter language' },
  },
  words: [0, 1],
  async run(invocation) {
    if (invocation.flag('schema')) {
      printJson(invocation.io, charterJsonSchema())
      return exit.fine
    }
    const path = invocation.positionals[0]
    if (path === undefined) throw new UsageError('the charter is missing')
    const [format, failOn] = [formatOf(invocation), failOnOf(invocation)]
    const { result } = await parseCharterAt(path)
    if (!result.ok) {
      print(invocation, format, { findings: result.error, promises: [], safety: undefined, technical: undefined })
      return exit.findings
    }
    const source = result.value
    const roster = await readRosterIfNamed(invocation.text('roster'), source.charter)
    const checked: Checked = {
      findings: [...lintCharter(source), ...(await lintCounted(invocation, source))],
      promises: checkPromises(source.charter, roster).map(({ text, clause, kept, why }) => ({ text, kept, why, ...at(source, clause) })),
      safety: analyseRoles(source.charter, roster),
      technical: analyseRoles(source.charter, roster, {}, 'technical'),
    }
    if (invocation.flag('meant')) invocation.io.out(meantSection(checked.findings))
    else print(invocation, format, checked)
    const bad = failOn !== undefined && (checked.safety?.roles ?? []).some(({ verdict }) => isAtLeast(verdict, failOn))
    return bad || checked.findings.some(({ severity }) => severity === 'error') || checked.promises.some(({ kept }) => kept === false)
      ? exit.findings
      : exit.fine
  },
}

/** What `--members` says of groups that will be gone. */
async function lintCounted(invocation: Invocation, source: CharterSource): Promise<readonly Finding[]> {
  const path = invocation.text('members')
  if (path === undefined) {
    if (invocation.text('target') !== undefined) throw new UsageError('--target belongs to --members')
    return []
  }
  const target = chooseTarget(source.charter, invocation.text('target'))
  const members = membersFromSiteinfo(await readJson(path))
  if (!members.ok) throw new StopError(`writ: \`${terminalText(path)}\` cannot be used: ${members.error}`, exit.usage)
  return lintMembers(source, target, members.value)
}

interface CheckedPromise {
  readonly text: string
  readonly kept: boolean | null
  readonly why: string
  readonly file: string
  readonly line: number
  readonly column: number
}

interface Checked {
  readonly findings: readonly Finding[]
  readonly promises: readonly CheckedPromise[]
  /** undefined where the charter could not be read. */
  readonly safety: SafetyReport | undefined
  /** The same with technical means. */
  readonly technical: SafetyReport | undefined
}

function at(source: CharterSource, clause: string): { readonly file: string; readonly line: number; readonly column: number } {
  const { file, line, column } = source.place(clause)
  return { file, line, column }
}

function formatOf(invocation: Invocation): Format {
  const word = invocation.flag('json') ? 'json' : (invocation.text('format') ?? 'text')
  const format = FORMATS.find((one) => one === word)
  if (format === undefined) throw new UsageError(`\`${word}\` is no format; take ${FORMATS.join(', ')}`)
  return format
}

function print({ io }: Invocation, format: Format, checked: Checked): void {
  const { findings, promises, safety, technical } = checked
  if (format === 'json') printJson(io, { findings, promises, verdict: verdictOf(safety, technical) })
  else if (format === 'text') io.out(textOf(checked))
  else {
    const open = findings.filter(({ meant }) => meant === undefined)
    const all = [...(format === 'github' ? open : findings), ...promises.filter(({ kept }) => kept === false).map(promiseFinding)]
    io.out(
      format === 'github'
        ? all.map((finding) => `${formatForGithub(finding)}\n`).join('')
        : `${JSON.stringify(sarif(all), undefined, 2)}\n`,
    )
  }
}

function promiseFinding({ text, why, file, line, column }: CheckedPromise): Finding {
  return {
    file,
    line,
    column,
    code: 'promise/broken',
    severity: 'error',
    message: `broken promise: ${text}: ${why}`,
    remedy: 'change the powers that break it, or the promise',
  }
}

function verdictOf(safety: SafetyReport | undefined, technical: SafetyReport | undefined): object | null {
  if (safety === undefined || technical === undefined) return null
  const { layer, survivesOne, brokenBy, assumed, roles, newcomer } = safety
  return {
    layer,
    survivesOne,
    brokenBy,
    assumed: assumed ?? null,
    roles: [...roles, newcomer].map(rowJson),
    technical: [...technical.roles, technical.newcomer].map(rowJson),
  }
}

function rowJson({ role, verdict, captures, strips, undoBy, plan }: RoleSafety): object {
  return { role, verdict, captures, strips, undoBy, plan }
}

function textOf({ findings, promises, safety, technical }: Checked): string {
  const open = findings.filter(({ meant }) => meant === undefined)
  const lines = [...formatFindings(open)]
  for (const { text, kept, why, file, line } of promises) {
    const word = kept === true ? 'kept' : kept === false ? 'BROKEN' : 'not checked'
    lines.push(
      `promise ${word}: ${terminalText(text, 300)} (${terminalText(file)}:${line})${kept === true ? '' : `\n    ${terminalText(why, 800)}`}`,
    )
  }
  if (safety !== undefined) lines.push(...safetyLines(safety, technical ?? safety))
  const counted = (severity: Finding['severity']) => {
    const count = open.filter((finding) => finding.severity === severity).length
    return `${count} ${severity}${count === 1 ? '' : 's'}`
  }
  const promised = (kept: boolean | null) => promises.filter((one) => one.kept === kept).length
  lines.push(
    `${counted('error')}, ${counted('warning')}, ${counted('note')}${open.length === findings.length ? '' : `, ${findings.length - open.length} meant`}; promises: ${promised(true)} kept, ${promised(false)} broken, ${promised(null)} not checked`,
  )
  return `${lines.join('\n')}\n`
}

function safetyLines({ roles, newcomer, assumed, survivesOne }: SafetyReport, technical: SafetyReport): readonly string[] {
  const lines = ['one rogue holder, by membership alone; what changes with technical means (scripts, renaming, keys) is said behind it:']
  const means = new Map([...technical.roles, technical.newcomer].map((row) => [row.role, row.verdict]))
  for (const { role, verdict, captures, undoBy } of [...roles, newcomer]) {
    const gains = captures.length === 0 ? '' : `; can come to hold ${captures.join(', ')}`
    const help = undoBy.length === 0 ? '' : `; undone by one ${undoBy.join(' or ')}`
    const more = means.get(role)
    const worse = more === undefined || more === verdict ? '' : `; with technical means: ${more}`
    lines.push(`  ${role}: ${verdict}, ${MEANING[verdict]}${verdict === 'harmless' ? '' : terminalText(`${gains}${help}`, 400)}${worse}`)
  }
  if (assumed !== undefined) lines.push(`  assumed: ${assumed}`)
  lines.push(
    survivesOne
      ? '  every single rogue account can be undone from inside'
      : '  one rogue account is enough to do what cannot be undone from inside',
    '  the steps, and who could undo them: `writ safety`',
  )
  return lines
}
