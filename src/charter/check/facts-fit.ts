import type { Charter, Conditions, ConditionItem, Id } from '../model.ts'
import { compareDurations } from '../../kernel/duration.ts'
import { quoted } from '../problem.ts'
import type { Checking } from './sayer.ts'

/** Connectors whose target asks Writ for every decision: there a gate may look at any fact. */
const ASKING: readonly string[] = ['simulated', 'authzen']

/** What a target decides by itself can rest only on what that target knows; idleness needs dates. */
export function factsFit({ charter, say }: Checking): void {
  for (const [target, groups] of charter.groups) {
    const base = charter.groups.get(charter.targets.get(target)?.like ?? '')
    for (const [name, block] of groups) {
      if (base?.get(name) === block) continue
      const foreign = foreignTest(charter, block.promote?.when ?? [], target)
      if (foreign !== undefined)
        say(
          'charter/fact-of-other-target',
          `groups.${target}.${name}.promote.when`,
          `${quoted(target)} promotes by itself and cannot know ${foreign}`,
          `use facts whose \`source\` is ${quoted(target)}, or make a role with \`automatic: always\``,
        )
    }
  }
  for (const [id, gate] of charter.gates) {
    if (ASKING.includes(charter.targets.get(gate.target)?.connector ?? '')) continue
    const foreign = foreignTest(charter, gate.when, gate.target)
    if (foreign !== undefined)
      say(
        'charter/gate-cannot-tell',
        `gates.${id}.when`,
        `${quoted(gate.target)} keeps this gate by itself and cannot know ${foreign}`,
        'test `resource`, `action` or `context`, and name groups in `only`',
      )
  }
  idleness({ charter, say })
}

/** The first test, in words, that the target cannot make by itself. */
function foreignTest(charter: Charter, when: Conditions, target: Id): string | undefined {
  const own = new Set<Id>()
  for (let here: Id | undefined = target; here !== undefined && !own.has(here); here = charter.targets.get(here)?.like) own.add(here)
  const seen = new Set<Id>()
  const look = (item: ConditionItem): string | undefined => {
    if (item.kind === 'role') return 'who holds a role'
    if (item.kind === 'statement') return 'statements'
    if (item.kind === 'not') return look(item.item)
    if (item.kind === 'test') {
      const source = item.of === 'fact' ? charter.facts.get(item.name)?.source : undefined
      return source === undefined || own.has(source) ? undefined : `the fact ${quoted(item.name)} of ${quoted(source)}`
    }
    if (item.kind === 'named') {
      const test = charter.conditions.get(item.condition)?.test
      if (test === undefined || seen.has(item.condition)) return undefined
      seen.add(item.condition)
      return look(test)
    }
    return item.items.map(look).find((found) => found !== undefined)
  }
  return when.map((condition) => look({ kind: 'named', condition })).find((found) => found !== undefined)
}

function idleness({ charter, say }: Checking): void {
  const dated = (fact: Id, clause: string) => {
    const type = charter.facts.get(fact)?.type
    if (type !== undefined && type !== 'date')
      say(
        'charter/fact-type',
        clause,
        `${quoted(fact)} is a fact of type \`${type}\`; idleness is counted from a date`,
        'name a fact of type `date`',
      )
  }
  for (const [id, role] of charter.roles) {
    if (role.inactive !== undefined) dated(role.inactive.by, `roles.${id}.inactive.by`)
    const { term, review } = role
    if (term?.lasts !== undefined && term.longest !== undefined && compareDurations(term.lasts, term.longest) > 0) {
      say(
        'charter/bad-combination',
        `roles.${id}.term.lasts`,
        'the usual term is longer than the longest that may be asked for',
        'make `longest` at least as long as `lasts`',
      )
    }
    if (review?.opens !== undefined && review.closes !== undefined && compareDurations(review.opens, review.closes) < 0) {
      say(
        'charter/bad-combination',
        `roles.${id}.review.closes`,
        'the review closes before it opens',
        'both count backwards from the date: `opens` must be the longer one',
      )
    }
  }
  for (const [id, target] of charter.targets)
    if (target.members?.inactive !== undefined) dated(target.members.inactive.by, `targets.${id}.members.inactive.by`)
}
