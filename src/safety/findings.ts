import type { Charter, Power } from '../charter/model.ts'
import { takenBy } from './adversary.ts'
import type { Board, HolderType } from './board.ts'
import { judgeTogether, roguesOf } from './judged.ts'
import { bitsOf, hasBit, isEmpty, meets, union, type Bits } from './bits.ts'
import { closure, countFor, isPossible, powerOver, type Party } from './fixpoint.ts'
import { indexOf, nothing } from './game.ts'
import { ANYBODY, ATTESTED, isStanding, RELATED, type Item } from './item.ts'
import type { CompiledRule } from './policy.ts'
import { outsiders } from './recovery.ts'
import { isBad } from './resistance.ts'
import { roleClause, type SafetyFinding } from './safety-finding.ts'
import { technicalEdges } from './technical.ts'

/** What the analysis finds about a charter and its holders besides the verdicts, in the charter's order within each kind. */
export function safetyFindings(board: Board): readonly SafetyFinding[] {
  return [
    ...unchangeable(board),
    ...quorums(board),
    ...madeApprovers(board),
    ...soleTops(board),
    ...restsOnTerms(board),
    ...botPasswords(board.charter),
    ...undeclaredControls(board.charter),
  ]
}

/** Everybody there is, honest and all together, with new accounts: whoever cannot do it then can never do it. */
function everybody(board: Board): readonly Party[] {
  const { policy } = board
  const standing = (items: readonly Item[]) =>
    bitsOf(
      policy.items.length,
      items.map((item) => indexOf(policy, item)),
    )
  const holders = board.types.map(({ holds, holders: all }): Party => ({ holds, count: all.length }))
  const blank = { holds: standing([ANYBODY, ATTESTED, RELATED]), count: Infinity }
  return [...holders, blank, outsiders(policy)]
}

function unchangeable(board: Board): readonly SafetyFinding[] {
  const { policy, charter } = board
  const parties = everybody(board)
  // by the rules as they stand: whoever may rewrite them can do anything
  const rules = [...policy.attack, ...policy.defence].filter(({ rule }) => rule.door !== 'amendment')
  const holds = closure(rules, parties)
  const grown = parties.map((party, at) => ({ ...party, holds: holds[at] ?? party.holds }))
  const given = holds[parties.length - 2] ?? nothing(policy)
  const taken = powerOver(rules, 'remove', grown, holds, policy.items.length)
  const items = policy.items.filter((item, at) => !isStanding(item) && hasBit(policy.changeable, at))
  const without = (bits: Bits) => items.filter((item) => !hasBit(bits, indexOf(policy, item)))
  const stuck = without(taken).filter((item) => charter.roles.get(item)?.term === undefined)
  return [
    ...about(charter, without(given), {
      code: 'never-granted',
      text: (names) => `nobody can ever give ${names}, even if everybody agrees`,
      remedy: 'let some role add it, or let it be asked for',
    }),
    ...about(charter, stuck, {
      code: 'never-removed',
      text: (names) => `nobody can ever take ${names} from a holder, even if everybody agrees; it ends only by itself or by resigning`,
      remedy: 'let some role remove it, or give it a term',
    }),
  ]
}

interface Wording {
  readonly code: SafetyFinding['code']
  readonly text: (names: string) => string
  readonly remedy: string
}

/** One finding for all that it is true of; none for nothing. */
function about(charter: Charter, items: readonly Item[], { code, text, remedy }: Wording): readonly SafetyFinding[] {
  const [first] = items
  return first === undefined ? [] : [{ code, items, clause: roleClause(first, charter.roles), text: text(quoted(items)), remedy }]
}

function quoted(items: readonly Item[]): string {
  return items.map((item) => `\`${item}\``).join(', ')
}

interface Staged {
  readonly rule: CompiledRule
  readonly needed: number
}

/** Powers and requests for which somebody further must agree, one of each clause and effect. */
function stagedRules({ policy }: Board, side: 'attack' | 'defence'): readonly Staged[] {
  const seen = new Set<string>()
  return policy[side].flatMap((rule) => {
    const { clause, effect, door, approvals } = rule.rule
    const key = `${clause} ${effect}`
    if (approvals.length === 0 || effect === 'suspend' || door === 'technical' || seen.has(key)) return []
    seen.add(key)
    return [{ rule, needed: approvals.reduce((sum, { count }) => sum + count, 0) }]
  })
}

