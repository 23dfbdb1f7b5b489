import { z } from 'zod'
import { nearest } from '../kernel/nearest.ts'
import { parseDay, type Day } from '../kernel/day.ts'
import { err, ok, type Result } from '../kernel/result.ts'
import { checkShape, type Mention } from './check/shape.ts'
import type { Finding, Place } from './finding.ts'
import type { AccountKind, Charter, FactBlock, Id, Scalar } from './model.ts'
import { alternatives, inOrder, problem, quoted } from './problem.ts'
import { accountKind, day, label, oneOf, ref, scalar } from './schema/words.ts'
import { readYaml } from './yaml/read.ts'
import { at, plain, type MapTree } from './yaml/tree.ts'

/** Who holds what: the one file that names people, read by `setup`, `safety`, `diff`, `explain --person` and the file source. */
export interface Roster {
  readonly people: readonly RosterPerson[]
}

/** Somebody who does not act at present: away or not to be reached, or suspended, all roles without effect. Either keeps what they hold. */
export const standings = ['absent', 'suspended'] as const
export type RosterStanding = (typeof standings)[number]

export interface RosterPerson {
  readonly handle: string
  /** Not there = they can act. */
  readonly standing?: RosterStanding
  readonly accounts: readonly RosterAccount[]
  readonly roles: readonly RosterRole[]
  readonly facts: ReadonlyMap<Id, FactValue>
}

export interface RosterAccount {
  readonly target: Id
  readonly name: string
  readonly kind: AccountKind
}

export interface RosterRole {
  readonly role: Id
  /** undefined = it has begun. */
  readonly from: Day | undefined
  /** The last day; undefined = ongoing. */
  readonly until: Day | undefined
}

/** A list for facts of type `list` and `people` (handles), else one value; a date is written `2026-10-01`. */
export type FactValue = Scalar | readonly Scalar[]

const person = z.strictObject({
  handle: label(),
  standing: oneOf(...standings).optional(),
  accounts: z.array(z.strictObject({ target: ref('target'), name: label(), kind: accountKind().optional() })).optional(),
  roles: z.array(z.strictObject({ role: ref('role'), from: day().optional(), until: day().optional() })).optional(),
  facts: z.record(ref('fact'), z.union([scalar(), z.array(scalar())])).optional(),
})

/** The roster's own schema; its one key lets messages speak of the `roster`. */
const schema = z.strictObject({ roster: z.strictObject({ people: z.array(person) }) })

/**
 * Reads a roster, YAML or JSON. All problems at once, each at its place; names of roles, targets and facts are resolved if a charter is given.
 */
export function parseRoster(text: string, charter?: Charter, file = 'roster.yaml'): Result<Roster, readonly Finding[]> {
  const start: Place = { file, line: 1, column: 1 }
  const read = readYaml({ name: file, text })
  if (read.tree === undefined) return err(read.findings.map(ofRoster))
  const root: MapTree = { kind: 'map', place: start, flow: false, entries: new Map([['roster', { place: start, value: read.tree }]]) }
  const shape = checkShape(schema, root)
  const problems = [...read.findings, ...shape.findings, ...(charter === undefined ? [] : unresolved(charter, shape.mentions))]
  if (problems.length > 0) return err(inOrder(problems))
  const judged = schema.safeParse(plain(root))
  if (!judged.success)
    return err(
      judged.error.issues.map((issue) =>
        problem(
          'charter/bad-value',
          placeOf(root, issue.path, start),
          issue.message.toLowerCase(),
          'write it as docs/spec/charter.md says',
        ),
      ),
    )
  const roster = normal(judged.data.roster.people)
  const wrong = [
    ...doubledHandles(roster, root, start),
    ...impossibleTimes(roster, root, start),
    ...(charter === undefined ? [] : wrongFacts(charter, roster, root, start)),
  ]
  return wrong.length > 0 ? err(inOrder(wrong)) : ok(roster)
}

function ofRoster(finding: Finding): Finding {
  return finding.code === 'charter/empty-file' ? { ...finding, remedy: 'write `people:` with a block for each person' } : finding
}

