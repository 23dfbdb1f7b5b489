import type { Charter, Clause, Id } from '../charter/model.ts'
import type { Roster } from '../charter/roster.ts'
import { addDuration, type Duration } from '../kernel/duration.ts'
import { instant } from '../kernel/instant.ts'
import { analyseRoles, type SafetyReport } from './analyse.ts'
import type { RoleSafety } from './role-safety.ts'
import type { Item } from './item.ts'
import { reportSafety, type Proof } from './report.ts'
import { isOpen } from './technical.ts'
import { verdicts, type Verdict } from './undo.ts'

export interface CompareOptions {
  /** Acts that one account can do in an hour where the charter sets no limit. */
  readonly actsPerHour: number
  /** Roles or handles of people who are away throughout. */
  readonly absent: readonly string[]
}

/** Several designs of the same rights side by side. */
export interface Comparison {
  readonly actsPerHour: number
  readonly absent: readonly string[]
  readonly assumed: string | undefined
  readonly designs: readonly Design[]
}

export interface Design {
  readonly title: string
  readonly resistance: number
  readonly proof: Proof
  /** Everybody there first, then without the holders of each role that undoes something. */
  readonly scenes: readonly Scene[]
  /** So many holders of each role make every single rogue harmless or restorable; undefined = no number that was tried does. */
  readonly holdersNeeded: number | undefined
  /** The largest number that was tried. */
  readonly holdersTried: number
  /** How many people that is, over all roles. */
  readonly peopleNeeded: number | undefined
}

export interface Scene {
  /** The role whose holders are all away; undefined = everybody is there. */
  readonly without: Id | undefined
  readonly rows: readonly RogueRow[]
  /** The worst verdict, and the roles of which one rogue has it. */
  readonly worst: { readonly verdict: Verdict; readonly roles: readonly Id[] }
}

/** What one rogue holder of a role does before anybody reacts, and who could react. By membership. */
export interface RogueRow {
  readonly role: Id
  readonly verdict: Verdict
  /** What accounts of the rogue come to hold at once, and what only after a delay. */
  readonly atOnce: readonly Item[]
  readonly later: readonly Item[]
  readonly strips: readonly Item[]
  /** Accounts that can be given something in an hour: as many as the rate allows where anybody can make accounts, else the rogue's own. */
  readonly promotedPerHour: number
  /** Acts in an hour, by the limits of the powers used, or the rate that was said. */
  readonly actsPerHour: number
  /** Present people of whom one alone undoes it all. */
  readonly firstReaction: number
  /** The fewest who undo it together; undefined = nobody inside can. */
  readonly together: number | undefined
}

const HOLDERS_TRIED = 6

/** Compares charters for the same people: a roster, or two holders a role. Roles that a charter does not have are nobody's under it. */
export function compareDesigns(
  charters: readonly Charter[],
  roster: Roster | undefined,
  { actsPerHour, absent }: CompareOptions,
): Comparison {
  const designs = charters.map((charter) => designOf(charter, roster, { actsPerHour, absent }))
  const [first] = charters
  return { actsPerHour, absent, assumed: first === undefined ? undefined : analyseRoles(first, roster, { absent }).assumed, designs }
}

function designOf(charter: Charter, roster: Roster | undefined, options: CompareOptions): Design {
  const { absent } = options
  const full = reportSafety(charter, roster, { absent })
  const scene = (without: Id | undefined) => sceneOf(charter, roster, options, without)
  const whole = scene(undefined)
  const undoers = undoingRoles(charter, analyseRoles(charter, roster, { absent }))
  const holdersNeeded = smallestCrew(charter)
  return {
    title: charter.title,
    resistance: full.resistance,
    proof: full.resistanceProof,
    scenes: [whole, ...undoers.map(scene)],
    holdersNeeded,
    holdersTried: HOLDERS_TRIED,
    peopleNeeded: holdersNeeded === undefined ? undefined : crewOf(charter, holdersNeeded).people.length,
  }
}

