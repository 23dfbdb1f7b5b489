import { Client, EqualityFilter, PresenceFilter } from 'ldapts'
import { instant } from '../src/kernel/instant.ts'
import { ldapSource } from '../src/sources/ldap/ldap-source.ts'
import { ldapTarget } from '../src/targets/ldap/ldap-target.ts'
import { base, startSlapd, type Slapd } from '../test/services/slapd.ts'
import { figure } from './support/measure.ts'
import type { BenchRow } from './support/row.ts'

const PEOPLE = 10_000
const GROUPS = 57
const GROUPS_EACH = 3
const PAGE = 500
const ROUNDS = 5

/** A full reading by the source and by the target, compared with a bare read of the same entries by pages; a real slapd, time on the clock. */
export async function bench(): Promise<BenchRow[]> {
  const groups = Object.fromEntries(Array.from({ length: GROUPS }, (_, group) => [`group-${group}`, membersOf(group)]))
  const slapd = await startSlapd({ people: PEOPLE, groups })
  try {
    return await measure(slapd, Object.keys(groups))
  } finally {
    await slapd.stop()
  }
}

const membersOf = (group: number) =>
  Array.from({ length: PEOPLE }, (_, index) => index + 1).filter((number) =>
    Array.from({ length: GROUPS_EACH }, (_, turn) => (number * 7 + turn * 19) % GROUPS).includes(group),
  )

async function measure(slapd: Slapd, groups: readonly string[]): Promise<BenchRow[]> {
  let calls = 0
  const access = slapd.access({ page: PAGE }, { onRequest: () => (calls += 1) })
  const clock = { now: () => instant(0) }
  const facts = { mail: 'mail', groups: 'groups' }
  const times = { bare: [] as number[], source: [] as number[], target: [] as number[], unchanged: [] as number[] }
  const counted = { bare: 0, source: 0, target: 0, unchanged: 0 }
  const run = async (what: keyof typeof times, work: () => Promise<number | void>) => {
    calls = 0
    const start = performance.now()
    const own = await work()
    times[what].push(performance.now() - start)
    counted[what] = own ?? calls
  }
  for (let round = 0; round < ROUNDS; round += 1) {
    await run('bare', async () => await bareRead(slapd))
    const source = ldapSource({ id: 'ldap', access, clock, facts })
    await run('source', async () => {
      const reading = await source.read()
      if (reading.kind !== 'complete' || reading.facts.length !== 2 * PEOPLE) throw new Error('the source did not tell of everybody')
    })
    await run('unchanged', async () => void (await source.read()))
    await run('target', async () => {
      const read = await ldapTarget({ id: 'ldap', access, clock }).read({ groups, accounts: [] })
      if (!read.ok || read.value.accounts.size !== PEOPLE) throw new Error('the target did not show everybody')
    })
  }
  const best = (what: keyof typeof times) => Math.min(...times[what])
  const row = (what: Exclude<keyof typeof times, 'bare'>, name: string, goal?: string): BenchRow => ({
    what: `${name} / bare paged read`,
    measured: `${figure(best(what))} ms, ${counted[what]} calls / ${figure(best('bare'))} ms, ${counted.bare} calls (${figure(PEOPLE)} people x ${GROUPS} groups)`,
    goal,
    ratio: best(what) / best('bare'),
  })
  return [
    row('source', 'facts from a directory server', '<= 2'),
    row('target', 'a directory server as a target, read whole', '<= 2'),
    row('unchanged', 'facts of an unchanged directory'),
  ]
}

/** The same entries and attributes, kept nowhere; returns how many requests it took. */
async function bareRead(slapd: Slapd): Promise<number> {
  const client = new Client({ url: slapd.url })
  const { bind, password } = slapd.access().credentials
  await client.bind(bind, password)
  let requests = 1
  const read = async (unit: string, filter: PresenceFilter | EqualityFilter, attributes: string[]) => {
    const pages = client.searchPaginated(`ou=${unit},${base}`, { scope: 'sub', filter, attributes, paged: { pageSize: PAGE } })
    for await (const { searchEntries } of pages) requests += searchEntries.length > 0 ? 1 : 0
  }
  await read('people', new PresenceFilter({ attribute: 'uid' }), ['uid', 'entryUUID', 'mail'])
  await read('groups', new EqualityFilter({ attribute: 'objectClass', value: 'groupOfNames' }), ['cn', 'member'])
  await client.unbind()
  return requests
}
