/**
 * The charter's `promote` as MediaWiki's `$wgAutopromote`. Only what MediaWiki can judge exactly is written; the rest is a problem, for
 * a promotion that means something else on the wiki than in the charter would be silent.
 * https://www.mediawiki.org/wiki/Manual:$wgAutopromote
 */
import type { Charter, Clause, ConditionItem, ConditionTest, GroupBlock, Id, TestOperators } from '../../charter/model.ts'
import type { Duration } from '../../kernel/duration.ts'
import { err, ok, type Result } from '../../kernel/result.ts'
import type { PhpValue } from '../php.ts'
import type { RenderProblem } from '../rendered-file.ts'
import type { PromotionFact } from './target-settings.ts'

type Expression = Result<PhpValue, RenderProblem>

interface Setting {
  readonly charter: Charter
  readonly target: Id
  readonly facts: ReadonlyMap<Id, PromotionFact>
  readonly clause: Clause
}

const ALWAYS: PhpValue = [{ kind: 'constant', name: 'APCOND_EDITCOUNT' }, 0]
const NEVER: PhpValue = ['!', ALWAYS]
const SECONDS = { minute: 60, hour: 3600, day: 86_400, week: 604_800 } as const

/** The condition of a promoted group. */
export function promotion(
  charter: Charter,
  target: Id,
  group: string,
  promote: NonNullable<GroupBlock['promote']>,
  facts: ReadonlyMap<Id, PromotionFact>,
): Expression {
  const setting: Setting = { charter, target, facts, clause: `groups.${target}.${group}.promote` }
  return every(
    setting,
    promote.when.map((condition) => ({ kind: 'named', condition })),
  )
}

function expression(setting: Setting, item: ConditionItem): Expression {
  if (item.kind !== 'named') return testExpression(setting, item)
  const block = setting.charter.conditions.get(item.condition)
  if (block === undefined) return refuse(setting, `there is no condition \`${item.condition}\``, 'name a condition of the charter')
  if (block.except !== undefined) {
    return refuse(
      setting,
      `condition \`${item.condition}\` can be waived for a person, of which the wiki knows nothing`,
      'promote by a condition without `except`',
    )
  }
  return testExpression(setting, block.test)
}

function testExpression(setting: Setting, test: ConditionTest): Expression {
  if ('items' in test) return test.kind === 'all' ? every(setting, test.items) : some(setting, test.items)
  if (test.kind === 'not') {
    const item = expression(setting, test.item)
    return item.ok ? ok(['!', item.value]) : item
  }
  if (test.kind === 'role') return memberOf(setting, test.roles)
  if (test.kind === 'statement') {
    const remedy = 'promote by edits, registration or groups, or make it an assigned group'
    return refuse(setting, `the wiki does not know the statement \`${test.statement}\``, remedy)
  }
  if (test.of === 'fact') return factExpression(setting, test.name, test.operators)
  return refuse(
    setting,
    `the wiki promotes accounts without looking at \`${test.of}: ${test.name}\``,
    'promote by a fact about the account',
  )
}

function some(setting: Setting, conditions: readonly ConditionItem[]): Expression {
  const items = gather(setting, conditions)
  if (!items.ok) return items
  return ok(items.value.length === 0 ? NEVER : (single(items.value) ?? ['|', ...items.value]))
}

function every(setting: Setting, conditions: readonly ConditionItem[]): Expression {
  const items = gather(setting, conditions)
  if (!items.ok) return items
  // an operator without operands is a fatal error in MediaWiki
  return ok(items.value.length === 0 ? ALWAYS : (single(items.value) ?? ['&', ...items.value]))
}

function gather(setting: Setting, conditions: readonly ConditionItem[]): Result<readonly PhpValue[], RenderProblem> {
  const values: PhpValue[] = []
  for (const condition of conditions) {
    const value = expression(setting, condition)
    if (!value.ok) return value
    values.push(value.value)
  }
  return ok(values)
}

function single(values: readonly PhpValue[]): PhpValue | undefined {
  return values.length === 1 ? values[0] : undefined
}

