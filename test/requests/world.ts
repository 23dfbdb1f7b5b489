/** The real thing under the state machine: its use cases on a ledger in memory, with the charter that `model.ts` tells once more. */
import { parseRoster } from '../../src/charter/roster.ts'
import { holds } from '../../src/decide/holding.ts'
import { formatInstant, instant, type Instant } from '../../src/kernel/instant.ts'
import type { Json } from '../../src/kernel/json.ts'
import { draft } from '../../src/ledger/entry.ts'
import type { Caller } from '../../src/workflow/caller.ts'
import { handsOf } from '../support/hands.ts'
import { setTheStage, type Played } from '../support/played.ts'
import { newModel, PEOPLE, type Name } from './model.ts'

const CHARTER = `writ: 1
title: The state machine of requests
targets: { wiki: { connector: simulated } }
facts:
  manager: { text: Manager, source: personnel, type: people, set_by: others }
  director: { text: Director, source: personnel, type: people, set_by: others }
  employed: { text: Works here, source: personnel, type: yes-no, set_by: others }
statements:
  duties: { text: For my duties alone. }
  trained: { text: Has been trained., lasts: 5 days }
  demonstration: { text: I have seen it. }
conditions:
  is-employed: { text: Works here now, fact: employed, is: true }
classes:
  plain: { text: Everyday, level: 1 }
  sensitive: { text: Private, level: 2, step_up: true, stages: [{ text: Director, by: subject.director, counts_earlier: true }] }
rights:
  wiki: { help: { text: Help, class: plain }, keep: { text: Keep secrets, class: sensitive } }
groups:
  writ: { keepers: { rights: [apply, override-guard] } }
  wiki: { helper: { rights: help }, keeper: { rights: keep } }
roles:
  chief: { title: Chief, purpose: Seats the board, gives: { writ: keepers }, may: [{ change: board }, { remove: [helper, keeper] }] }
  board: { title: Board, purpose: Decides }
  helper:
    title: Helper
    purpose: Helps
    gives: { wiki: helper }
    requires: is-employed
    term: { lasts: 30 days, longest: 60 days }
    request:
      states: duties
      appeals: 1
      lapses: 14 days
      stages:
        - { text: Manager, by: subject.manager, states: trained }
        - { text: Board, by: board, count: 2, refusals: 2, may_ask: demonstration }
  keeper:
    title: Keeper
    purpose: Keeps
    gives: { wiki: keeper }
    requires: is-employed
    term: { lasts: 30 days, longest: 60 days }
    request:
      for: any
      states: duties
      lapses: 14 days
      stages:
        - { text: Manager, by: [subject.manager, subject.director], states: trained }
        - { text: Board, by: board, may_ask: demonstration }
amendments: { by: chief }
`

const ROLES: Readonly<Record<string, string>> = { gus: 'chief', cat: 'board', dan: 'board', eve: 'board' }

export interface World {
  readonly played: Played
  readonly hands: ReturnType<typeof handsOf>
  /** Numbers of the requests, as the model counts them. */
  readonly requests: number[]
  as(who: Name, secondFactor?: boolean): Caller
  holds(who: Name, role: string): boolean
  depart(who: Name): Promise<void>
  suspend(who: Name): Promise<void>
  reinstate(who: Name): Promise<void>
}

const begins = '2026-01-05T10:00:00Z'

export const start = (): Instant => instant(Date.parse(begins))

function roster() {
  const model = newModel(0)
  const people = PEOPLE.map((handle) => {
    const { manager, director } = model.people[handle]
    const roles = ROLES[handle] === undefined ? '' : `, roles: [{ role: ${ROLES[handle]}, from: "2024-01-01" }]`
    return `  - { handle: ${handle}, accounts: [{ target: wiki, name: ${handle.toUpperCase()}, kind: staff }, { target: wiki, name: ${handle}-private, kind: personal }]${roles}, facts: { manager: [${manager}], director: [${director}], employed: true } }`
  })
  const parsed = parseRoster(`people:\n${people.join('\n')}\n`)
  if (!parsed.ok) throw new Error(parsed.error[0]?.message)
  return parsed.value
}

const story = { title: 'machine', administrator: { person: 'gus', role: 'chief' }, begins, before: {}, steps: [{ chapter: 'none' }] }

export async function newWorld(): Promise<World> {
  const played = await setTheStage([{ name: 'charter.yaml', text: CHARTER }], roster(), story)
  const hands = handsOf(played.instance)
  const { journal } = played.instance
  const suspensions = new Map<Name, number>()
  return {
    played,
    hands,
    requests: [],
    as: (who, secondFactor = true) => ({
      actor: { kind: 'person', subject: hands.subjectOf(who), stepUp: secondFactor ? 'demo' : undefined },
      channel: 'cli',
    }),
    holds: (who, role) => holds(played.source.charter, journal.state, hands.subjectOf(who), role, played.now),
    depart: async (who) => {
      const subject = hands.subjectOf(who)
      const from = formatInstant(played.now)
      const running = journal.state.grantsOf(subject).filter((grant) => grant.ended === undefined)
      await hands.write(
        draft('person.departed', { subject, from }),
        ...running.map((grant) =>
          draft('grant.ended', { subject, grant: grant.id, from, clause: 'accounts', decided_by: [], cause: 'departed' }),
        ),
      )
    },
    suspend: async (who) => {
      suspensions.set(who, journal.size)
      const subject = hands.subjectOf(who)
      await hands.write(draft('suspension.started', { subject, cause: 'investigation', reason: 'x', clause: 'suspension', decided_by: [] }))
    },
    reinstate: async (who) => {
      const suspension = suspensions.get(who)
      if (suspension !== undefined)
        await hands.write(draft('suspension.ended', { suspension, outcome: 'reinstated', reason: 'x', decided_by: [] }))
    },
  }
}

export type FactOf = 'manager' | 'director' | 'employed'

export function setFact(world: World, who: Name, fact: FactOf, value: Json): Promise<void> {
  return world.played.stage.fact?.(who, fact, value) ?? Promise.resolve()
}
