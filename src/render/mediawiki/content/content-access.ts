/**
 * What a charter's gates mean on a MediaWiki: namespaces that the extension Lockdown closes, pages that BlueSpicePageAccess closes, and the
 * settings of the core that shut the known ways around both. Nothing wider than the charter comes out: what cannot be said exactly is a
 * problem, or narrower with a remark.
 * https://www.mediawiki.org/wiki/Extension:Lockdown, https://www.mediawiki.org/wiki/Security_issues_with_authorization_extensions
 */
import { closedGates, type Resource } from '../../../charter/gates.ts'
import type { Charter, ConditionItem, GateBlock, Id, Scalar } from '../../../charter/model.ts'
import type { RenderProblem } from '../../rendered-file.ts'
import { contentSettings, type ContentSettings } from './content-settings.ts'
import { namespacesOf, SPECIAL, type Namespace } from './namespaces.ts'

/** The property that BlueSpicePageAccess keeps for a page, as charters call it. */
export const PAGE_ACCESS = 'pageaccess'
/** What MediaWiki asks about one page, by the right that a charter has for it. */
const PAGE_ACTIONS: ReadonlyMap<string, readonly string[]> = new Map([
  ...words('read edit move delete undelete protect rollback upload reupload patrol').map((name): [string, string[]] => [name, [name]]),
  ['createpage', ['create', 'createpage']],
  ['createtalk', ['create', 'createtalk']],
])
/** What BlueSpicePageAccess blocks on a page with its line. */
const PAGE_ACCESS_ACTIONS = ['read', 'edit', 'move', 'delete']

/** Who may do something in a namespace: groups, any one of them suffices; undefined = whoever has the right. */
export interface NamespaceRule {
  readonly action: string
  readonly closed: ReadonlyMap<number, readonly string[]>
  /** For namespaces that the charter does not know. */
  readonly otherwise: readonly string[] | undefined
  readonly gates: readonly Id[]
}

export interface ContentAccess {
  readonly namespaces: readonly Namespace[]
  readonly settings: ContentSettings
  /** Kept by Lockdown. */
  readonly rules: readonly NamespaceRule[]
  /** Kept by BlueSpicePageAccess. */
  readonly pageGates: readonly (readonly [Id, GateBlock])[]
  /** Numbers of namespaces whose pages cannot be transcluded, and whether that holds for those the charter does not know. Core alone. */
  readonly nonIncludable: readonly number[]
  readonly othersNonIncludable: boolean
  readonly remarks: readonly string[]
  readonly problems: readonly RenderProblem[]
}

/** The content access of a target; undefined where no gate stands on it. */
export function contentAccess(charter: Charter, target: Id): ContentAccess | undefined {
  const gates = [...charter.gates].filter(([, gate]) => gate.target === target)
  if (gates.length === 0) return undefined
  const { known, problems: namespaceProblems } = namespacesOf(charter, target)
  const settings = contentSettings(charter, target, known)
  const problems: RenderProblem[] = [...namespaceProblems, ...settings.problems]
  const remarks: string[] = []
  const ours = gates.filter(([id]) => !settings.elsewhere.has(id))
  const pageGates: (readonly [Id, GateBlock])[] = []
  const namespaceGates: (readonly [Id, GateBlock])[] = []
  for (const [id, gate] of ours) {
    const kind = kindOf(charter, gate)
    const why = kind === 'neither' ? NEITHER : kind === 'page' ? pageGateProblem(gate) : undefined
    if (why !== undefined) problems.push(notExpressible(target, id, why))
    else if (kind === 'page') pageGates.push([id, gate])
    else namespaceGates.push([id, gate])
    if (kind === 'namespace') problems.push(...namespaceNames(charter, target, id, gate, known))
    remarks.push(...remarksOnGate(id, gate, kind))
  }
  for (const id of settings.elsewhere) remarks.push(`gate ${id} is not kept by this file: the charter says that something else does`)
  const rules = namespaceRules(charter, target, namespaceGates, known, problems)
  const reading = rules.find((rule) => rule.action === 'read')
  const open = (number: number) => settings.includable.includes(number) || number === SPECIAL
  const shut = (number: number) => pageGates.some(([, gate]) => concernsReading(gate)) || reading?.closed.has(number) === true
  return {
    namespaces: known,
    settings,
    rules,
    pageGates,
    nonIncludable: known.filter(({ number }) => !open(number) && shut(number)).map(({ number }) => number),
    othersNonIncludable: pageGates.some(([, gate]) => concernsReading(gate)) || reading?.otherwise !== undefined,
    remarks,
    problems,
  }
}