/** Roles whose holders undo something, alone or with others, in the charter's order. */
function undoingRoles(charter: Charter, { roles, holders }: SafetyReport): readonly Id[] {
  const powerful = (role: Id) => (charter.roles.get(role)?.may.length ?? 0) > 0
  const rolesOf = (name: string) =>
    charter.roles.has(name) ? [name] : (holders.find((one) => one.name === name)?.roles.filter(powerful) ?? [])
  const undoing = new Set(roles.flatMap(({ undoBy, undoSets }) => [...undoBy, ...undoSets.sets.flat().flatMap(rolesOf)]))
  return [...charter.roles.keys()].filter((role) => undoing.has(role))
}

function sceneOf(charter: Charter, roster: Roster | undefined, { actsPerHour, absent }: CompareOptions, without: Id | undefined): Scene {
  const report = analyseRoles(charter, roster, { absent: [...absent, ...(without === undefined ? [] : [without])] })
  const rows = report.roles.map((line) => rowOf(charter, report, line, actsPerHour))
  const worst = rows.reduce<Verdict>((bad, { verdict }) => (verdicts.indexOf(verdict) > verdicts.indexOf(bad) ? verdict : bad), 'harmless')
  return { without, rows, worst: { verdict: worst, roles: rows.filter(({ verdict }) => verdict === worst).map(({ role }) => role) } }
}

function rowOf(charter: Charter, report: SafetyReport, line: RoleSafety, usual: number): RogueRow {
  const { role, verdict, captures, strips, blast, undoBy, undoSets, plan, rogue } = line
  const soon = new Set(blast.filter(({ hours }) => hours === 0).map(({ item }) => item))
  const additions = plan.filter(({ effect }) => effect === 'add').map(({ clause }) => clause)
  const harmless = verdict === 'harmless'
  const acts = harmless ? 0 : ratePerHour(charter, additions, usual)
  const present = report.holders.filter(({ name, roles }) => name !== rogue && roles.some((one) => undoBy.includes(one)))
  return {
    role,
    verdict,
    atOnce: captures.filter((item) => soon.has(item)),
    later: captures.filter((item) => !soon.has(item)),
    strips,
    promotedPerHour: captures.length === 0 ? 0 : isOpen(charter) ? acts : Math.min(1, acts),
    actsPerHour: strips.length > 0 && !harmless ? Math.max(acts, usual) : acts,
    firstReaction: harmless ? 0 : present.length,
    together: undoSets.sets[0]?.length,
  }
}

/** The sum of the limits of the powers used; the usual rate as soon as one of them has none. */
function ratePerHour(charter: Charter, clauses: readonly Clause[], usual: number): number {
  let sum = 0
  for (const clause of new Set(clauses)) {
    const parts = /^roles\.([^.[]+)\.may\[(\d+)\]$/.exec(clause)
    const limit = charter.roles.get(parts?.[1] ?? '')?.may[Number(parts?.[2])]?.limit
    if (limit === undefined) return usual
    sum += limit.count / hoursOf(limit.per)
  }
  return Math.min(usual, sum)
}

function hoursOf(duration: Duration): number {
  return (addDuration(instant(0), duration) - instant(0)) / 3_600_000
}

/** The fewest holders of each role with which every single rogue can be undone. */
function smallestCrew(charter: Charter): number | undefined {
  for (let count = 1; count <= HOLDERS_TRIED; count += 1) if (analyseRoles(charter, crewOf(charter, count)).survivesOne) return count
  return undefined
}

function crewOf(charter: Charter, count: number): Roster {
  return {
    people: [...charter.roles].flatMap(([role, { seats }]) =>
      Array.from({ length: Math.min(count, seats?.limit ?? count) }, (_, at) => ({
        handle: `${role} ${at + 1}`,
        accounts: [],
        roles: [{ role, from: undefined, until: undefined }],
        facts: new Map(),
      })),
    ),
  }
}

/** Which size of community a design suits, from what was computed. */
export function sizeText({ holdersNeeded, holdersTried, peopleNeeded, scenes }: Design): string {
  if (holdersNeeded === undefined) {
    const roles = scenes[0]?.worst.roles.map((role) => `\`${role}\``).join(' or ') ?? ''
    return `no size: with ${holdersTried} holders of each role one rogue ${roles} still cannot be undone from inside`
  }
  return holdersNeeded === 1
    ? 'any size: one holder of each role is enough'
    : `a community that fills each role ${holdersNeeded} times (${peopleNeeded ?? 0} people), so that every single rogue can be undone`
}
