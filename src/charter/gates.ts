/** Which gates of a charter stand before members of some groups at one resource. Gates only take away: they are all to be passed. */
import type { Json } from '../kernel/json.ts'
import { instant } from '../kernel/instant.ts'
import { evaluateConditions } from './conditions.ts'
import type { ConditionEnv } from './condition-env.ts'
import { widerRights } from './members.ts'
import type { Charter, GateBlock, Id } from './model.ts'

/** What is known of a resource; a property that is not in it is absent. */
export type Resource = ReadonlyMap<string, Json>

export interface ClosedGate {
  readonly id: Id
  readonly gate: GateBlock
  /** `unknown`: whether the gate stands here could not be told, so it does. */
  readonly stands: true | 'unknown'
}

/** The gates that members of these groups, and of no others, do not pass with a right at this resource; none = the way is free. */
export function closedGates(
  charter: Charter,
  target: Id,
  right: string,
  groups: readonly string[],
  resource: Resource,
): readonly ClosedGate[] {
  return [...charter.gates].flatMap(([id, gate]): ClosedGate[] => {
    if (gate.target !== target || !concerns(charter, gate, right)) return []
    const stands = evaluateConditions(charter, gate.when, environment(resource)).truth
    if (stands === false) return []
    const passing = [...gate.only, ...(gate.orListed === undefined ? [] : listedNames(resource.get(gate.orListed)))]
    return groups.some((group) => passing.includes(group)) ? [] : [{ id, gate, stands }]
  })
}

/** A gate on a right also holds for the rights that narrow it. */
function concerns(charter: Charter, { rights, target }: GateBlock, right: string): boolean {
  return rights === 'all' || widerRights(charter, target, right).some((wider) => rights.includes(wider))
}

/** Names of groups in a property: a list, or one text with commas as the line in a page has it. What is no text is given back as it is. */
export function listedNames(value: Json | undefined): readonly Json[] {
  if (value === undefined || value === null) return []
  if (Array.isArray(value)) return value as readonly Json[]
  return typeof value === 'string' ? value.split(',').map((name) => name.trim()) : [value]
}

function environment(resource: Resource): ConditionEnv {
  const nothing = { kind: 'unknown', why: 'only the page is looked at' } as const
  return {
    now: instant(0),
    fact: () => nothing,
    holds: () => 'unknown',
    statement: () => 'unknown',
    resource: (name) => {
      const value = resource.get(name)
      return value === undefined ? { kind: 'absent' } : { kind: 'value', value }
    },
    action: () => nothing,
    context: () => nothing,
    subject: undefined,
  }
}