function factExpression(setting: Setting, name: Id, operators: TestOperators): Expression {
  const block = setting.charter.facts.get(name)
  const meaning = setting.facts.get(name)
  if (block === undefined || meaning === undefined) {
    return refuse(
      setting,
      `MediaWiki cannot promote by fact \`${name}\``,
      `say in \`targets.${setting.target}.settings.facts\` which of editcount, registration, first-edit or email-confirmed it is`,
    )
  }
  if (!sources(setting).includes(block.source)) {
    return refuse(
      setting,
      `fact \`${name}\` comes from \`${block.source}\`, not from this wiki`,
      `promote by a fact whose source is \`${setting.target}\``,
    )
  }
  if (block.about !== 'account') {
    return refuse(setting, `fact \`${name}\` is about the person; the wiki only sees the one account`, 'say `about: account`')
  }
  const parts: PhpValue[] = []
  for (const operator of Object.keys(operators) as (keyof TestOperators)[]) {
    const part = operatorExpression(meaning, operator, operators)
    if (part === undefined)
      return refuse(setting, `MediaWiki cannot test \`${operator}\` on fact \`${name}\` (${meaning})`, ALLOWED[meaning])
    parts.push(part)
  }
  return ok(parts.length === 0 ? ALWAYS : (single(parts) ?? ['&', ...parts]))
}

/** The wiki itself, and the wikis it is `like`: their facts are its own. */
function sources({ charter, target }: Setting): readonly Id[] {
  const found: Id[] = []
  for (let here: Id | undefined = target; here !== undefined && !found.includes(here); here = charter.targets.get(here)?.like)
    found.push(here)
  return found
}

function operatorExpression(meaning: PromotionFact, operator: keyof TestOperators, operators: TestOperators): PhpValue | undefined {
  if (meaning === 'editcount') {
    if (operator === 'at_least') return editsAtLeast(operators.at_least)
    const most = operators.at_most
    return operator === 'at_most' && most !== undefined ? not(editsAtLeast(Math.floor(most) + 1)) : undefined
  }
  if (meaning === 'email-confirmed') {
    const confirmed: PhpValue = [{ kind: 'constant', name: 'APCOND_EMAILCONFIRMED' }]
    if (operator !== 'is' || typeof operators.is !== 'boolean') return undefined
    return operators.is ? confirmed : not(confirmed)
  }
  if (operator === 'older_than') return olderThan(meaning, operators.older_than)
  // an account without a first edit is neither old nor young
  return operator === 'within' && meaning === 'registration' ? not(olderThan(meaning, operators.within)) : undefined
}

function editsAtLeast(count: number | undefined): PhpValue | undefined {
  return count === undefined ? undefined : [{ kind: 'constant', name: 'APCOND_EDITCOUNT' }, Math.max(0, Math.ceil(count))]
}

/** Months and years have no fixed number of seconds, and MediaWiki counts seconds. */
function olderThan(meaning: 'registration' | 'first-edit', duration: Duration | undefined): PhpValue | undefined {
  if (duration === undefined || duration.unit === 'month' || duration.unit === 'year') return undefined
  const name = meaning === 'registration' ? 'APCOND_AGE' : 'APCOND_AGE_FROM_EDIT'
  return [{ kind: 'constant', name }, duration.count * SECONDS[duration.unit]]
}

function not(value: PhpValue | undefined): PhpValue | undefined {
  return value === undefined ? undefined : ['!', value]
}

const ALLOWED: Readonly<Record<PromotionFact, string>> = {
  editcount: 'use `at_least` or `at_most`',
  registration: 'use `older_than` or `within` with minutes, hours, days or weeks',
  'first-edit': 'use `older_than` with minutes, hours, days or weeks',
  'email-confirmed': 'use `is: true` or `is: false`',
}

/** Holding one of the roles equals being in one of their groups only if nobody else is in those groups. */
function memberOf(setting: Setting, roles: readonly Id[]): Expression {
  const groups: string[][] = []
  for (const id of roles) {
    const role = setting.charter.roles.get(id)
    const given = role?.gives.get(setting.target) ?? []
    if (role === undefined || given.length === 0)
      return refuse(setting, `role \`${id}\` gives no group on this wiki`, 'name a role with a group here')
    if (role.activation !== undefined)
      return refuse(setting, `role \`${id}\` lies dormant at times; the wiki then does not see it`, 'name a role without `activation`')
    const others = [...setting.charter.roles].filter(
      ([other, block]) => !roles.includes(other) && given.some((group) => block.gives.get(setting.target)?.includes(group)),
    )
    if (others[0] !== undefined)
      return refuse(setting, `the groups of role \`${id}\` are also given by role \`${others[0][0]}\``, 'give the role a group of its own')
    groups.push([...given])
  }
  const members: PhpValue[] = groups.map((given) => [{ kind: 'constant', name: 'APCOND_INGROUPS' }, ...given])
  return ok(members.length === 0 ? NEVER : (single(members) ?? ['|', ...members]))
}

function refuse(setting: Setting, message: string, remedy: string): Expression {
  return err({ code: 'promote-not-expressible', clause: setting.clause, message, remedy })
}
