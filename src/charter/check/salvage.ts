import { charterSchema, type RawCharter } from '../schema/charter.ts'

/** What stands in for a section that cannot be used, so that the others can still be judged. */
const STAND_INS: Readonly<Record<string, unknown>> = { writ: 1, title: 'charter', targets: {}, roles: {}, amendments: { by: 'none' } }
/** How many levels of names lead to a block that can be left out by itself. */
const UNIT_DEPTH: Readonly<Record<string, number>> = {
  rights: 3,
  groups: 3,
  defaults: 1,
  suspension: 1,
  approvers: 1,
  amendments: 1,
  log: 1,
}

/**
 * What is left of a charter when every block that breaks the schema is left out: enough to find further problems in the rest, not to use.
 * undefined if nothing is left to judge.
 */
export function salvage(plain: unknown): RawCharter | undefined {
  let value = plain
  for (let round = 0; round < 5; round += 1) {
    const judged = charterSchema.safeParse(value)
    if (judged.success) return judged.data
    if (typeof value !== 'object' || value === null) return undefined
    const paths = judged.error.issues.flatMap((issue) =>
      issue.code === 'unrecognized_keys' && issue.path.length === 0 ? issue.keys.map((key) => [key]) : [issue.path],
    )
    // each once, and from the end, so that the places of list items still hold
    const units = new Map(paths.map((path) => [JSON.stringify(unitOf(path)), unitOf(path)]))
    value = [...units.values()].toReversed().reduce<object>(without, value)
  }
  return undefined
}

function unitOf(path: readonly PropertyKey[]): readonly PropertyKey[] {
  const [section] = path
  return typeof section === 'string' ? path.slice(0, Math.min(path.length, UNIT_DEPTH[section] ?? 2)) : []
}

/** A copy without the unit; a section that a charter must have is stood in for. */
function without(charter: object, unit: readonly PropertyKey[]): object {
  const [section] = unit
  if (typeof section !== 'string') return charter
  const copy = omit(charter, unit)
  return Object.hasOwn(copy, section) || !Object.hasOwn(STAND_INS, section) ? copy : { ...copy, [section]: STAND_INS[section] }
}

function omit(value: unknown, path: readonly PropertyKey[]): object {
  const [step, ...rest] = path
  if (Array.isArray(value)) {
    return value.flatMap((item: unknown, index) => (index !== step ? [item] : rest.length === 0 ? [] : [omit(item, rest)]))
  }
  if (typeof value !== 'object' || value === null) return {}
  const entries = Object.entries(value)
  return Object.fromEntries(
    entries.flatMap(([name, inner]) => (name !== step ? [[name, inner]] : rest.length === 0 ? [] : [[name, omit(inner, rest)]])),
  )
}
