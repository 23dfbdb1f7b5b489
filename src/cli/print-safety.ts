import type { CharterSource } from '../charter/source.ts'
import { terminalText } from '../render/terminal.ts'
import type { RoleSafety } from '../safety/role-safety.ts'
import type { PlanStep } from '../safety/plan-step.ts'
import { stepText } from '../safety/replay.ts'
import type { Coalition } from '../safety/coalitions.ts'
import type { FullReport } from '../safety/report.ts'
import type { RightCoalitions } from '../safety/right-coalitions.ts'
import type { SafetyFinding } from '../safety/safety-finding.ts'
import { LARGEST } from '../safety/undo-sets.ts'
import { MEANING } from '../safety/verdict-words.ts'

/** The stable shape of `writ safety --json`; docs/spec/cli.md describes it. */
export function safetyJson(report: FullReport, source: CharterSource): object {
  const { resistance, resistanceProof, resistanceTechnical, resistanceAfterTerms, tried, exhausted, assumed, open, relaxed, vacant } =
    report
  return {
    resistance,
    resistanceProof,
    resistanceTechnical,
    resistanceAfterTerms,
    coalitionsTried: tried,
    budgetExhausted: exhausted,
    assumed: assumed ?? null,
    newAccounts: open,
    relaxed,
    vacant,
    roles: report.rows.map(rowJson),
    coalitions: report.coalitions.found.map((one) => ({
      goal: one.goal,
      role: one.item ?? null,
      members: one.members,
      proof: one.proof,
      plan: one.plan().map(stepJson),
    })),
    coalitionsComplete: report.coalitions.complete,
    coalitionsExhausted: report.coalitions.exhausted,
    findings: report.findings.map((finding) => findingJson(finding, source)),
  }
}

/** The stable shape of `writ safety --right --json`. */
export function rightsJson(answers: readonly RightCoalitions[]): object {
  const layers = answers.map(({ layer, found, complete, exhausted }) => ({
    layer,
    coalitions: found.map(({ members, via, proof, plan }) => ({ members, via, proof, plan: plan().map(stepJson) })),
    coalitionsComplete: complete,
    coalitionsExhausted: exhausted,
  }))
  const [first] = answers
  return { right: first === undefined ? null : `${first.right.target}.${first.right.right}`, givenBy: first?.givenBy ?? [], layers }
}

function rowJson(row: RoleSafety): object {
  const { role, layer, rogue, verdict, afterTerms, captures, strips, suspends, stuck, lost, byAmendment, undoBy, undoSets, blast } = row
  return {
    role,
    layer,
    verdict,
    afterTerms,
    proof: row.proof,
    rogue,
    captures,
    strips,
    suspends,
    undoBy: undoSets.sets,
    undoByMore: undoSets.more,
    undoByComplete: undoSets.complete,
    undoByRoles: undoBy,
    stuck,
    lost,
    byAmendment,
    blast,
    plan: row.plan.map(stepJson),
  }
}

function findingJson({ code, items, clause, text, remedy }: SafetyFinding, source: CharterSource): object {
  const place = placeIn(source, clause)
  return { code, items, clause, file: place?.file ?? null, line: place?.line ?? null, message: text, remedy }
}

/** Where a clause stands; undefined for what is built in. */
function placeIn(source: CharterSource, clause: string): { readonly file: string; readonly line: number } | undefined {
  return clause.startsWith('rights.writ.') ? undefined : source.place(clause)
}

export function stepJson({ effect, door, clause, actor, subjects, items, approvers, borrowed }: PlanStep): object {
  return { effect, door, clause, actor: actor ?? null, borrowed: borrowed === true, subjects, items, approvers }
}

/** What is said of whatever the budget did not reach. */
const UNKNOWN = 'unknown, the budget ended (`--budget`)'

const AT_MOST = 'proof: no more than this; something that must not be held could keep it to less'

/** More roles than this are told by kinds: roles with the same verdicts in one line, the steps of the first of each kind. */
const MOST_TOLD = 20
/** So many steps are told of a plan where there are many roles. */
const MOST_STEPS = 12

