import type { Charter, Clause, Id } from '../../charter/model.ts'
import type { Json } from '../../kernel/json.ts'
import type { RenderProblem } from '../rendered-file.ts'

/** What MediaWiki knows of an account when it promotes: Manual:$wgAutopromote. */
export type PromotionFact = 'editcount' | 'registration' | 'first-edit' | 'email-confirmed'

const PROMOTION_FACTS: readonly PromotionFact[] = ['editcount', 'registration', 'first-edit', 'email-confirmed']

/** Facts with these ids mean what they say unless `settings.facts` says otherwise. */
const BY_DEFAULT: readonly (readonly [Id, PromotionFact])[] = [
  ['edits', 'editcount'],
  ['registered-since', 'registration'],
  ['first-edit', 'first-edit'],
  ['email-confirmed', 'email-confirmed'],
]

export interface PromotionFacts {
  readonly known: ReadonlyMap<Id, PromotionFact>
  readonly problems: readonly RenderProblem[]
}

/** `targets.T.settings.facts`: which fact of the charter is which number or date of MediaWiki. */
export function promotionFacts(charter: Charter, target: Id): PromotionFacts {
  const clause: Clause = `targets.${target}.settings.facts`
  const declared = charter.targets.get(target)?.settings['facts']
  const known = new Map(BY_DEFAULT)
  if (declared === undefined) return { known, problems: [] }
  const remedy = `write { FACT: one of ${PROMOTION_FACTS.join(', ')} }`
  if (!isMap(declared)) return { known, problems: [{ code: 'target-settings', clause, message: '`facts` is not a map', remedy }] }
  const problems: RenderProblem[] = []
  for (const [fact, meaning] of Object.entries(declared)) {
    const found = PROMOTION_FACTS.find((one) => one === meaning)
    if (found === undefined) {
      problems.push({
        code: 'target-settings',
        clause: `${clause}.${fact}`,
        message: `\`${JSON.stringify(meaning)}\` is nothing that MediaWiki knows of an account`,
        remedy,
      })
    } else if (!charter.facts.has(fact)) {
      problems.push({
        code: 'target-settings',
        clause: `${clause}.${fact}`,
        message: `there is no fact \`${fact}\``,
        remedy: 'declare it under `facts`',
      })
    } else known.set(fact, found)
  }
  return { known, problems }
}

function isMap(value: Json): value is { readonly [name: string]: Json } {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}
