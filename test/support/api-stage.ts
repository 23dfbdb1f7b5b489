/** A small installation with something for every route: two stewards who may nearly everything, members, requests, a target kept by hand. */
import { parseRoster } from '../../src/charter/roster.ts'
import { setTheStage, type Played } from './played.ts'

const CHARTER = `writ: 1
title: A site with an interface
targets:
  wiki: { connector: simulated, guards: { people: 5, share: 90 } }
facts:
  address: { text: Mail address, source: people, type: text, set_by: others }
  edits: { text: Edits, source: wiki, type: number, set_by: others }
statements:
  good-faith: { text: I will use it for the site alone. }
rights:
  wiki: { delete: { text: Delete pages } }
groups:
  writ: { keepers: { rights: [apply, override-guard, read-private, make-token, link-accounts] } }
  wiki:
    steward: { rights: delete }
    helper: { rights: delete }
    scribe: { rights: delete }
    judge: { rights: delete }
    reserve: { rights: delete }
defaults:
  term: { ongoing: true }
roles:
  steward:
    title: Steward
    purpose: Appoints the others
    gives: { wiki: steward, writ: keepers }
    term: { ongoing: true }
    may:
      - { change: [helper, scribe, reserve] }
      - { add: judge, stages: [{ text: 'A second steward agrees', by: steward }] }
      - { suspend: all }
  helper:
    title: Helper
    purpose: Helps
    gives: { wiki: helper }
    request: { states: good-faith, appeals: 1, stages: [{ text: 'A steward decides', by: steward }] }
    review: { every: 1 year, by: steward, unanswered: report }
  scribe:
    title: Scribe
    purpose: Writes
    gives: { wiki: scribe }
    request: { stages: [{ by: steward }] }
    objection: { by: registered, within: 7 days }
  judge: { title: Judge, purpose: Judges, gives: { wiki: judge } }
  reserve: { title: Reserve, purpose: Steps in, gives: { wiki: reserve }, activation: { by: steward, longest: 4 hours, review: { by: steward, within: 7 days } } }
log: { public: [account, role, from] }
suspension: { hears: 7 days, longest: 30 days, decided_by: steward }
marks:
  official: { text: Official, by: steward, reversed_by: steward }
amendments: { by: steward, stages: [{ text: 'A second steward agrees', by: steward }] }
`

const PEOPLE = ['ash', 'birch', 'cedar', 'elm', 'fir'] as const
const name = (handle: string) => `${handle.slice(0, 1).toUpperCase()}${handle.slice(1)}`

/** `text`: another charter for the same people; `more`: people besides; `founders`: who is there besides, without accounts, and holds a role from the start. */
export async function apiStage(
  text = CHARTER,
  more: readonly string[] = [],
  founders: Readonly<Record<string, string>> = {},
): Promise<Played> {
  const people = [...PEOPLE, ...more]
  const lines = people.map((handle) => {
    const roles = handle === 'ash' || handle === 'birch' ? '[{ role: steward }]' : '[]'
    return `  - { handle: ${handle}, accounts: [{ target: wiki, name: ${name(handle)}, kind: personal }], roles: ${roles} }`
  })
  lines.push(...Object.entries(founders).map(([handle, role]) => `  - { handle: ${handle}, accounts: [], roles: [{ role: ${role} }] }`))
  const roster = parseRoster(`people:\n${lines.join('\n')}\n`)
  if (!roster.ok) throw new Error(roster.error[0]?.message)
  return setTheStage([{ name: 'charter.yaml', text }], roster.value, {
    title: 'A site with an interface',
    administrator: { person: 'ash', role: 'steward' },
    before: {
      wiki: {
        ...Object.fromEntries(people.map((one) => [name(one), one === 'ash' || one === 'birch' ? ['steward'] : []])),
        // an account that is nobody's yet
        Spare: [],
      },
    },
    steps: [{ chapter: 'none' }],
  })
}

export const apiCharterText = CHARTER

/** The charter with one more role, which reads what is private and may do nothing else. */
export function withAuditor(text: string): string {
  return text
    .replace('make-token, link-accounts] } }', 'make-token, link-accounts] }, readers: { rights: read-private } }')
    .replace(
      '  reserve: { title',
      '  auditor: { title: Auditor, purpose: Reads what is private, gives: { writ: readers } }\n  reserve: { title',
    )
}
