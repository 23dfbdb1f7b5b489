import type { Charter } from '../src/charter/model.ts'
import { parseCharter } from '../src/charter/parse.ts'
import type { Roster } from '../src/charter/roster.ts'
import { reportSafety } from '../src/safety/report.ts'
import { cpuSeconds, figure } from './support/measure.ts'
import type { BenchRow } from './support/row.ts'

const GROUPS = 60
const HOLDERS = 300
const ROUNDS = 9

/**
 * A full report (every role in both layers with its plan, people to phone, blast radius, coalitions of two, resistance, findings) for a wiki of many
 * groups and holders. CPU time of this process, once warm; plans of coalitions are worked out only when somebody asks.
 */
export async function bench(): Promise<BenchRow[]> {
  const roster = people()
  return [await row('without a takeover', charter(''), roster), await row('with a takeover', charter(', userrights'), roster)]
}

async function row(what: string, rules: Charter, roster: Roster): Promise<BenchRow> {
  const times: number[] = []
  let said = ''
  for (let round = 0; round < ROUNDS; round += 1)
    times.push(
      1000 *
        (await cpuSeconds(() => {
          const { rows, resistance, tried, coalitions, findings } = reportSafety(rules, roster)
          said = `resistance ${resistance}, ${rows.length} rows, ${tried} coalitions judged, ${coalitions.found.length} told, ${findings.length} findings`
        })),
    )
  const best = Math.min(...times)
  return {
    what: `safety report ${what}, ${GROUPS} groups x ${HOLDERS} holders, ms`,
    measured: `${figure(best)} ms (${said})`,
    goal: '<= 250',
    ratio: best,
  }
}

/** Offices in a tree: each changes those below it; the top three change one another by two of them. Some may change scripts. */
function charter(topRights: string): Charter {
  const names = Array.from({ length: GROUPS }, (_, at) => `office-${at}`)
  const groups = names.map((name, at) => `    ${name}: { rights: [edit${at < 3 ? topRights : ''}${at % 20 === 5 ? ', editsitejs' : ''}] }`)
  const roles = names.map((name, at) => {
    const below = [3 * at + 3, 3 * at + 4, 3 * at + 5].filter((one) => one < GROUPS).map((one) => `office-${one}`)
    const tops = at < 3 ? ['{ change: [office-0, office-1, office-2], stages: [{ by: [office-0, office-1, office-2] }] }'] : []
    const powers = [...(below.length === 0 ? [] : [`{ change: [${below.join(', ')}], scope: any }`]), ...tops]
    return `  ${name}: { title: ${name}, purpose: ${name}, gives: { wiki: ${name} }${powers.length === 0 ? '' : `, may: [${powers.join(', ')}]`} }`
  })
  const text = `writ: 1
title: A wiki of many offices
targets: { wiki: { connector: mediawiki } }
rights:
  wiki:
    edit: { text: Edit }
    editsitejs: { text: Scripts of the site, controls: accounts }
    userrights: { text: Change all groups, controls: all-groups }
groups:
  wiki:
    "*": { implicit: everyone, rights: edit }
${groups.join('\n')}
  writ: { runs: { rights: apply } }
roles:
  keeper: { title: Keeper, purpose: Runs Writ, gives: { writ: runs } }
${roles.join('\n')}
amendments: { by: office-0, stages: [{ by: [office-1, office-2] }] }
`
  const parsed = parseCharter([{ name: 'charter.yaml', text }])
  if (!parsed.ok) throw new Error(parsed.error.map(({ message }) => message).join('; '))
  return parsed.value.charter
}

/** One or two offices a person. */
function people(): Roster {
  return {
    people: Array.from({ length: HOLDERS }, (_, at) => ({
      handle: `person-${at}`,
      accounts: [],
      facts: new Map(),
      roles: [...new Set([at % GROUPS, ...(at % 10 === 0 ? [(at * 7 + 3) % GROUPS] : [])])].map((office) => ({
        role: `office-${office}`,
        from: undefined,
        until: undefined,
      })),
    })),
  }
}
