/** Steps of the state machine: each is done to the real thing and to the naive model, and both must say the same. */
import assert from 'node:assert/strict'
import fc from 'fast-check'
import { instant } from '../../src/kernel/instant.ts'
import { removeRole } from '../../src/workflow/end-grant.ts'
import { amendRequest } from '../../src/workflow/request/amend.ts'
import { fileRequest } from '../../src/workflow/request/file.ts'
import { appealRequest, askBack, stateInRequest } from '../../src/workflow/request/talk.ts'
import { voteOnRequest } from '../../src/workflow/request/vote.ts'
import { withdrawRequest } from '../../src/workflow/request/withdraw.ts'
import * as naive from './model.ts'
import { PEOPLE, type Model, type Name } from './model.ts'
import { setFact, type World } from './world.ts'

const HOUR = 3_600_000

/** What the sequences reached, over all of them. */
export const reached = {
  sequences: 0,
  granted: 0,
  stages: 0,
  suspended: 0,
  expired: 0,
  raced: 0,
  refused: 0,
  appealed: 0,
  /** A second appeal was tried, and refused. */
  appealedAgain: 0,
  /** Granted after an appeal. */
  appealWon: 0,
  voided: 0,
  lapsed: 0,
}

type Step = fc.AsyncCommand<Run, World>

/** The model, and whether this sequence reached something already: it counts each once. */
export interface Run {
  model: Model
  readonly seen: Set<keyof typeof reached>
}

function count(run: Run, what: keyof typeof reached): void {
  if (run.seen.has(what)) return
  run.seen.add(what)
  reached[what] += 1
}

abstract class Both implements Step {
  check(): boolean {
    return true
  }
  async run(run: Run, world: World): Promise<void> {
    await this.act(run, world)
    compare(run, world)
  }
  abstract act(run: Run, world: World): Promise<void>
  abstract toString(): string
}

/** Whoever holds what, and what became of each request. */
function compare(run: Run, world: World): void {
  const { model } = run
  const { state } = world.played.instance.journal
  for (const who of PEOPLE)
    for (const role of ['helper', 'keeper', 'board', 'chief'])
      assert.equal(world.holds(who, role), naive.holds(model, who, role), `${who} holds ${role}`)
  for (const [index, asked] of model.requests.entries()) {
    assert.equal(state.request(world.requests[index] ?? -1)?.closed?.outcome, asked.over, `request ${index}`)
    if (asked.over === 'granted') count(run, 'granted')
    if (asked.over === 'refused') count(run, 'refused')
    if (asked.over === 'granted' && asked.appeals > 0) count(run, 'appealWon')
    if (asked.over === 'granted' && new Set(asked.votes.map((vote) => vote.stage)).size >= 2) count(run, 'stages')
    if (asked.over === undefined && asked.changedAt + naive.LAPSES <= model.now) count(run, 'lapsed')
    if (asked.over === undefined && model.people[asked.for].suspended) count(run, 'suspended')
  }
  for (const held of model.holdings) {
    if (held.role !== 'helper' && held.role !== 'keeper') continue
    if (!held.ended && held.until <= model.now) count(run, 'expired')
    if (!held.ended && model.people[held.who].suspended) count(run, 'suspended')
  }
}

const allowed = (outcome: string) => outcome === 'allowed' || outcome === 'pending'

class Ask extends Both {
  readonly one: naive.Ask
  constructor(one: naive.Ask) {
    super()
    this.one = one
  }
  async act({ model }: Run, world: World): Promise<void> {
    const { one } = this
    const [answer] = await fileRequest(world.played.instance, {
      key: world.hands.key(),
      caller: world.as(one.by),
      role: one.role,
      handles: [one.for],
      account: one.for.toUpperCase(),
      targets: undefined,
      scope: undefined,
      end: one.days === null ? { kind: 'usual' } : { kind: 'until', until: instant(model.now + one.days * 24 * HOUR) },
      useCase: one.words,
      answers: {},
      states: one.states ? ['duties'] : [],
    })
    assert.ok(answer)
    assert.equal(allowed(answer.decision.outcome), naive.ask(model, one), JSON.stringify(answer.decision))
    if (answer.request !== undefined) world.requests.push(answer.request)
  }
  toString(): string {
    return `ask ${JSON.stringify(this.one)}`
  }
}

function vote(world: World, one: naive.Decide): Promise<boolean> {
  return voteOnRequest(world.played.instance, {
    key: world.hands.key(),
    caller: world.as(one.by, one.secondFactor !== false),
    request: world.requests[one.request] ?? -1,
    decision: one.approves ? 'approved' : 'refused',
    reason: 'because',
    states: one.states,
  }).then((answer) => answer.decision.allowed)
}

