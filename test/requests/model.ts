/**
 * What the policy of the state machine's charter says, once more and as naively as can be. It imports nothing from `src`: whoever reads both
 * may compare them. Every rule is a plain loop over everything that ever happened.
 */

export const PEOPLE = ['ann', 'bob', 'cat', 'dan', 'eve', 'fay', 'gus'] as const
export type Name = (typeof PEOPLE)[number]
type RoleName = 'helper' | 'keeper'

const DAY = 86_400_000
export const LAPSES = 14 * DAY
const TRAINED_LASTS = 5 * DAY
const PROMOTED_WITHIN = 30 * DAY

interface Person {
  suspended: boolean
  departed: boolean
  manager: Name
  director: Name
  /** null = nobody knows. */
  employed: boolean | null
}

interface Vote {
  by: Name
  stage: number
  approves: boolean
  states: readonly string[]
  at: number
}

interface Asked {
  by: Name
  for: Name
  role: RoleName
  until: number
  changedAt: number
  /** Decisions since it was filed, amended or appealed. */
  votes: Vote[]
  demonstration: boolean
  stated: boolean
  appeals: number
  over: 'granted' | 'refused' | 'withdrawn' | undefined
  words: string
}

interface Holding {
  who: Name
  role: string
  at: number
  until: number
  ended: boolean
  deciders: readonly Name[]
}

export interface Model {
  now: number
  people: Record<Name, Person>
  requests: Asked[]
  holdings: Holding[]
}

export function newModel(now: number): Model {
  const person = (manager: Name, director: Name): Person => ({ suspended: false, departed: false, manager, director, employed: true })
  const board = (who: Name): Holding => ({ who, role: 'board', at: now - 400 * DAY, until: Infinity, ended: false, deciders: [] })
  return {
    now,
    people: {
      ann: person('bob', 'bob'),
      bob: person('ann', 'ann'),
      cat: person('ann', 'bob'),
      dan: person('ann', 'ann'),
      eve: person('bob', 'ann'),
      fay: person('cat', 'bob'),
      gus: person('ann', 'bob'),
    },
    requests: [],
    holdings: [
      board('cat'),
      board('dan'),
      board('eve'),
      { who: 'gus', role: 'chief', at: now - 400 * DAY, until: Infinity, ended: false, deciders: [] },
    ],
  }
}

const takesPart = (m: Model, who: Name) => !m.people[who].suspended && !m.people[who].departed

/** Whether a person holds a role with effect. */
export function holds(m: Model, who: Name, role: string): boolean {
  return takesPart(m, who) && isGiven(m, who, role)
}

function isGiven(m: Model, who: Name, role: string): boolean {
  return m.holdings.some((one) => one.who === who && one.role === role && !one.ended && m.now < one.until)
}

interface Stage {
  readonly count: number
  readonly refusals: number
  readonly earlier: boolean
  readonly needs: readonly string[]
  isListed(who: Name): boolean
}

function stagesOf(m: Model, asked: Asked): readonly Stage[] {
  const { manager, director } = m.people[asked.for]
  const needs = asked.demonstration ? ['demonstration'] : []
  const board = (count: number, refusals: number): Stage => ({
    count,
    refusals,
    earlier: false,
    needs,
    isListed: (who) => holds(m, who, 'board'),
  })
  if (asked.role === 'helper')
    return [{ count: 1, refusals: 1, earlier: false, needs: ['trained'], isListed: (who) => who === manager }, board(2, 2)]
  return [
    { count: 1, refusals: 1, earlier: false, needs: ['trained'], isListed: (who) => who === manager || who === director },
    { count: 1, refusals: 1, earlier: true, needs: [], isListed: (who) => who === director },
    board(1, 1),
  ]
}

/** Nobody for themselves, nobody who asks, nobody suspended or gone, nobody whom asker or person concerned promoted lately. */
function isImpartial(m: Model, asked: Asked, who: Name): boolean {
  if (who === asked.for || who === asked.by || !takesPart(m, who)) return false
  return !m.holdings.some(
    (one) => one.who === who && one.at > m.now - PROMOTED_WITHIN && (one.deciders.includes(asked.by) || one.deciders.includes(asked.for)),
  )
}

