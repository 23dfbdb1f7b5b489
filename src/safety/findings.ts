import type { Charter } from '../charter/model.ts'
import { takenBy } from './adversary.ts'
import { judgeTogether, roguesOf, type Board } from './analyse.ts'
import { bitsOf, hasBit, isEmpty, meets } from './bits.ts'
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
  return items.flatMap((item): readonly SafetyFinding[] => {
    const at = indexOf(policy, item)
    const clause = roleClause(item, charter.roles)
    const found: SafetyFinding[] = []
    if (!hasBit(given, at))
      found.push({
        code: 'never-granted',
        item,
        clause,
        text: `nobody can ever give \`${item}\`, even if everybody agrees`,
        remedy: 'let some role add it, or let it be asked for',
      })
    if (!hasBit(taken, at) && charter.roles.get(item)?.term === undefined)
      found.push({
        code: 'never-removed',
        item,
        clause,
        text: `nobody can ever take \`${item}\` from its holder, even if everybody agrees; it ends only by itself or by resigning`,
        remedy: 'let some role remove it, or give it a term',
      })
    return found
  })
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
  const { policy, charter } = board
  return stagedRules(board, 'defence').flatMap(({ rule, needed }): readonly SafetyFinding[] => {
    const all = [...board.types.map(({ holds, holders }): Party => ({ holds, count: holders.length })), outsiders(policy)]
    const enough = (parties: readonly Party[]) =>
      isPossible(
        rule,
        countFor(
          rule,
          parties,
          parties.map(({ holds }) => holds),
        ),
        nothing(policy),
      )
    if (rule.rule.actors.includes(ANYBODY) && rule.approvals.length === 0) return []
    // any one of those who act or approve may be the rogue, or away
    const critical = board.types.findIndex(({ holds }) => meets(rule.watches, holds))
    if (critical < 0) return []
    const short = board.types.find(({ holds, holders }, at) => {
      if (!meets(rule.watches, holds)) return false
      const left = all
        .map((party, other) => (other === at ? { ...party, count: holders.length - 1 } : party))
        .filter(({ count }) => count > 0)
      return !enough(withAsker(board, rule, left))
    })
    if (short === undefined) return []
    const whom = [
      ...new Set([...rule.rule.actors, ...rule.rule.approvals.flatMap(({ by }) => by)].filter((item) => charter.roles.has(item))),
    ]
    return [
      {
        code: 'quorum-out-of-reach',
        item: rule.rule.items[0],
        clause: rule.rule.clause,
        text: `${needed === 1 ? 'one further person must' : `${needed} further people must`} agree here; without one of the present holders of ${whom.map((id) => `\`${id}\``).join(', ')} too few are left`,
        remedy: 'give the role one more holder, or let others agree too',
      },
    ]
  })
}

/** A request is made by somebody without any role. */
function withAsker(board: Board, rule: CompiledRule, parties: readonly Party[]): readonly Party[] {
  const { policy } = board
  return rule.rule.actors.includes(ANYBODY)
    ? [...parties, { holds: bitsOf(policy.items.length, [indexOf(policy, ANYBODY)]), count: 1 }]
    : parties
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
        item: rule.rule.items.find((item) => charter.roles.has(item)),
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
        item: role,
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
  return [...board.charter.roles.keys()].flatMap((role): readonly SafetyFinding[] => {
    const [rogue] = roguesOf(board, role)
    if (rogue === undefined || isBad(judgeTogether(board, [rogue]).judgement.verdict)) return []
    const { verdict } = judgeTogether(board, [rogue], { termsRunOut: true }).judgement
    if (!isBad(verdict)) return []
    return [
      {
        code: 'rests-on-terms',
        item: role,
        clause: `roles.${role}`,
        text: `a rogue \`${role}\` can be undone only while the terms of the others run: if all of them end and nobody renews in time, it is ${verdict}`,
        remedy: 'let terms end at different times, or let somebody without a term be able to undo it',
      },
    ]
  })
}

/** MediaWiki checks what `$wgAddGroups` gives by the groups of the account, not by the grants of a bot password. */
function botPasswords(charter: Charter): readonly SafetyFinding[] {
  return [...charter.roles].flatMap(([id, role]) =>
    role.may.flatMap((power, index): readonly SafetyFinding[] => {
      if (
        power.verb === 'suspend' ||
        power.scope !== 'any' ||
        power.stages.length > 0 ||
        power.when.length > 0 ||
        power.notice !== undefined
      )
        return []
      const target = [...role.gives.keys()].find((one) => {
        const block = charter.targets.get(one)
        return block?.connector === 'mediawiki' && (power.direct ?? block.direct)
      })
      if (target === undefined) return []
      return [
        {
          code: 'bot-password-bypasses-grants',
          item: id,
          clause: `roles.${id}.may[${index}]`,
          text: `a bot password of a \`${id}\` uses this power on \`${target}\` whatever its grants: one that leaks is as good as the account`,
          remedy: 'let holders make no bot passwords, or take `direct` away so that Writ alone gives the groups',
        },
      ]
    }),
  )
}

/** Rights known to control accounts or groups of which the charter does not say so: only the technical layer counts them. */
function undeclaredControls(charter: Charter): readonly SafetyFinding[] {
  return technicalEdges(charter).flatMap(({ target, right, clause, means }): readonly SafetyFinding[] => {
    const block = charter.rights.get(target)?.get(right)
    if (target === 'writ' || block === undefined || block.controls !== undefined || means.reach !== 'acts-as') return []
    return [
      {
        code: 'control-not-declared',
        item: undefined,
        clause,
        text: `\`${right}\` of \`${target}\` lets its holder ${means.text}, and the charter does not say so`,
        remedy: right.startsWith('userrights') ? 'write `controls: all-groups`' : 'write `controls: accounts`',
      },
    ]
  })
}