/** The report in words: a table of verdicts first, then each role that can do anything, with the steps; of `only` alone, all of it. */
export function safetyText(report: FullReport, source: CharterSource, only?: string): string {
  const pairs = pairsOf(report.rows)
  const isLong = only === undefined && pairs.length > MOST_TOLD
  const kinds = isLong ? kindsOf(pairs) : undefined
  const told = kinds?.map(([first]) => first) ?? pairs.filter(({ role }) => only === undefined || role === only)
  const lines = [
    'What one rogue holder of a role could do, if everybody else stayed honest',
    ...tableLines(kinds ?? (only === undefined ? pairs : told).map((pair) => [pair] as const)),
    '',
    ...told.flatMap((pair) => roleLines(pair, source, isLong ? MOST_STEPS : Infinity)),
    ...(isLong ? ['The first of each kind is told; `--role ROLE` tells any other.', ''] : []),
    ...coalitionLines(report),
    ...findingLines(report.findings, source),
    resistanceLine(report),
    ...termsLines(report),
    technicalLine(report),
    ...assumptionLines(report),
  ]
  return `${lines.join('\n')}\n`
}

/** Who has one right and who could come to it: the smallest coalitions, with the steps of each. */
export function rightText(answers: readonly RightCoalitions[], source: CharterSource): string {
  const [first] = answers
  if (first === undefined) return ''
  const given = first.givenBy.length === 0 ? 'no role' : first.givenBy.join(', ')
  const lines = [
    `Who could come to ${terminalText(`${first.right.target}.${first.right.right}`)}`,
    `  given by: ${terminalText(given, 400)}`,
  ]
  for (const { layer, found, complete, exhausted } of answers) {
    const how = layer === 'membership' ? 'by membership' : 'with technical means'
    if (found.length === 0) lines.push(`  ${how}: nobody else, alone${complete > 1 ? ` or ${complete} together` : ''}`)
    if (exhausted) lines.push(`  ${how}, more than ${complete} together: ${UNKNOWN}`)
    for (const { members, via, proof, plan } of found) {
      lines.push(`  ${how}: ${terminalText(members.map((roles) => memberText(roles)).join(' + '), 300)}, by way of ${terminalText(via)}`)
      if (proof !== 'exact') lines.push(`    ${AT_MOST}`)
      for (const [at, step] of plan().entries())
        lines.push(`    ${at + 1}. ${terminalText(stepText(step), 600)}, ${whereOf(source, step.clause)}`)
    }
  }
  return `${lines.join('\n')}\n`
}

/** Which roles it takes, for each role: whoever can, alone or together. */
function coalitionLines({ coalitions }: FullReport): readonly string[] {
  const ways = new Map<string, Way>()
  for (const { goal, item, members, proof } of coalitions.found) {
    const key = `${goal} ${item ?? ''}`
    const way = ways.get(key) ?? { goal, item, who: [] }
    way.who.push(`${members.map((roles) => memberText(roles)).join(' + ')}${proof === 'exact' ? '' : ' *'}`)
    ways.set(key, way)
  }
  if (ways.size === 0 && !coalitions.exhausted) return []
  // what takes the same people is told in one line
  const lines = new Map<string, { readonly goal: Way['goal']; readonly who: readonly string[]; readonly items: string[] }>()
  for (const { goal, item, who } of ways.values()) {
    const key = [goal, ...who].join('\n')
    const line = lines.get(key) ?? { goal, who, items: [] }
    if (item !== undefined) line.items.push(item)
    lines.set(key, line)
  }
  return [
    'The smallest coalitions, by membership (to seize = to hold it while everybody else loses it)',
    ...[...lines.values()].map(
      ({ goal, who, items }) => `  to ${DOES[goal]}${terminalText(items.join(', '), 400)}: ${terminalText(whoText(who), 400)}`,
    ),
    ...(coalitions.found.some(({ proof }) => proof !== 'exact') ? [`  * ${AT_MOST}`] : []),
    ...(coalitions.exhausted ? [`  more than ${coalitions.complete} together: ${UNKNOWN}`] : []),
    '',
  ]
}

/** One account of a coalition. */
function memberText(roles: readonly string[]): string {
  return roles.length === 0 ? 'somebody without any role' : roles.length === 1 ? (roles[0] ?? '') : `(${roles.join(', ')})`
}