const may = (m: Model, asked: Asked, stage: Stage, who: Name) => isImpartial(m, asked, who) && stage.isListed(who)

/** What a vote states now: training lapses. */
const statesNow = (m: Model, vote: Vote) => vote.states.filter((one) => one !== 'trained' || m.now < vote.at + TRAINED_LASTS)

interface Progress {
  readonly open: number | 'complete' | 'refused'
  readonly lacking: number
  readonly counted: readonly Name[]
}

function progress(m: Model, asked: Asked, votes: readonly Vote[]): Progress {
  const used: Name[] = []
  for (const [at, stage] of stagesOf(m, asked).entries()) {
    const own = votes.filter((vote) => vote.stage === at && may(m, asked, stage, vote.by))
    if (new Set(own.filter((vote) => !vote.approves).map((vote) => vote.by)).size >= stage.refusals)
      return { open: 'refused', lacking: 0, counted: used }
    const yes: Name[] = []
    for (const vote of own)
      if (vote.approves && stage.needs.every((need) => statesNow(m, vote).includes(need)) && !yes.includes(vote.by)) yes.push(vote.by)
    if (stage.earlier) for (const who of used) if (may(m, asked, stage, who) && !yes.includes(who)) yes.push(who)
    const counted = yes.filter((who) => stage.earlier || !used.includes(who)).slice(0, stage.count)
    if (counted.length < stage.count) return { open: at, lacking: stage.count - counted.length, counted: used }
    for (const who of counted) if (!used.includes(who)) used.push(who)
  }
  return { open: 'complete', lacking: 0, counted: used }
}

const isLapsed = (m: Model, asked: Asked) => asked.changedAt + LAPSES <= m.now

/** May it be given to them now? */
function mayBeGiven(m: Model, asked: Asked): boolean {
  return takesPart(m, asked.for) && m.people[asked.for].employed === true && !isGiven(m, asked.for, asked.role) && asked.until > m.now
}

export interface Ask {
  by: Name
  for: Name
  role: RoleName
  /** Days; null = as long as the role usually lasts. */
  days: number | null
  states: boolean
  words: string
}

export function ask(m: Model, one: Ask): boolean {
  const days = one.days ?? 30
  if (!takesPart(m, one.by) || !takesPart(m, one.for) || m.people[one.for].employed !== true) return false
  if (one.role === 'helper' && one.by !== one.for) return false
  if (isGiven(m, one.for, one.role)) return false
  if (m.requests.some((asked) => asked.for === one.for && asked.role === one.role && asked.over === undefined && !isLapsed(m, asked)))
    return false
  if (one.by === one.for && !one.states) return false
  if (days > 60) return false
  m.requests.push({
    by: one.by,
    for: one.for,
    role: one.role,
    until: m.now + days * DAY,
    changedAt: m.now,
    votes: [],
    demonstration: false,
    stated: one.by === one.for,
    appeals: 0,
    over: undefined,
    words: one.words,
  })
  return true
}

export interface Decide {
  by: Name
  request: number
  approves: boolean
  states: readonly string[]
  /** The stage that the second factor was shown for; undefined = there is none, or whichever is open. */
  secondFactor: boolean | number
}

export function decide(m: Model, one: Decide): boolean {
  const asked = m.requests[one.request]
  if (asked === undefined || asked.over !== undefined || isLapsed(m, asked) || !asked.stated) return false
  const before = progress(m, asked, asked.votes)
  if (typeof before.open !== 'number') return false
  const stage = stagesOf(m, asked)[before.open]
  if (stage === undefined || !may(m, asked, stage, one.by)) return false
  const lacks = (vote: Vote) => stage.needs.some((need) => !statesNow(m, vote).includes(need))
  if (asked.votes.some((vote) => vote.stage === before.open && vote.by === one.by && !(vote.approves && lacks(vote)))) return false
  if (one.approves && stage.needs.some((need) => !one.states.includes(need))) return false
  const vote: Vote = { by: one.by, stage: before.open, approves: one.approves, states: one.states, at: m.now }
  const after = progress(m, asked, [...asked.votes, vote])
  if (one.approves && after.open === before.open && after.lacking === before.lacking) return false
  if (one.approves && asked.role === 'keeper' && one.secondFactor !== true && one.secondFactor !== before.open) return false
  if (after.open === 'complete' && !mayBeGiven(m, asked)) return false
  asked.votes.push(vote)
  if (after.open === 'refused') asked.over = 'refused'
  if (after.open === 'complete') {
    asked.over = 'granted'
    m.holdings.push({ who: asked.for, role: asked.role, at: m.now, until: asked.until, ended: false, deciders: after.counted })
  }
  return true
}