function quorums(board: Board): readonly SafetyFinding[] {
  const { charter } = board
  const found = new Map<string, SafetyFinding>()
  for (const { rule, needed } of stagedRules(board, 'defence')) {
    const whom = [...new Set([...rule.rule.actors, ...rule.rule.approvals.flatMap(({ by }) => by)])].filter((item) =>
      charter.roles.has(item),
    )
    if (whom.length === 0) continue
    const now = canAgree(board, rule, undefined)
    const short = board.types.some((type) => meets(rule.watches, type.holds) && !canAgree(board, rule, type))
    if (now && !short) continue
    const people = needed === 1 ? 'one further person must agree' : `${needed} further people must agree`
    found.set(`${rule.rule.clause} ${now}`, {
      code: 'quorum-out-of-reach',
      items: rule.rule.items.filter((item) => !isStanding(item)),
      clause: rule.rule.clause,
      text: `${people} here; ${now ? `if one holder of ${quoted(whom)} is away or is the rogue, too few are left` : `of ${quoted(whom)} there are too few even now`}`,
      remedy: 'appoint one more, or let others agree too',
    })
  }
  return [...found.values()]
}

/** Whether those who are there, without one of a kind, can carry a rule out for somebody who is none of them and meets what it asks. */
function canAgree({ policy, types }: Board, rule: CompiledRule, without: HolderType | undefined): boolean {
  const concerned = union(rule.needs, bitsOf(policy.items.length, [indexOf(policy, ANYBODY)]))
  const there = types
    .map((type): Party => ({ holds: type.holds, count: type.holders.length - (type === without ? 1 : 0) }))
    .filter(({ count }) => count > 0)
  const parties = [...there, { holds: concerned, count: 1 }, outsiders(policy)]
  const counts = countFor(
    rule,
    parties,
    parties.map(({ holds }) => holds),
  )
  // what somebody does for themselves (amending) is done by one of those who are there
  return [concerned, ...there.map(({ holds }) => holds)].some((own) => isPossible(rule, counts, own))
}

function madeApprovers(board: Board): readonly SafetyFinding[] {
  const { charter } = board
  const found = new Map<string, SafetyFinding>()
  for (const role of charter.roles.keys()) {
    const [rogue] = roguesOf(board, role)
    if (rogue === undefined) continue
    const { game } = judgeTogether(board, [rogue])
    const { parties, holds } = takenBy(game)
    const start = parties.map((party) => party.holds)
    for (const { rule, needed } of stagedRules(board, 'attack')) {
      const { clause, effect, door } = rule.rule
      const key = `${clause} ${effect}`
      if (found.has(key) || !rule.rule.actors.includes(role) || (door !== 'power' && door !== 'amendment')) continue
      const possible = isPossible(rule, countFor(rule, parties, holds), nothing(board.policy))
      if (!possible) continue
      const already = isPossible(rule, countFor(rule, parties, start), nothing(board.policy))
      found.set(key, {
        code: 'approver-made-by-proposer',
        items: rule.rule.items.filter((item) => !isStanding(item)),
        clause,
        text: already
          ? `a \`${role}\` needs nobody else here: further accounts of theirs may agree`
          : `a \`${role}\` can first make the ${needed === 1 ? 'one who agrees' : `${needed} who agree`} here, and so needs nobody`,
        remedy: 'let people agree whom the proposer cannot appoint',
      })
    }
  }
  return [...found.values()]
}