class Decide extends Both {
  readonly one: naive.Decide
  constructor(one: naive.Decide) {
    super()
    this.one = one
  }
  async act({ model }: Run, world: World): Promise<void> {
    assert.equal(await vote(world, this.one), naive.decide(model, this.one), `decide ${JSON.stringify(this.one)}`)
  }
  toString(): string {
    return `decide ${JSON.stringify(this.one)}`
  }
}

/** Somebody who may, by the model, decides with all that is asked for. */
class DecideWell extends Both {
  readonly request: number
  readonly pick: number
  readonly approves: boolean
  constructor(request: number, pick: number, approves: boolean) {
    super()
    this.request = request
    this.pick = pick
    this.approves = approves
  }
  async act({ model }: Run, world: World): Promise<void> {
    const one = this.choose(model)
    if (one !== undefined) assert.equal(await vote(world, one), naive.decide(model, one), `decide well ${JSON.stringify(one)}`)
  }
  choose(model: Model): naive.Decide | undefined {
    const request = latest(model, this.request)
    const able = naive.deciders(model, request)
    const chosen = able[this.pick % Math.max(1, able.length)]
    return chosen === undefined ? undefined : { by: chosen.who, request, approves: this.approves, states: chosen.needs, secondFactor: true }
  }
  toString(): string {
    return `decide well ${this.request} ${this.pick} ${this.approves}`
  }
}

/** Two at the same moment: whichever the ledger takes first, it is as if they had come one after the other. */
class Race extends Both {
  readonly request: number
  readonly approves: readonly [boolean, boolean]
  readonly withdraws: boolean
  constructor(request: number, approves: readonly [boolean, boolean], withdraws: boolean) {
    super()
    this.request = request
    this.approves = approves
    this.withdraws = withdraws
  }
  async act(run: Run, world: World): Promise<void> {
    const { model } = run
    const request = latest(model, this.request)
    const able = naive.deciders(model, request)
    const asked = model.requests[request]
    const [first, second] = [able[0], able[1] ?? able[0]]
    if (asked === undefined || first === undefined || second === undefined) return
    // each shows a second factor for the stage that both see open
    const secondFactor = naive.openStage(model, request) ?? false
    const one = { by: first.who, request, approves: this.approves[0], states: first.needs, secondFactor }
    const two = { by: second.who, request, approves: this.approves[1], states: second.needs, secondFactor }
    const acts: readonly { real(): Promise<boolean>; naive(m: Model): boolean }[] = [
      { real: () => vote(world, one), naive: (m) => naive.decide(m, one) },
      this.withdraws
        ? {
            real: () =>
              withdrawRequest(world.played.instance, {
                key: world.hands.key(),
                caller: world.as(asked.by),
                request: world.requests[request] ?? -1,
                reason: undefined,
              }).then((answer) => answer.decision.allowed),
            naive: (m) => naive.withdraw(m, asked.by, request),
          }
        : { real: () => vote(world, two), naive: (m) => naive.decide(m, two) },
    ]
    const results = await Promise.all(acts.map((act) => act.real()))
    const orders = [
      [0, 1],
      [1, 0],
    ].map((order) => {
      const copy = structuredClone(model)
      const said: boolean[] = []
      for (const at of order) said[at] = acts[at]?.naive(copy) ?? false
      return { copy, said }
    })
    const fits = orders.find(
      ({ said, copy }) => said.join() === results.join() && copy.requests.every((one_, at) => outcomeOf(world, at) === one_.over),
    )
    assert.ok(fits, `race of ${JSON.stringify([one, two])}: ${results.join()}`)
    run.model = fits.copy
    count(run, 'raced')
  }
  toString(): string {
    return `race ${this.request} ${this.approves.join()} ${this.withdraws}`
  }
}

const outcomeOf = (world: World, at: number) => world.played.instance.journal.state.request(world.requests[at] ?? -1)?.closed?.outcome

/** Requests are counted from the newest. */
const latest = (model: Model, back: number) => model.requests.length - 1 - back

type Word = 'amend' | 'withdraw' | 'appeal' | 'ask back' | 'state' | 'state well'