interface Way {
  readonly goal: Coalition['goal']
  readonly item: string | undefined
  readonly who: string[]
}

const DOES: Readonly<Record<Coalition['goal'], string>> = {
  gain: 'come to hold ',
  seize: 'seize ',
  irreversible: 'do what cannot be undone',
}

const MOST_NAMED = 8

function whoText(who: readonly string[]): string {
  const more = who.length - MOST_NAMED
  return `${who.slice(0, MOST_NAMED).join('; or ')}${more > 0 ? `; and ${more} others` : ''}`
}

function findingLines(findings: readonly SafetyFinding[], source: CharterSource): readonly string[] {
  if (findings.length === 0) return []
  const lines = findings.flatMap(({ code, clause, text, remedy }) => [
    `  ${terminalText(text, 400)} [${code}], ${whereOf(source, clause)}`,
    `    ${terminalText(remedy, 300)}`,
  ])
  return ['Worth knowing', ...lines, '']
}

function termsLines({ resistance, resistanceAfterTerms }: FullReport): readonly string[] {
  return resistance === 0 || resistanceAfterTerms === 1
    ? []
    : ['once all terms have run out and nobody renewed them: 0; renew them, or let somebody without a term be able to undo it']
}

function technicalLine({ resistanceTechnical }: FullReport): string {
  return resistanceTechnical === 1
    ? 'with technical means: at least 1'
    : 'with technical means: 0; scripts, renaming, keys or the like let one account act as others (the roles above say which)'
}

function assumptionLines({ assumed, open, relaxed, vacant, rows, coalitions }: FullReport): readonly string[] {
  return [
    ...(assumed === undefined ? [] : [`assumed for want of a roster: ${assumed}`]),
    `new accounts: ${open ? 'anybody makes as many as they like' : 'not everybody can make them'}`,
    ...(vacant.length === 0 ? [] : [`nobody there: ${terminalText(vacant.join(', '), 300)}`]),
    [...rows, ...coalitions.found].every(({ proof }) => proof === 'exact')
      ? 'proof: exact in the model; every step can be replayed'
      : `proof: exact in the model but for what is marked as no more than this; there what is called reachable may not be, since these were taken not to hold anybody back: ${terminalText(relaxed.join(', '), 300)}`,
  ]
}

/** A role in both layers. */
interface Pair {
  readonly role: string
  readonly membership: RoleSafety
  readonly technical: RoleSafety
}

function pairsOf(rows: readonly RoleSafety[]): readonly Pair[] {
  const technical = new Map(rows.filter(({ layer }) => layer === 'technical').map((row) => [row.role, row]))
  return rows.flatMap((membership) => {
    const other = technical.get(membership.role)
    return membership.layer === 'membership' && other !== undefined ? [{ role: membership.role, membership, technical: other }] : []
  })
}

const HEADS = ['role', 'by membership', 'with technical means']

/** Roles with the same verdicts, in the order of the charter; never empty. */
function kindsOf(pairs: readonly Pair[]): readonly Kind[] {
  const kinds = Map.groupBy(pairs, ({ membership, technical }) => `${membership.verdict} ${technical.verdict}`)
  return [...kinds.values()] as unknown as readonly Kind[]
}

type Kind = readonly [Pair, ...Pair[]]

/** So many roles are named in one line. */
const MOST_IN_LINE = 4

function tableLines(kinds: readonly Kind[]): readonly string[] {
  const table = [HEADS, ...kinds.map((pairs) => [namesOfKind(pairs), pairs[0].membership.verdict, pairs[0].technical.verdict])]
  const widths = HEADS.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0)))
  return table.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd())
}