/** A role that only its own holders can give, with one holder: when that one goes nobody can be made one again. */
function soleTops(board: Board): readonly SafetyFinding[] {
  const { policy, charter } = board
  return [...charter.roles.keys()].flatMap((role): readonly SafetyFinding[] => {
    const held = board.holders.filter((holder) => holder.roles.includes(role))
    const [only] = held
    if (held.length !== 1 || only === undefined) return []
    const at = indexOf(policy, role)
    const canAgain = (rest: readonly Party[]) => {
      const holds = closure(policy.defence, rest)
      return hasBit(
        powerOver(
          policy.defence,
          'add',
          rest.map((party, one) => ({ ...party, holds: holds[one] ?? party.holds })),
          holds,
          policy.items.length,
        ),
        at,
      )
    }
    const parties = (without: boolean): readonly Party[] => [
      ...board.types
        .map(({ holds, holders }): Party => ({ holds, count: holders.length - (without && holders.includes(only) ? 1 : 0) }))
        .filter(({ count }) => count > 0),
      {
        holds: bitsOf(
          policy.items.length,
          [ANYBODY, ATTESTED].map((item) => indexOf(policy, item)),
        ),
        count: Infinity,
        counted: bitsOf(policy.items.length, [indexOf(policy, ANYBODY)]),
      },
      outsiders(policy),
    ]
    if (canAgain(parties(true)) || !canAgain(parties(false))) return []
    return [
      {
        code: 'sole-top-holder',
        items: [role],
        clause: `roles.${role}`,
        text: `${only.standsFor === undefined ? `only ${only.name} holds \`${role}\`` : `\`${role}\` has one holder`}, and nobody else can make another`,
        remedy: 'appoint a second one now, or let another role appoint',
      },
    ]
  })
}

/** Whose help has a term: what the others can undo today they could not if all terms had run out and nobody renewed them. */
function restsOnTerms(board: Board): readonly SafetyFinding[] {
  if (!board.types.some(({ ending }) => !isEmpty(ending))) return []
  const worse = [...board.charter.roles.keys()].filter((role) => {
    const rogues = roguesOf(board, role)
    if (rogues.some((rogue) => isBad(judgeTogether(board, [rogue]).judgement.verdict))) return false
    return rogues.some((rogue) => isBad(judgeTogether(board, [rogue], { termsRunOut: true }).judgement.verdict))
  })
  return about(board.charter, worse, {
    code: 'rests-on-terms',
    text: (names) =>
      `what a rogue ${names} does can be undone only while the terms of the others run; if all end and nobody renews in time, it cannot`,
    remedy: 'let terms end at different times, or let somebody without a term be able to undo it',
  })
}

/** MediaWiki checks what `$wgAddGroups` gives by the groups of the account, not by the grants of a bot password. */
function botPasswords(charter: Charter): readonly SafetyFinding[] {
  const direct = [...charter.roles].filter(([, role]) => {
    const target = [...role.gives.keys()].map((one) => charter.targets.get(one)).find((block) => block?.connector === 'mediawiki')
    return role.may.some((power) => target !== undefined && (power.direct ?? target.direct) && isPlain(power))
  })
  return about(
    charter,
    direct.map(([id]) => id),
    {
      code: 'bot-password-bypasses-grants',
      text: (names) => `a bot password of ${names} gives and takes groups whatever its grants: one that leaks is as good as the account`,
      remedy: 'let holders make no bot passwords, or take `direct` away so that Writ alone gives the groups',
    },
  )
}

/** What a wiki can enforce by itself, and so is given there. */
function isPlain({ verb, scope, stages, when, notice }: Power): boolean {
  return verb !== 'suspend' && scope === 'any' && stages.length === 0 && when.length === 0 && notice === undefined
}

/** Rights known to control accounts or groups of which the charter does not say so: only the technical layer counts them. */
function undeclaredControls(charter: Charter): readonly SafetyFinding[] {
  return technicalEdges(charter).flatMap(({ target, right, clause, means }): readonly SafetyFinding[] => {
    const block = charter.rights.get(target)?.get(right)
    if (target === 'writ' || block === undefined || block.controls !== undefined || means.reach !== 'acts-as') return []
    return [
      {
        code: 'control-not-declared',
        items: [],
        clause,
        text: `\`${right}\` of \`${target}\` lets its holder ${means.text}, and the charter does not say so`,
        remedy: right.startsWith('userrights') ? 'write `controls: all-groups`' : 'write `controls: accounts`',
      },
    ]
  })
}
