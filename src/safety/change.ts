import type { Finding } from '../charter/finding.ts'
import { lintCharter } from '../charter/lint.ts'
import type { Id } from '../charter/model.ts'
import type { Roster } from '../charter/roster.ts'
import type { CharterSource } from '../charter/source.ts'
import { setUp, type SafetyOptions } from './board.ts'
import type { RoleSafety } from './role-safety.ts'
import type { ChangeFinding } from './change-finding.ts'
import { lockOuts } from './change-lockouts.ts'
import { peopleChanged, type PersonChange } from './change-people.ts'
import type { PromiseVerdict } from './promise-verdict.ts'
import { checkPromises } from './promises.ts'
import { reportSafety, type FullReport, type Proof } from './report.ts'
import { verdicts, type Verdict } from './undo.ts'

export interface VerdictChange {
  readonly role: Id
  readonly layer: RoleSafety['layer']
  /** undefined = no such role, or nobody holds it. */
  readonly before: Verdict | undefined
  readonly after: Verdict | undefined
}

export interface PromiseChange {
  readonly text: string
  /** undefined = not promised. */
  readonly before: boolean | null | undefined
  readonly after: boolean | null | undefined
}

export interface Resistance {
  readonly value: number
  readonly proof: Proof
}

/** What a change of the charter does to who could seize control, to promises, and to people. */
export interface ChangeJudgement {
  readonly refused: boolean
  readonly findings: readonly ChangeFinding[]
  readonly resistance: { readonly before: Resistance; readonly after: Resistance }
  readonly verdicts: readonly VerdictChange[]
  readonly promises: readonly PromiseChange[]
  /** Whose rights change. */
  readonly people: readonly PersonChange[]
  readonly assumed: string | undefined
}

/**
 * Judges a change of the charter for the people who hold its roles: nothing that was safe before may become unsafe, dangle or lock somebody out.
 * What was bad before and stays so is not blamed on the change. Without a roster two holders a role are assumed on either side.
 */
export function judgeChange(
  before: CharterSource,
  after: CharterSource,
  roster: Roster | undefined,
  options: SafetyOptions = {},
): ChangeJudgement {
  const [old, now] = [before.charter, after.charter]
  const [was, is] = [reportSafety(old, roster, options), reportSafety(now, roster, options)]
  const promises = [checkPromises(old, roster, options), checkPromises(now, roster, options)] as const
  const findings = [
    ...resistanceDrops(was, is),
    ...newSeizures(was, is),
    ...promisesBroken(...promises),
    ...dangling(lintCharter(before), lintCharter(after)),
    ...lockOuts(setUp(old, roster, options), setUp(now, roster, options), roster),
  ]
  return {
    refused: findings.some(({ refuses }) => refuses),
    findings,
    resistance: { before: resistanceOf(was), after: resistanceOf(is) },
    verdicts: verdictChanges(was, is),
    promises: promiseChanges(...promises),
    people: peopleChanged(old, now, roster, options.on),
    assumed: is.assumed,
  }
}

function resistanceOf({ resistance, resistanceProof }: FullReport): Resistance {
  return { value: resistance, proof: resistanceProof }
}

function resistanceDrops(was: FullReport, is: FullReport): ChangeFinding[] {
  if (is.resistance >= was.resistance) return []
  const people = (count: number) => (count === 1 ? 'one rogue account' : `${count} rogue accounts together`)
  const text =
    is.resistanceProof === 'exact'
      ? `${people(is.resistance + 1)} could now do what cannot be undone from inside; before, whatever ${people(was.resistance)} did could be undone`
      : `whatever ${people(was.resistance)} did could be undone from inside; now that is proved for no more than ${is.resistance}`
  return [
    {
      code: 'resistance-drops',
      refuses: true,
      text,
      clauses: [],
      plan: [],
    },
  ]
}

/** From here on the others cannot put it right. */
const LEAST_BAD: Verdict = 'strippable'