function namesOfKind(pairs: Kind): string {
  const more = pairs.length - MOST_IN_LINE
  const names = pairs.slice(0, MOST_IN_LINE).map(({ role }) => nameOf(role))
  return `${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}

function nameOf(role: string): string {
  return role === 'registered' ? 'somebody without any role' : terminalText(role)
}

function roleLines({ role, membership, technical }: Pair, source: CharterSource, most: number): readonly string[] {
  if (membership.verdict === 'harmless' && technical.verdict === 'harmless') return []
  const lines = [
    `${nameOf(role)} (${terminalText(membership.rogue)})`,
    `  by membership: ${membership.verdict}, ${MEANING[membership.verdict]}`,
  ]
  lines.push(...detailLines(membership, source, most))
  if (sameEnd(membership, technical)) lines.push('  with technical means: nothing more')
  else lines.push(`  with technical means: ${technical.verdict}, ${MEANING[technical.verdict]}`, ...detailLines(technical, source, most))
  return [...lines, '']
}

function sameEnd(left: RoleSafety, right: RoleSafety): boolean {
  const told = ({ verdict, captures, strips }: RoleSafety) => JSON.stringify([verdict, captures, strips])
  return told(left) === told(right)
}

function detailLines(row: RoleSafety, source: CharterSource, most: number): readonly string[] {
  if (row.verdict === 'harmless') return []
  const ended =
    row.afterTerms === row.verdict
      ? []
      : [`    once the terms of the others have all run out: ${row.afterTerms}, ${MEANING[row.afterTerms]}`]
  const list = (names: readonly string[]) => terminalText(names.join(', '), 400)
  const lines: string[] = []
  if (row.captures.length > 0) lines.push(`    comes to hold: ${list(row.captures)}`)
  if (row.strips.length > 0) lines.push(`    takes from others: ${list(row.strips)}`)
  if (row.stuck.length > 0) lines.push(`    nobody inside can take away again: ${list(row.stuck)}`)
  if (row.lost.length > 0) lines.push(`    nobody inside can give back: ${list(row.lost)}`)
  const later = row.blast.filter(({ hours }) => hours > 0)
  if (later.length > 0) lines.push(`    not at once: ${list(later.map(({ item, hours }) => `${item} after ${hoursText(hours)}`))}`)
  lines.push(`    could undo it: ${helpersText(row)}`, ...ended)
  if (row.proof !== 'exact') lines.push(`    ${AT_MOST}`)
  for (const [at, step] of row.plan.slice(0, most).entries())
    lines.push(`    ${at + 1}. ${terminalText(stepText(step), 600)}, ${whereOf(source, step.clause)}`)
  if (row.plan.length > most) lines.push(`    and ${row.plan.length - most} more steps: \`--role ${terminalText(row.role)}\``)
  return lines
}

function hoursText(hours: number): string {
  return hours < 1 ? `${Math.round(hours * 60)} minutes` : hours % 24 === 0 ? `${hours / 24} days` : `${Math.round(hours * 10) / 10} hours`
}

function helpersText(row: RoleSafety): string {
  const { undoSets } = row
  const { sets, more } = undoSets
  if (sets.length > 0) {
    const text = sets.map((set) => set.join(' and '))
    return terminalText(`${whoText(text)}${more ? ', and others' : ''}`, 500)
  }
  if (row.verdict === 'restorable')
    return undoSets.complete < LARGEST ? searchedText(undoSets.complete) : 'more than three of the others together'
  return row.byAmendment
    ? 'nobody by the present rules; the others could still amend the charter'
    : 'nobody inside, only whoever runs the server'
}

function searchedText(complete: number): string {
  return `${complete === 0 ? '' : `nobody ${complete === 1 ? 'alone' : `with ${complete - 1} more`}; beyond that `}${UNKNOWN}`
}

/** Where a clause stands; the step names the clause itself. */
function whereOf(source: CharterSource, clause: string): string {
  const place = placeIn(source, clause)
  return place === undefined ? 'built in' : `${terminalText(place.file)}:${place.line}`
}

function resistanceLine({ resistance, resistanceProof, tried, exhausted }: FullReport): string {
  const figure = `${resistanceProof === 'exact' ? '' : 'at least '}${resistance}`
  const how = `${tried} coalitions tried${exhausted ? ', then the budget ended: what the others do is unknown' : ''}`
  const meaning =
    resistance === 0
      ? resistanceProof === 'exact'
        ? 'one rogue account is enough to do what cannot be undone from inside'
        : 'one rogue account may be enough, unless something that must not be held keeps it from that'
      : `whatever ${resistance === 1 ? 'one rogue account does' : `${resistance} rogue accounts do together`}, the others can undo it`
  return `resistance by membership: ${figure}; ${meaning} (${how})`
}