/** Whether anything about reading is kept, so that ways around it are worth closing. */
export function hidesContent({ rules, pageGates }: ContentAccess): boolean {
  return rules.some((rule) => rule.action === 'read') || pageGates.some(([, gate]) => concernsReading(gate))
}

const concernsReading = (gate: GateBlock) => gate.rights === 'all' || gate.rights.includes('read')

/** What a gate looks at: the namespace alone, whether the page has the line of groups, or something that the wiki cannot see. */
function kindOf(charter: Charter, gate: GateBlock): 'namespace' | 'page' | 'neither' {
  const seen = new Set<string>()
  for (const name of gate.when) look(charter, { kind: 'named', condition: name }, seen)
  if (gate.orListed === undefined) return [...seen].every((one) => one === 'namespace') && seen.size > 0 ? 'namespace' : 'neither'
  if (gate.orListed !== PAGE_ACCESS || [...seen].some((one) => one !== PAGE_ACCESS)) return 'neither'
  const stands = (resource: Resource) => closedGates(alone(charter, gate), gate.target, 'read', [], resource).length > 0
  return stands(new Map([[PAGE_ACCESS, 'somebody']])) && !stands(new Map()) ? 'page' : 'neither'
}

/** The charter with this gate on everything and no other, so that only its condition speaks. */
function alone(charter: Charter, gate: GateBlock): Charter {
  return { ...charter, gates: new Map([['alone', { ...gate, rights: 'all', only: [], orListed: undefined }]]) }
}

/** Properties of the resource that a condition tests; anything else is `?`. */
function look(charter: Charter, item: ConditionItem, seen: Set<string>, named: ReadonlySet<Id> = new Set()): void {
  if (item.kind === 'named') {
    const test = charter.conditions.get(item.condition)?.test
    if (test !== undefined && !named.has(item.condition)) look(charter, test, seen, new Set([...named, item.condition]))
  } else if (item.kind === 'not') look(charter, item.item, seen, named)
  else if (item.kind === 'all' || item.kind === 'any') for (const one of item.items) look(charter, one, seen, named)
  else seen.add(item.kind === 'test' && item.of === 'resource' ? item.name : '?')
}

const NEITHER = `MediaWiki can keep a gate on the namespace of a page, or one on its line \`${PAGE_ACCESS}\`, and this is neither`

function pageGateProblem(gate: GateBlock): string | undefined {
  if (!gate.only.includes('sysop')) return 'on the wiki administrators (`sysop`) are never locked out of such a page'
  if (gate.rights !== 'all' && gate.rights.some((right) => !PAGE_ACCESS_ACTIONS.includes(right)))
    return `the wiki keeps such a line for ${PAGE_ACCESS_ACTIONS.join(', ')} only`
  const missing = gate.rights === 'all' ? [] : PAGE_ACCESS_ACTIONS.filter((right) => !gate.rights.includes(right))
  return missing.length === 0 ? undefined : `the wiki would also close ${missing.join(', ')}`
}

function notExpressible(target: Id, id: Id, why: string): RenderProblem {
  return {
    code: 'gate-not-expressible',
    clause: `gates.${id}`,
    message: `gate \`${id}\`: ${why}`,
    remedy: `change the gate, or say in \`targets.${target}.settings.content.elsewhere\` that something else keeps it`,
  }
}

function remarksOnGate(id: Id, gate: GateBlock, kind: 'namespace' | 'page' | 'neither'): readonly string[] {
  if (kind === 'neither') return []
  const rights = gate.rights === 'all' ? 'all rights' : gate.rights.join(', ')
  if (kind === 'page') {
    const others = gate.only.filter((group) => group !== 'sysop')
    return [
      `gate ${id} needs the extension BlueSpicePageAccess, which keeps it for ${PAGE_ACCESS_ACTIONS.join(', ')}${gate.rights === 'all' ? '; for every other right on such a page only the answer of Writ does' : ''}`,
      ...(others.length === 0
        ? []
        : [`gate ${id} also lets in ${others.join(', ')}, which the wiki does only if the page's line names them`]),
    ]
  }
  const unseen = gate.rights === 'all' ? [] : gate.rights.filter((right) => !PAGE_ACTIONS.has(right))
  return [
    `gate ${id} (${rights}) needs the extension Lockdown; without it the namespaces stay open`,
    ...(unseen.length === 0
      ? []
      : [`gate ${id} on ${unseen.join(', ')} is kept by the answer of Writ alone: MediaWiki looks at no page for them`]),
    ...(gate.hides === 'existence'
      ? [`gate ${id} shall hide that pages exist; on the wiki their titles show in listings, links and logs`]
      : []),
  ]
}