function newSeizures(was: FullReport, is: FullReport): ChangeFinding[] {
  const before = new Map(was.rows.map((row) => [rowKey(row), row.verdict]))
  return is.rows.flatMap((row) => {
    const [now, then] = [verdicts.indexOf(row.verdict), verdicts.indexOf(before.get(rowKey(row)) ?? 'harmless')]
    if (now < verdicts.indexOf(LEAST_BAD) || now <= then) return []
    const who = row.role === 'registered' ? 'somebody without any role' : `one rogue \`${row.role}\``
    const means = row.layer === 'membership' ? '' : ', by technical means'
    return [
      {
        code: 'new-seizure',
        refuses: true,
        text: `${who}${means}: ${before.get(rowKey(row)) ?? 'not there'} before, ${row.verdict} after; ${DESCRIBED[row.verdict]}`,
        clauses: [...new Set(row.plan.map(({ clause }) => clause))],
        plan: row.plan,
      } as const,
    ]
  })
}

const DESCRIBED: Readonly<Record<Verdict, string>> = {
  harmless: 'nothing is changed',
  restorable: 'the others can undo it all',
  strippable: 'the others can end it, but not give back all that was lost',
  entrenched: 'the others keep some power and cannot end it',
  takeover: 'the others can change nothing any more',
}

function rowKey({ role, layer }: RoleSafety): string {
  return `${layer} ${role}`
}

function verdictChanges(was: FullReport, is: FullReport): VerdictChange[] {
  const [before, after] = [was, is].map((report) => new Map(report.rows.map((row) => [rowKey(row), row])))
  const keys = new Set([...(before?.keys() ?? []), ...(after?.keys() ?? [])])
  return [...keys].flatMap((key) => {
    const [old, now] = [before?.get(key), after?.get(key)]
    const row = now ?? old
    return row === undefined || old?.verdict === now?.verdict
      ? []
      : [{ role: row.role, layer: row.layer, before: old?.verdict, after: now?.verdict }]
  })
}

function promisesBroken(was: readonly PromiseVerdict[], is: readonly PromiseVerdict[]): ChangeFinding[] {
  const broken = is.flatMap((promise): ChangeFinding[] => {
    const before = was.find(({ text }) => text === promise.text)
    return promise.kept === false && before !== undefined && before.kept !== false
      ? [
          {
            code: 'promise-broken',
            refuses: true,
            text: `the promise “${promise.text}” ${before.kept === true ? 'was kept and is broken' : 'could not be checked and is broken'}: ${promise.why}`,
            clauses: [promise.clause, ...promise.because],
            plan: [],
          },
        ]
      : []
  })
  const dropped = was
    .filter(({ text, kept }) => kept !== false && !is.some((promise) => promise.text === text))
    .map(({ text }): ChangeFinding => ({
      code: 'promise-dropped',
      refuses: false,
      text: `the promise “${text}” is given up`,
      clauses: ['promises'],
      plan: [],
    }))
  return [...broken, ...dropped]
}

function promiseChanges(was: readonly PromiseVerdict[], is: readonly PromiseVerdict[]): PromiseChange[] {
  const [before, after] = [new Map(was.map(({ text, kept }) => [text, kept])), new Map(is.map(({ text, kept }) => [text, kept]))]
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((text) =>
    before.get(text) === after.get(text) ? [] : [{ text, before: before.get(text), after: after.get(text) }],
  )
}

function dangling(was: readonly Finding[], is: readonly Finding[]): ChangeFinding[] {
  const known = new Set(was.map(({ code, message }) => `${code} ${message}`))
  return is
    .filter(({ severity, code, message }) => severity === 'error' && !known.has(`${code} ${message}`))
    .map(({ code, message, file, line, remedy }) => ({
      code: 'dangling',
      refuses: true,
      text: `${message} (${code}, ${file}:${line}); ${remedy}`,
      clauses: [],
      plan: [],
    }))
}