/** The stage that waits. */
export function openStage(m: Model, request: number): number | undefined {
  const asked = m.requests[request]
  const open = asked === undefined ? undefined : progress(m, asked, asked.votes).open
  return typeof open === 'number' ? open : undefined
}

/** Whoever could decide the open stage now, and what they would have to state. */
export function deciders(m: Model, request: number): readonly { readonly who: Name; readonly needs: readonly string[] }[] {
  const asked = m.requests[request]
  if (asked === undefined || asked.over !== undefined) return []
  const { open, counted } = progress(m, asked, asked.votes)
  const stage = typeof open === 'number' ? stagesOf(m, asked)[open] : undefined
  if (stage === undefined) return []
  return PEOPLE.filter((who) => may(m, asked, stage, who) && (stage.earlier || !counted.includes(who))).map((who) => ({
    who,
    needs: stage.needs,
  }))
}

export function amend(m: Model, by: Name, request: number, words: string): boolean {
  const asked = m.requests[request]
  if (asked === undefined || asked.over !== undefined || (by !== asked.by && by !== asked.for)) return false
  if (isLapsed(m, asked) || !takesPart(m, by) || words === asked.words || asked.until <= m.now || asked.until > m.now + 60 * DAY)
    return false
  if (!takesPart(m, asked.for) || m.people[asked.for].employed !== true) return false
  asked.words = words
  asked.votes = []
  asked.changedAt = m.now
  return true
}

export function withdraw(m: Model, by: Name, request: number): boolean {
  const asked = m.requests[request]
  if (asked === undefined || asked.over !== undefined || (by !== asked.by && by !== asked.for)) return false
  asked.over = 'withdrawn'
  return true
}

export function appeal(m: Model, by: Name, request: number): boolean {
  const asked = m.requests[request]
  if (asked === undefined || asked.over !== 'refused' || (by !== asked.by && by !== asked.for)) return false
  if (asked.role !== 'helper' || asked.appeals > 0 || !takesPart(m, by)) return false
  if (
    m.requests.some(
      (one) => one !== asked && one.for === asked.for && one.role === asked.role && one.over === undefined && !isLapsed(m, one),
    )
  )
    return false
  asked.over = undefined
  asked.appeals += 1
  asked.votes = []
  asked.changedAt = m.now
  return true
}

export function askBack(m: Model, by: Name, request: number): boolean {
  const asked = m.requests[request]
  if (asked === undefined || asked.over !== undefined || isLapsed(m, asked)) return false
  const board = stagesOf(m, asked).at(-1)
  if (board === undefined || !may(m, asked, board, by)) return false
  asked.demonstration = true
  return true
}

export function stateDuties(m: Model, by: Name, request: number): boolean {
  const asked = m.requests[request]
  if (asked === undefined || asked.over !== undefined || isLapsed(m, asked) || asked.stated || by !== asked.for || !takesPart(m, by))
    return false
  asked.stated = true
  return true
}

/** The chief gives and takes seats of the board, and takes what was given by request. */
export function giveSeat(m: Model, by: Name, to: Name): boolean {
  if (!holds(m, by, 'chief') || by === to || isGiven(m, to, 'board') || !takesPart(m, to)) return false
  m.holdings.push({ who: to, role: 'board', at: m.now, until: Infinity, ended: false, deciders: [by] })
  return true
}

export function take(m: Model, by: Name, role: string, from: Name): boolean {
  const held = m.holdings.find((one) => one.who === from && one.role === role && !one.ended && m.now < one.until)
  if (!holds(m, by, 'chief') || by === from || held === undefined) return false
  held.ended = true
  return true
}