function normal(people: readonly z.infer<typeof person>[]): Roster {
  return {
    people: people.map((one) => ({
      handle: one.handle,
      ...(one.standing === undefined ? {} : { standing: one.standing }),
      accounts: (one.accounts ?? []).map((account) => ({ target: account.target, name: account.name, kind: account.kind ?? 'personal' })),
      roles: (one.roles ?? []).map((role) => ({ role: role.role, from: asDay(role.from), until: asDay(role.until) })),
      facts: new Map(Object.entries(one.facts ?? {})),
    })),
  }
}

function asDay(text: string | undefined): Day | undefined {
  const parsed = text === undefined ? undefined : parseDay(text)
  return parsed?.ok === true ? parsed.value : undefined
}

function unresolved(charter: Charter, mentions: readonly Mention[]): Finding[] {
  return mentions.flatMap(({ refersTo, text, place }) => {
    if (refersTo !== 'role' && refersTo !== 'target' && refersTo !== 'fact') return []
    const known = [...(refersTo === 'role' ? charter.roles : refersTo === 'target' ? charter.targets : charter.facts).keys()]
    if (known.includes(text)) return []
    const meant = nearest(text, known)
    return [
      problem(
        `charter/unknown-${refersTo}`,
        place,
        `${quoted(text)} is no ${refersTo} of the charter`,
        meant === undefined ? `use ${alternatives(known)}` : `write \`${meant}\``,
      ),
    ]
  })
}

function placeOf(root: MapTree, path: readonly PropertyKey[], start: Place): Place {
  return (
    at(
      root,
      path.map((step) => (typeof step === 'symbol' ? String(step) : step)),
    )?.place ?? start
  )
}

function doubledHandles(roster: Roster, root: MapTree, start: Place): Finding[] {
  const handles = roster.people.map((one) => one.handle.toLowerCase())
  return roster.people.flatMap((one, index) =>
    handles.indexOf(one.handle.toLowerCase()) === index
      ? []
      : [
          problem(
            'charter/duplicate-id',
            placeOf(root, ['roster', 'people', index, 'handle'], start),
            `${quoted(one.handle)} stands twice`,
            'keep one block a person',
          ),
        ],
  )
}

function impossibleTimes(roster: Roster, root: MapTree, start: Place): Finding[] {
  return roster.people.flatMap((one, index) =>
    one.roles.flatMap(({ role, from, until }, place) =>
      from === undefined || until === undefined || from <= until
        ? []
        : [
            problem(
              'charter/bad-date',
              placeOf(root, ['roster', 'people', index, 'roles', place, 'until'], start),
              `${quoted(role)} ends on ${until}, before it begins on ${from}`,
              'correct one of the two days',
            ),
          ],
    ),
  )
}

function wrongFacts(charter: Charter, roster: Roster, root: MapTree, start: Place): Finding[] {
  return roster.people.flatMap((one, index) =>
    [...one.facts].flatMap(([id, value]) => {
      const type = charter.facts.get(id)?.type
      if (type === undefined || fits(type, value)) return []
      return [
        problem(
          'charter/wrong-type',
          placeOf(root, ['roster', 'people', index, 'facts', id], start),
          `${quoted(id)} is a fact of type \`${type}\``,
          `write ${WRITTEN[type]}`,
        ),
      ]
    }),
  )
}

const WRITTEN: Readonly<Record<FactBlock['type'], string>> = {
  'yes-no': '`true` or `false`',
  text: 'one text',
  number: 'one number',
  date: 'a day, as in `2026-10-01`',
  list: 'a list',
  people: 'a list of handles',
}

function fits(type: FactBlock['type'], value: FactValue): boolean {
  switch (type) {
    case 'yes-no':
      return typeof value === 'boolean'
    case 'number':
      return typeof value === 'number'
    case 'text':
      return typeof value === 'string'
    case 'date':
      return typeof value === 'string' && parseDay(value).ok
    case 'list':
      return Array.isArray(value)
    default:
      return typeof value === 'string' || (Array.isArray(value) && value.every((item) => typeof item === 'string'))
  }
}
