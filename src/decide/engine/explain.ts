import { evaluateConditions } from '../../charter/conditions.ts'
import type { Id } from '../../charter/model.ts'
import type { Core } from './core.ts'
import type { Explanation, Helper, Lacking, Told, Unknown } from './explanation.ts'
import type { RoleForm } from './form.ts'
import type { HoldersTold } from './holders.ts'
import type { Ground, Question, Verdict } from './question.ts'
import { sentenceOf } from './sentence.ts'
import { textOf } from './ground-text.ts'
import { UNKNOWN, YES } from './tri.ts'

const nothing: Lacking = { login: false, roles: [], complete: true, leave: [], promoted: [], unknown: [] }

/** Present holders of a role. */
export type HoldersOf = (role: number) => HoldersTold

/** Explains a verdict that no role would change: nobody of that name, locked, no such right. */
export function explainBare(core: Core, question: Question, verdict: Verdict): Explanation {
  const because = verdict.because.map((ground) => told(core, question, ground))
  const bare = { ...verdict, because, missing: nothing, whoCanHelp: [] }
  return { ...bare, sentence: sentenceOf(core.policy.form, question, bare) }
}

/** Explains a verdict while the core still sees its asker. `holdersOf` undefined: nobody is named. */
export function explainVerdict(
  core: Core,
  right: number,
  question: Question,
  verdict: Verdict,
  holdersOf: HoldersOf | undefined,
): Explanation {
  const because = verdict.because.map((ground) => told(core, question, ground))
  const missing = verdict.allowed ? nothing : lacking(core, right, question, verdict.because)
  const roles = [...new Set(missing.roles.flat())].flatMap((id) => core.policy.role(id) ?? [])
  const whoCanHelp = roles.flatMap((role) => helpersFor(core, core.policy.form.roles[role] as RoleForm, holdersOf))
  const bare = { ...verdict, because, missing, whoCanHelp }
  return { ...bare, sentence: sentenceOf(core.policy.form, question, bare) }
}

function told(core: Core, question: Question, ground: Ground): Told {
  return { ...ground, text: textOf(core.policy.form, question, ground) }
}

function lacking(core: Core, right: number, question: Question, grounds: readonly Ground[]): Lacking {
  const { policy, evaluation, who } = core
  const login = who.anonymous
  const besides = login ? [...policy.registered.values()] : []
  who.anonymous = false
  const { sets, complete } = core.remedies.find(core, right, question, besides)
  const promoted = promotedThatWouldDo(core, right, question, besides)
  const open = login && core.supposing(besides, () => evaluation.may(right, question, who)) === UNKNOWN
  who.anonymous = login
  return {
    login: login && (sets.length > 0 || open),
    roles: sets.map((roles) => roles.map((role) => policy.form.roles[role]?.id ?? '')),
    complete,
    leave: grounds.flatMap(({ code, clause }) => (code === 'taken-away' ? [clause.slice(0, -'.denies'.length)] : [])),
    promoted,
    unknown: unknownsOf(core, right, question),
  }
}

function promotedThatWouldDo(core: Core, right: number, question: Question, besides: readonly number[]): Lacking['promoted'] {
  const { policy, evaluation, who } = core
  const { groups, targets, conditions } = policy.form
  const groupsOfWay = new Set(policy.related(right).flatMap((one) => policy.giversOf[one] ?? []))
  return [...groupsOfWay].flatMap((number) => {
    const group = groups[number]
    if (group?.promote === null || group?.promote === undefined || who.isIn(number)) return []
    if (core.supposing([...besides, number], () => evaluation.may(right, question, who)) !== YES) return []
    const when = group.promote.when.map((id) => conditions.find((one) => one.id === id)?.text ?? id).join('; ')
    return [{ group: group.name, clause: `groups.${targets[group.target]?.id}.${group.name}.promote`, when }]
  })
}

/** Everything on the way to a right that is not known; in the order of the charter, each once. */
function unknownsOf({ policy, evaluation, who }: Core, right: number, question: Question): readonly Unknown[] {
  const env = who.environment(question)
  const found = new Map<string, Unknown>()
  for (const conditions of evaluation.openConditions(right, question, who))
    for (const one of evaluateConditions(policy.texts, conditions, env).missing) found.set(`${one.clause} ${one.what}`, one)
  return [...found.values()]
}

function helpersFor(core: Core, role: RoleForm, holdersOf: HoldersOf | undefined): readonly Helper[] {
  return role.ways.map(({ kind, by, clause, how }): Helper => {
    const number = by === null ? undefined : core.policy.role(by)
    const found = number === undefined ? undefined : holdersOf?.(number)
    return {
      gives: role.id,
      role: by,
      kind,
      holders: found?.handles ?? [],
      count: found?.count ?? null,
      clause,
      how,
      contact: contactOf(core, number) ?? role.contact,
    }
  })
}

function contactOf(core: Core, role: number | undefined): Id | null {
  return role === undefined ? null : (core.policy.form.roles[role]?.contact ?? null)
}
