import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import {
  accessControl,
  casbin,
  caslEach,
  caslShared,
  cedarWasm,
  holdingOf,
  mapAndSets,
  questionOf,
  writ,
  type Casl,
  type Contestant,
  type Maker,
  type Ours,
} from './support/decision-engines.ts'
import { decisionWorkload, isAllowed, NOW, type DecisionRequest, type DecisionWorkload } from './support/decision-workload.ts'
import { figure, isFull, median } from './support/measure.ts'
import type { BenchRow } from './support/row.ts'
import type { Question } from '../src/decide/engine/question.ts'

const SIZES = [1000, 100_000] as const
const ROUNDS = isFull() ? 15 : 9
/** CPU milliseconds that one engine may take in one round; the fast ones answer all requests again and again in it. */
const BUDGET = isFull() ? 100 : 40

interface Measured {
  readonly contestant: Contestant<any>
  readonly loadMs: number
  readonly bytes: number
  /** ns a check, the least disturbed of each round. */
  readonly checks: number[]
  changeUs: number
  verified: number
  /** So many requests, spread over all, are a batch. */
  batch: number
}

/** How fast decisions are, compared with other engines that were seen to give the same answers; by CPU time, rounds interleaved. */
export async function bench(): Promise<BenchRow[]> {
  const rows: BenchRow[] = []
  for (const size of SIZES) rows.push(...(await compare(decisionWorkload(size))))
  return rows
}

/** Each of the others stands alone beside ours while it is measured, for what is not asked takes room in the caches all the same. */
async function compare(workload: DecisionWorkload): Promise<BenchRow[]> {
  const ours = await load(workload, writ)
  verify(workload, ours)
  const rows: BenchRow[] = []
  const lists: BenchRow[] = []
  for (const make of [mapAndSets, caslShared, caslEach, casbin, cedarWasm, accessControl]) {
    const other = await load(workload, make)
    verify(workload, other)
    const beside: Measured = { ...ours, checks: [] }
    for (let round = 0; round < ROUNDS; round += 1) for (const one of [beside, other]) checkTime(workload, one)
    if (make === mapAndSets) lists.push(...own(workload, ours, other))
    if (make === caslShared) lists.push(...allRights(workload, ours, other as typeof other & { readonly contestant: Casl }))
    other.changeUs = changeTime(workload, other.contestant)
    rows.push(against(workload, beside, other))
  }
  return [...rows, ...lists]
}

async function load(workload: DecisionWorkload, make: Maker): Promise<Measured> {
  const before = heap()
  const start = cpuNow()
  const contestant = await make(workload)
  const loadMs = cpuNow() - start
  return { contestant, loadMs, bytes: (heap() - before) / workload.users.length, checks: [], changeUs: 0, verified: 0, batch: 0 }
}

/** Every answer given in so much time must be the expected one; from how many they are follows how large a batch may be. */
function verify(workload: DecisionWorkload, measured: Measured): void {
  const { name, prepare, check } = measured.contestant
  const start = cpuNow()
  for (const [index, request] of workload.requests.entries()) {
    if (check(prepare(request)) !== workload.expected[index]) throw new Error(`${name} is wrong about ${JSON.stringify(request)}`)
    measured.verified += 1
    if (measured.verified > 100 && cpuNow() - start > (isFull() ? 3000 : 700)) break
  }
  const each = (cpuNow() - start) / measured.verified
  measured.batch = Math.max(32, Math.min(workload.requests.length, Math.floor(BUDGET / each)))
}

/** ns a check in one round, always over the same requests. */
function checkTime(workload: DecisionWorkload, { contestant: { prepare, check }, batch, checks }: Measured): void {
  const step = workload.requests.length / batch
  const requests: readonly unknown[] = Array.from({ length: batch }, (_, index) =>
    prepare(workload.requests[Math.floor(index * step)] as DecisionRequest),
  )
  let allowed = 0
  const times: number[] = []
  for (let spent = 0; spent < BUDGET;) {
    const start = cpuNow()
    for (let index = 0; index < batch; index += 1) if (check(requests[index])) allowed += 1
    const took = cpuNow() - start
    times.push((took * 1e6) / batch)
    spent += took
  }
  if (allowed === 0) throw new Error('nothing was allowed')
  checks.push(best(times))
}