class Say extends Both {
  readonly word: Word
  readonly by: Name | undefined
  readonly back: number
  readonly words: string
  constructor(word: Word, by: Name | undefined, back: number, words: string) {
    super()
    this.word = word
    this.by = by
    this.back = back
    this.words = words
  }
  async act(run: Run, world: World): Promise<void> {
    const { model } = run
    const request = latest(model, this.back)
    const asked = model.requests[request]
    if (asked === undefined) return
    const by = this.by ?? (this.word === 'state' ? asked.for : asked.by)
    const { instance } = world.played
    const shared = { key: world.hands.key(), caller: world.as(by), request: world.requests[request] ?? -1 }
    const before = asked.votes.length
    const [real, told] = await (async () => {
      switch (this.word) {
        case 'amend':
          return [
            (await amendRequest(instance, { ...shared, useCase: this.words, account: undefined, end: undefined, answers: {} })).decision,
            naive.amend(model, by, request, this.words),
          ] as const
        case 'withdraw':
          return [(await withdrawRequest(instance, { ...shared, reason: undefined })).decision, naive.withdraw(model, by, request)] as const
        case 'appeal':
          return [(await appealRequest(instance, { ...shared, text: 'unfair' })).decision, naive.appeal(model, by, request)] as const
        case 'ask back':
          return [
            (await askBack(instance, { ...shared, text: 'show me', statement: 'demonstration' })).decision,
            naive.askBack(model, by, request),
          ] as const
        default:
          return [
            (await stateInRequest(instance, { ...shared, statement: 'duties' })).decision,
            naive.stateDuties(model, by, request),
          ] as const
      }
    })()
    assert.equal(real.allowed, told, `${this.toString()} by ${by}: ${JSON.stringify(real.because)}`)
    if (told && this.word === 'amend' && before > 0) count(run, 'voided')
    if (told && this.word === 'appeal') count(run, 'appealed')
  }
  toString(): string {
    return `${this.word} ${this.by ?? 'the asker'} ${this.back} ${this.words}`
  }
}

type Then = 'it waits' | 'it is granted' | 'it is refused again and appealed again'

/** The newest request for the role that knows appeals is refused, if it waits, and appealed by whom it concerns; a second refusal stands. */
class AppealWell extends Both {
  readonly for: boolean
  readonly then: Then
  constructor(forThem: boolean, then: Then) {
    super()
    this.for = forThem
    this.then = then
  }
  async act(run: Run, world: World): Promise<void> {
    const { model } = run
    const request = model.requests.findLastIndex((one) => one.role === 'helper' && (one.over === 'refused' || one.over === undefined))
    const asked = model.requests[request]
    if (asked === undefined) return
    for (let turns = 0; turns < 3 && asked.over === undefined; turns += 1)
      await new DecideWell(latest(model, request), turns, false).act(run, world)
    const by = this.for ? asked.for : asked.by
    const appeal = async () => {
      const before = asked.appeals
      const shared = { key: world.hands.key(), caller: world.as(by), request: world.requests[request] ?? -1 }
      const { decision } = await appealRequest(world.played.instance, { ...shared, text: 'unfair' })
      const told = naive.appeal(model, by, request)
      assert.equal(decision.allowed, told, `${this.toString()} by ${by}: ${JSON.stringify(decision.because)}`)
      if (told) count(run, 'appealed')
      if (!told && before > 0) count(run, 'appealedAgain')
      return told
    }
    if (!(await appeal()) || this.then === 'it waits') return
    compare(run, world)
    for (let turns = 0; turns < 6 && asked.over === undefined; turns += 1)
      await new DecideWell(latest(model, request), turns, this.then === 'it is granted').act(run, world)
    compare(run, world)
    if (this.then !== 'it is granted') await appeal()
  }
  toString(): string {
    return `appeal the newest refusal ${this.for} ${this.then}`
  }
}

type Change =
  | { readonly kind: 'suspend' | 'reinstate' | 'depart' | 'give seat' | 'take seat' | 'take helper' | 'take keeper'; readonly who: Name }
  | { readonly kind: 'manager' | 'director'; readonly who: Name; readonly to: Name }
  | { readonly kind: 'employed'; readonly who: Name; readonly to: boolean | null }
  | { readonly kind: 'pass'; readonly hours: number }