/** Names that a condition tests and the wiki does not have would silently leave a namespace open or closed. */
function namespaceNames(charter: Charter, target: Id, id: Id, gate: GateBlock, known: readonly Namespace[]): readonly RenderProblem[] {
  const names = new Set<Scalar>()
  const gather = (item: ConditionItem, seen: ReadonlySet<Id>): void => {
    if (item.kind === 'named') {
      const test = charter.conditions.get(item.condition)?.test
      if (test !== undefined && !seen.has(item.condition)) gather(test, new Set([...seen, item.condition]))
    } else if (item.kind === 'not') gather(item.item, seen)
    else if (item.kind === 'all' || item.kind === 'any') for (const one of item.items) gather(one, seen)
    else if (item.kind === 'test')
      for (const name of [...(item.operators.is === undefined ? [] : [item.operators.is]), ...(item.operators.in ?? [])]) names.add(name)
  }
  for (const condition of gate.when) gather({ kind: 'named', condition }, new Set())
  return [...names].flatMap((name): RenderProblem[] => {
    const found = known.find((one) => one.name === name)
    if (found !== undefined) return []
    const renamed = known.find((one) => one.stockName === name)
    return [
      {
        code: 'namespace-not-known',
        clause: `gates.${id}.when`,
        message:
          renamed === undefined
            ? `the wiki has no namespace \`${name}\` that the charter knows of`
            : `namespace \`${name}\` is called \`${renamed.name}\` here`,
        remedy: renamed === undefined ? `give its number in \`targets.${target}.settings.namespaces\`` : `write \`${renamed.name}\``,
      },
    ]
  })
}

/** A name that no namespace has: what the conditions say of it holds for every namespace that they do not name. */
const UNNAMED = '\u0000'

function namespaceRules(
  charter: Charter,
  target: Id,
  gates: readonly (readonly [Id, GateBlock])[],
  known: readonly Namespace[],
  problems: RenderProblem[],
): readonly NamespaceRule[] {
  const actions = new Map<string, (readonly [Id, GateBlock])[]>()
  for (const one of gates) {
    const rights = one[1].rights === 'all' ? [...PAGE_ACTIONS.keys()] : one[1].rights
    for (const action of new Set(rights.flatMap((right) => PAGE_ACTIONS.get(right) ?? [])))
      actions.set(action, [...(actions.get(action) ?? []), one])
  }
  return [...actions].map(([action, concerned]): NamespaceRule => {
    const passing = (name: string): readonly string[] | undefined => {
      const standing = concerned.filter(
        ([, gate]) => closedGates(alone(charter, gate), target, action, [], new Map([['namespace', name]])).length > 0,
      )
      return standing.length === 0 ? undefined : together(charter, target, standing, problems)
    }
    const closed = known.flatMap(({ number, name }): [number, readonly string[]][] => {
      const groups = number === SPECIAL ? undefined : passing(name)
      return groups === undefined ? [] : [[number, groups]]
    })
    return { action, closed: new Map(closed), otherwise: passing(UNNAMED), gates: concerned.map(([id]) => id) }
  })
}

/** Groups that pass several gates at once. Lockdown knows one list, so only groups that pass all of them by themselves stand in it. */
function together(
  charter: Charter,
  target: Id,
  gates: readonly (readonly [Id, GateBlock])[],
  problems: RenderProblem[],
): readonly string[] {
  const [first, ...rest] = gates
  if (first === undefined) return []
  const groups = charter.groups.get(target)
  const everywhere = (list: readonly string[]) => list.some((name) => groups?.get(name)?.implicit === 'everyone')
  const anyAccount = (list: readonly string[]) => list.some((name) => groups?.get(name)?.implicit === 'registered')
  const passes = (group: string, list: readonly string[]) =>
    list.includes(group) || everywhere(list) || (anyAccount(list) && groups?.get(group)?.implicit !== 'everyone')
  const candidates = [...new Set(gates.flatMap(([, gate]) => gate.only))]
  const found = candidates.filter((group) => gates.every(([, gate]) => passes(group, gate.only)))
  // members of two groups, one for each gate, would pass both in the charter and none here
  const lost = rest.length > 0 && found.length === 0 && gates.every(([, gate]) => gate.only.length > 0)
  const clause = `gates.${rest.at(-1)?.[0] ?? first[0]}`
  if (lost && !problems.some((one) => one.clause === clause && one.code === 'gate-not-expressible'))
    problems.push(
      notExpressible(
        target,
        clause.slice('gates.'.length),
        `no single group passes it together with ${gates
          .slice(0, -1)
          .map(([id]) => `\`${id}\``)
          .join(', ')}, and Lockdown knows one list of groups only`,
      ),
    )
  return found
}

function words(text: string): readonly string[] {
  return text.split(' ')
}