/** us a change of one membership; two answers after it are compared with what they must be now. */
function changeTime(workload: DecisionWorkload, { name, change, prepare, check }: Contestant<any>): number {
  const groups = [...workload.grants.keys()]
  const changed = workload.users.filter((_, index) => index % Math.ceil(workload.users.length / 200) === 0)
  const after = new Map(changed.map((user, index) => [user, ['citizen', groups[1 + (index % (groups.length - 1))] ?? '']]))
  const start = cpuNow()
  let done = 0
  for (const [user, held] of after) {
    // the other engines add a membership; so does this list
    change(user, held)
    done += 1
    if (cpuNow() - start > 500) break
  }
  const spent = cpuNow() - start
  if (name !== 'casbin') {
    const now = { ...workload, groupsOf: new Map([...workload.groupsOf, ...[...after].slice(0, done)]) }
    for (const request of workload.requests.filter(({ user }) => after.has(user)).slice(0, 50))
      if (check(prepare(request)) !== isAllowed(now, request))
        throw new Error(`${name} is wrong after a change about ${JSON.stringify(request)}`)
  }
  return (spent * 1000) / done
}

function against(workload: DecisionWorkload, ours: Measured, other: Measured): BenchRow {
  const { name } = other.contestant
  const large = workload.users.length > 1000
  const goal = goals[name]?.[large ? 1 : 0]
  const time = { ours: median(ours.checks), other: median(other.checks) }
  // both of a round saw the same neighbours on the machine
  const ratios = other.checks.map((ns, round) => ns / (ours.checks[round] as number))
  const range = `${figure(Math.min(...ratios))}-${figure(Math.max(...ratios))}`
  return {
    what: `${figure(workload.users.length)} users: one check, ${name} / writ`,
    measured: `${figure(time.other)} / ${figure(time.ours)} ns, ${range} times in ${ROUNDS} rounds; ${figure(other.bytes)} / ${figure(ours.bytes)} B a user; load ${figure(other.loadMs)} / ${figure(ours.loadMs)} ms; a change there ${figure(other.changeUs)} us; ${figure(other.verified)} answers verified`,
    goal,
    ratio: median(ratios),
  }
}

const goals: Readonly<Record<string, readonly [string | undefined, string | undefined]>> = {
  '@casl/ability, shared by groups': ['>= 10', '>= 3'],
  casbin: ['>= 400', undefined],
  '@cedar-policy/cedar-wasm': ['>= 800', undefined],
}

/** All rights that one has on a page, the asker looked up once on both sides; the answers are compared. */
function allRights(workload: DecisionWorkload, ours: Measured, other: Measured & { readonly contestant: Casl }): BenchRow[] {
  const { engine } = ours.contestant as Ours
  const requests = workload.requests.slice(0, 512)
  const questions = requests.map(questionOf)
  for (const [index, request] of requests.entries())
    if (engine.whatCan(questions[index] as Question).join() !== other.contestant.whatCan(request).join())
      throw new Error(`not the same rights for ${JSON.stringify(request)}`)
  const mine = repeat(requests.length * 4, (index) => engine.whatCan(questions[index % requests.length] as Question))
  const theirs = repeat(requests.length * 4, (index) => other.contestant.whatCan(requests[index % requests.length] as DecisionRequest))
  return [
    {
      what: `${figure(workload.users.length)} users: all rights on a page, ${other.contestant.name} / writ`,
      measured: `${figure(theirs)} / ${figure(mine)} us for ${workload.rights.length} rights, the same in ${requests.length} cases`,
      goal: undefined,
      ratio: theirs / mine,
    },
  ]
}

/** The least that any engine must do: the user and the right found by name, one bit read. Its answers know no page. */
function bareLimit(workload: DecisionWorkload): (question: Question) => boolean {
  const { users, rights } = workload
  const [numbers, places] = [new Map(users.map((user, index) => [user, index])), new Map(rights.map((right, index) => [right, index]))]
  const words = Math.ceil(rights.length / 32)
  const masks = new Uint32Array(users.length * words)
  for (const [index, user] of users.entries())
    for (const group of workload.groupsOf.get(user) ?? [])
      for (const right of workload.grants.get(group) ?? []) {
        const place = places.get(right) ?? 0
        masks[index * words + (place >>> 5)] = (masks[index * words + (place >>> 5)] ?? 0) | (1 << (place & 31))
      }
  return ({ asker, right }) => {
    const [user, place] = [asker.kind === 'person' ? numbers.get(asker.id) : undefined, places.get(right)]
    if (user === undefined || place === undefined) return false
    return ((masks[user * words + (place >>> 5)] ?? 0) & (1 << (place & 31))) !== 0
  }
}

