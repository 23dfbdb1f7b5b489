import { rightsOfGroup } from '../charter/members.ts'
import type { Charter, Id, PromiseRule } from '../charter/model.ts'
import type { Roster } from '../charter/roster.ts'
import { analyseRoles } from './analyse.ts'
import { setUp, type Board, type SafetyOptions } from './board.ts'
import type { RoleSafety } from './role-safety.ts'
import { checkAlwaysHeld } from './always-held.ts'
import { checkLowerOnly } from './lower-only.ts'
import type { PlanStep } from './plan-step.ts'
import type { PromiseAnswer, PromiseVerdict } from './promise-verdict.ts'
import { checkRemovable } from './removable.ts'
import { stepText } from './replay.ts'
import { BUDGET, resistanceOf } from './resistance.ts'

/** Checks every promise of a charter. Nothing enforces them; a broken one is for people to repair, or to take back. */
export function checkPromises(charter: Charter, roster?: Roster, options: SafetyOptions = {}): readonly PromiseVerdict[] {
  let board: Board | undefined
  const ready = () => (board ??= setUp(charter, roster, options))
  return charter.promises.map((promise, index) => ({
    text: promise.text,
    clause: `promises[${index}]`,
    ...check(charter, promise, roster, options, ready),
  }))
}

function check(
  charter: Charter,
  promise: PromiseRule,
  roster: Roster | undefined,
  options: SafetyOptions,
  board: () => Board,
): PromiseAnswer {
  switch (promise.kind) {
    case 'only':
      return checkOnly(charter, promise.right.target, promise.right.right, promise.groups)
    case 'always_held':
      return checkAlwaysHeld(charter, promise.right, promise.people, board().holders, roster !== undefined)
    case 'lower_only':
      return checkLowerOnly(charter, promise.ladder, board())
    case 'removable':
      return checkRemovable(promise.role, promise.by, board())
    default:
      return checkSurvives(charter, promise.accounts, roster, options)
  }
}

function checkOnly(charter: Charter, target: Id, right: string, allowed: readonly string[]): PromiseAnswer {
  const groups = [...(charter.groups.get(target) ?? [])]
  const having = groups.filter(([name, group]) => group.abolished === undefined && rightsOfGroup(charter, target, name).has(right))
  const others = having.map(([name]) => name).filter((name) => !allowed.includes(name))
  const because = [`rights.${target}.${right}`]
  if (others.length === 0)
    return { kept: true, why: `no ${allowed.length === 0 ? '' : 'other '}group of \`${target}\` lists \`${right}\``, because }
  const names = others.map((name) => `\`${name}\``).join(', ')
  const why = `${names} of \`${target}\` ${others.length === 1 ? 'has' : 'have'} \`${right}\`${allowed.length === 0 ? '' : ' too'}`
  return { kept: false, why, because: others.map((name) => `groups.${target}.${name}`) }
}

function checkSurvives(charter: Charter, accounts: number, roster: Roster | undefined, options: SafetyOptions): PromiseAnswer {
  if (accounts > 1) return survivesTogether(setUp(charter, roster, options), accounts, options.budget ?? BUDGET)
  const report = analyseRoles(charter, roster, options)
  const assumed = report.assumed === undefined ? '' : `, assuming ${report.assumed}`
  if (report.survivesOne) return { kept: true, why: `whatever one rogue account does, the others can undo it${assumed}`, because: [] }
  const lines = [...report.roles, report.newcomer].filter(({ role }) => report.brokenBy.includes(role))
  const telling = lines.map(tellingStep)
  const [first] = telling
  const example = first === undefined ? '' : `; for example ${stepText(first)}`
  return {
    kept: false,
    why: `${lines.map(brokenText).join('; ')}${assumed}${example}`,
    because: [...new Set(telling.flatMap((step) => (step === undefined ? [] : [step.clause])))],
  }
}

/** More than one account together: computed as long as the budget lasts, *not checked* after that. */
function survivesTogether(board: Board, accounts: number, budget: number): PromiseAnswer {
  const { value, broken, tried, exhausted } = resistanceOf(board, { largest: accounts, budget })
  const assumed = board.assumed === undefined ? '' : `, assuming ${board.assumed}`
  const [first] = broken
  if (first !== undefined) {
    const who = first.members.map((roles) =>
      roles.length === 0 ? 'somebody without any role' : `a rogue ${roles.map((id) => `\`${id}\``).join(' and ')}`,
    )
    const step = tellingStep({ plan: first.plan, stuck: [], role: first.members[0]?.[0] ?? '' })
    const example = step === undefined ? '' : `; for example ${stepText(step)}`
    return {
      kept: false,
      why: `${who.join(' together with ')}: ${DESCRIBED[first.verdict]}${assumed}${example}`,
      because: step === undefined ? [] : [step.clause],
    }
  }
  if (exhausted || value < accounts)
    return {
      kept: null,
      why: `not checked: ${tried} coalitions were tried and stood, then the budget ended; ${value} together are survived`,
      because: [],
    }
  return {
    kept: true,
    why: `whatever ${accounts} rogue accounts do together, the others can undo it${assumed}; ${tried} coalitions tried`,
    because: [],
  }
}

function brokenText(line: RoleSafety): string {
  const who = line.role === 'registered' ? 'somebody without any role' : `a rogue \`${line.role}\``
  const stuck = line.stuck.includes(line.role) ? line.role : line.stuck[0]
  const held = stuck === undefined ? '' : `, nobody can take \`${stuck}\` away again`
  return `${who}: ${DESCRIBED[line.verdict]}${held}${line.byAmendment ? '; only an amendment of the charter could end it' : ''}`
}

/** The step that hurts most: what strips others of something that stays with the rogue, else the first step. */
function tellingStep({ plan, stuck, role }: Pick<RoleSafety, 'plan' | 'stuck' | 'role'>): PlanStep | undefined {
  const strips = plan.filter((step) => step.effect === 'remove')
  return (
    strips.find((step) => step.items.includes(role)) ??
    strips.find((step) => step.items.some((item) => stuck.includes(item))) ??
    strips[0] ??
    plan[0]
  )
}

const DESCRIBED = {
  harmless: 'harmless',
  restorable: 'restorable',
  strippable: 'strippable, but what was lost cannot be given back',
  entrenched: 'entrenched, though others keep some power',
  takeover: 'takeover, the others can change nothing any more',
} as const