class Happen extends Both {
  readonly change: Change
  constructor(change: Change) {
    super()
    this.change = change
  }
  async act({ model }: Run, world: World): Promise<void> {
    const { change } = this
    if (change.kind === 'pass') {
      model.now += change.hours * HOUR
      world.played.now = instant(model.now)
      return
    }
    const person = model.people[change.who]
    switch (change.kind) {
      case 'suspend':
        if (person.suspended) return
        person.suspended = true
        return world.suspend(change.who)
      case 'reinstate':
        if (!person.suspended) return
        person.suspended = false
        return world.reinstate(change.who)
      case 'depart':
        if (person.departed) return
        person.departed = true
        for (const held of model.holdings) if (held.who === change.who) held.ended = true
        return world.depart(change.who)
      case 'manager':
      case 'director':
        person[change.kind] = change.to
        return setFact(world, change.who, change.kind, [change.to])
      case 'employed':
        person.employed = change.to
        return setFact(world, change.who, 'employed', change.to)
      case 'give seat':
        assert.equal(allowed(await world.hands.grant('gus', 'board', change.who)), naive.giveSeat(model, 'gus', change.who))
        return
      default: {
        const role = change.kind === 'take seat' ? 'board' : change.kind.slice('take '.length)
        const command = { key: world.hands.key(), caller: world.as('gus'), role, handle: change.who, reason: 'No longer', override: true }
        const { decision } = await removeRole(world.played.instance, command)
        assert.equal(allowed(decision.outcome), naive.take(model, 'gus', role, change.who), JSON.stringify(decision.because))
      }
    }
  }
  toString(): string {
    return JSON.stringify(this.change)
  }
}

const person = fc.constantFrom(...PEOPLE)
/** Mostly those who ask. */
const asker = fc.oneof({ weight: 3, arbitrary: fc.constantFrom<Name>('fay', 'cat', 'gus') }, { weight: 1, arbitrary: person })
const back = fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(2) })
const words = fc.constantFrom('help', 'help more')
const role = fc.constantFrom('helper' as const, 'keeper' as const)
const days = fc.constantFrom(null, 3, 30, 60, 61)
const states = fc.subarray(['trained', 'demonstration', 'duties'])
const bare = (word: Word) => fc.tuple(fc.option(person, { nil: undefined, freq: 2 }), back, words).map((one) => new Say(word, ...one))

/** Weighed so that requests get somewhere: a good step is likelier than a bad one. */
const weighed: readonly (readonly [number, fc.Arbitrary<Step>])[] = [
  [
    6,
    fc
      .record({ by: asker, for: asker, role, days, states: fc.boolean(), words })
      .map((one) => new Ask({ ...one, states: one.states || one.words === 'help' })),
  ],
  [10, fc.record({ by: asker, role, words }).map((one) => new Ask({ ...one, for: one.by, days: null, states: true }))],
  [
    6,
    fc.record({ by: person, request: fc.nat(2), approves: fc.boolean(), states, secondFactor: fc.boolean() }).map((one) => new Decide(one)),
  ],
  [40, fc.tuple(back, fc.nat(5), fc.constant(true)).map((one) => new DecideWell(...one))],
  [5, fc.tuple(back, fc.nat(5), fc.constant(false)).map((one) => new DecideWell(...one))],
  [4, fc.tuple(back, fc.tuple(fc.constant(true), fc.boolean()), fc.boolean()).map((one) => new Race(...one))],
  [5, bare('amend')],
  [1, bare('withdraw')],
  [2, bare('appeal')],
  [
    3,
    fc
      .tuple(fc.boolean(), fc.constantFrom<Then>('it waits', 'it is granted', 'it is refused again and appealed again'))
      .map((one) => new AppealWell(...one)),
  ],
  [5, person.map((who) => new Happen({ kind: 'give seat', who }))],
  [8, fc.record({ kind: fc.constantFrom('suspend' as const, 'reinstate' as const), who: asker }).map((one) => new Happen(one))],
  [1, bare('ask back')],
  [2, bare('state')],
  [5, fc.constantFrom(1, 1, 1, 30, 30, 24 * 5, 24 * 5 + 1, 24 * 14, 24 * 31, 24 * 31).map((hours) => new Happen({ kind: 'pass', hours }))],
  [
    3,
    fc
      .record({
        kind: fc.constantFrom('suspend' as const, 'reinstate' as const, 'give seat' as const, 'take seat' as const),
        who: fc.oneof(asker, person),
      })
      .map((one) => new Happen(one)),
  ],
  [
    1,
    fc
      .record({ kind: fc.constantFrom('depart' as const, 'take helper' as const, 'take keeper' as const), who: asker })
      .map((one) => new Happen(one)),
  ],
  [2, fc.record({ kind: fc.constantFrom('manager' as const, 'director' as const), who: asker, to: person }).map((one) => new Happen(one))],
  [
    1,
    fc.record({ kind: fc.constant('employed' as const), who: asker, to: fc.constantFrom(true, false, null) }).map((one) => new Happen(one)),
  ],
]

export const steps = weighed.flatMap(([weight, arbitrary]) => Array.from({ length: weight }, () => arbitrary))