/** What concerns this engine alone, and its lists against a scan by hand. */
function own(workload: DecisionWorkload, ours: Measured, byHand: Measured): BenchRow[] {
  const { engine } = ours.contestant as Ours
  const size = `${figure(workload.users.length)} users`
  const questions = workload.requests.map(questionOf)
  const works: readonly ((question: (typeof questions)[number]) => unknown)[] = [
    (question) => engine.check(question),
    (question) => engine.decide(question),
    bareLimit(workload),
  ]
  const rounds = works.map((): number[] => [])
  for (let round = 0; round < ROUNDS; round += 1) for (const [index, work] of works.entries()) rounds[index]?.push(timeOf(questions, work))
  const [bares, whys, limits] = rounds as [number[], number[], number[]]
  const [bare, why, limit] = [median(bares), median(whys), median(limits)]
  // both of a round saw the same neighbours on the machine
  const beside = (one: readonly number[], other: readonly number[]) => median(one.map((ns, round) => ns / (other[round] as number)))
  const denied = questions.filter((question) => !engine.check(question)).slice(0, 200)
  const explaining = repeat(denied.length, (index) => engine.explain(denied[index] as (typeof questions)[number], { holders: 0 }))
  const deed = { target: 'wiki', right: 'right-30', resource: { namespace: 'Space 19' }, now: NOW }
  const request = { right: 'right-30', page: { namespace: 'Space 19', owner: '', pageaccess: undefined } }
  const scan = () => workload.users.filter((user) => byHand.contestant.check({ ...request, user })).length
  if (engine.whoCan(deed).count !== scan()) throw new Error('the two counts of who can differ')
  const counting = repeat(200, () => engine.whoCan(deed))
  const scanning = repeat(Math.max(3, 20_000 / workload.users.length), scan)
  const listing = repeat(5, () => engine.whoCan(deed, { limit: 100 }))
  const bareMap = repeat(3, () => new Map(workload.users.map((user, index) => [user, index])).size)
  const turns = workload.users.slice(0, 500).map((user, index) => holdingOf(user, ['citizen', `office-${index % 14}`]))
  const changing = repeat(turns.length * 4, (index) => engine.put(turns[index % turns.length] as (typeof turns)[number]))
  for (const user of workload.users.slice(0, turns.length)) engine.put(holdingOf(user, workload.groupsOf.get(user) ?? []))
  return [
    {
      what: `${size}: a bare check / two look-ups by name and a bit`,
      measured: `${figure(bare)} / ${figure(limit)} ns; the latter answers nothing yet about pages and one's own`,
      goal: '<= 4',
      ratio: beside(bares, limits),
    },
    {
      what: `${size}: an answer with its clauses / a bare check`,
      measured: `${figure(why)} / ${figure(bare)} ns`,
      goal: '<= 2',
      ratio: beside(whys, bares),
    },
    {
      what: `${size}: a whole explanation of a no / a bare check`,
      measured: `${figure(explaining)} us (the smallest sets of roles, who gives them, the sentence)`,
      goal: undefined,
      ratio: (explaining * 1000) / bare,
    },
    {
      what: `${size}: count of who can / a scan by hand`,
      measured: `${figure(counting)} / ${figure(scanning)} us; a page of 100: ${figure(listing)} us`,
      goal: workload.users.length > 1000 ? '<= 0.01' : undefined,
      ratio: counting / scanning,
    },
    {
      what: `${size}: memory, B a user`,
      measured: `${figure(ours.bytes)} B, charter included`,
      goal: workload.users.length > 1000 ? '<= 64' : undefined,
      ratio: ours.bytes,
    },
    { what: `${size}: one membership change, us`, measured: `${figure(changing)} us`, goal: '<= 5', ratio: changing },
    {
      what: `${size}: load / the bare Map of names`,
      measured: `${figure(ours.loadMs)} / ${figure(bareMap / 1000)} ms`,
      goal: undefined,
      ratio: ours.loadMs / (bareMap / 1000),
    },
  ]
}

/** ns a question in one round, the least disturbed. */
function timeOf<T>(questions: readonly T[], work: (question: T) => unknown): number {
  const times: number[] = []
  for (let spent = 0; spent < BUDGET;) {
    const start = cpuNow()
    for (const question of questions) work(question)
    const took = cpuNow() - start
    times.push((took * 1e6) / questions.length)
    spent += took
  }
  return best(times)
}

/** us of one of so many runs, the best of three series. */
function repeat(count: number, work: (index: number) => unknown): number {
  const times = [0, 1, 2].map(() => {
    const start = cpuNow()
    for (let index = 0; index < count; index += 1) work(index)
    return ((cpuNow() - start) * 1000) / count
  })
  return best(times)
}

/** Other processes only ever add: the least disturbed tenth tells most. */
function best(times: readonly number[]): number {
  return times.toSorted((left, right) => left - right)[Math.floor(times.length / 10)] ?? Number.NaN
}

/** CPU milliseconds of this process so far. */
function cpuNow(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

/** Bytes in use after everything that can go is gone. */
function heap(): number {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  collect()
  collect()
  const { heapUsed, external, arrayBuffers } = process.memoryUsage()
  return heapUsed + external + arrayBuffers
}
