import type { Decision } from '../decide/decision.ts'
import { holds } from '../decide/holding.ts'
import { handleOf } from '../decide/question.ts'
import { approversOf, standingOf } from '../decide/request/standing.ts'
import { endOfDay, parseDay } from '../kernel/day.ts'
import type { Json } from '../kernel/json.ts'
import { parseDuration, type Duration } from '../kernel/duration.ts'
import { parseInstant } from '../kernel/instant.ts'
import type { Entry, ErasedEntry } from '../ledger/entry.ts'
import type { AskedEnd } from '../decide/term.ts'
import { adoptHolders } from './adopt-holders.ts'
import { applyTarget, type ApplyAnswer } from './apply-target.ts'
import { originOf, type Caller } from './caller.ts'
import { confirmProposal } from './confirm-proposal.ts'
import { playClockStep } from './clock-step.ts'
import { removeRole, resign } from './end-grant.ts'
import { grantRole } from './grant-role.ts'
import { readFacts } from './facts.ts'
import type { Instance } from './instance.ts'
import { knownNow } from './known.ts'
import { checkMay } from './may-check.ts'
import { planTargetNow, type PlanAnswer } from './plan-target.ts'
import { renewGrant } from './renew-grant.ts'
import { listOf, playRequestStep } from './request-steps.ts'
import { voteOnRequest } from './request/vote.ts'
import { isTroubleStep, playTroubleStep, progressSurprises } from './trouble-steps.ts'
import { setMode } from './set-mode.ts'
import type { Story, StoryStep } from './story-file.ts'

/** What the world around the instance can be made to do: only a demonstration and tests have such hands. */
export interface Stage {
  /** Somebody changes the target without Writ. */
  tamper(target: string, change: { readonly kind: 'add' | 'remove'; readonly person: string; readonly group: string }): Promise<void>
  /** A source says something else of a person from now on; null = nothing. */
  fact?(person: string, fact: string, value: Json): Promise<void>
  /** Time passes. */
  wait(duration: Duration): Promise<void>
}

/** What one step did: the entries it wrote, and what else there is to tell. */
export interface Scene {
  readonly number: number
  readonly step: StoryStep
  readonly entries: readonly (Entry | ErasedEntry)[]
  readonly decision: Decision | undefined
  readonly plan: PlanAnswer | undefined
  readonly applied: ApplyAnswer | undefined
  /** What the step expected and did not get. */
  readonly surprises: readonly string[]
}

type Outcome = Partial<Pick<Scene, 'decision' | 'plan' | 'applied'>> & {
  readonly surprises?: readonly string[]
  readonly proposal?: number | undefined
}

/** Plays a story on an instance that was set up for it, scene by scene. Decisions are made by the rules as anywhere. */
export async function* playStory(instance: Instance, story: Story, stage: Stage, operator: string): AsyncGenerator<Scene> {
  let proposal: number | undefined
  for (const [index, step] of story.steps.entries()) {
    const before = instance.journal.size
    const outcome = await play(instance, step, stage, operator, proposal, `story/${index}/${before}`)
    proposal = outcome.proposal ?? proposal
    const entries = await instance.journal.entries(before, instance.journal.size - before)
    yield {
      number: index + 1,
      step,
      entries,
      decision: outcome.decision,
      plan: outcome.plan,
      applied: outcome.applied,
      surprises: outcome.surprises ?? [],
    }
  }
}

async function play(
  instance: Instance,
  step: StoryStep,
  stage: Stage,
  operator: string,
  proposal: number | undefined,
  key: string,
): Promise<Outcome> {
  const boss: Caller = { actor: { kind: 'operator', name: operator, for: undefined }, channel: 'cli' }
  if ('chapter' in step) return {}
  if ('adopt' in step) {
    const answer = await adoptHolders(instance, { key, caller: boss, target: step.adopt, dryRun: false })
    if (!answer.ok) return { surprises: [answer.error.message] }
    return { surprises: differing('found', step.expect?.found, answer.value.found.length) }
  }
  if ('mode' in step)
    return judged(
      await setMode(instance, { key, caller: boss, target: step.target, mode: step.mode, reason: undefined }),
      step.expect ?? 'allowed',
    )
  if ('wait' in step) {
    const duration = parseDuration(step.wait)
    if (!duration.ok) return { surprises: [duration.error] }
    await stage.wait(duration.value)
    return {}
  }
  if ('behind' in step) {
    const change = 'add' in step ? { kind: 'add' as const, ...step.add } : { kind: 'remove' as const, ...step.remove }
    await stage.tamper(step.behind, change)
    return {}
  }
  if ('fact' in step) {
    if (stage.fact === undefined) return { surprises: ['no source here can be made to say something else'] }
    await stage.fact(step.of, step.fact, step.becomes)
    return {}
  }
  if ('clock' in step) return { surprises: await playClockStep(instance, step, key) }
  if ('departure' in step) return { surprises: progressSurprises(instance, step) }
  if ('check' in step) return check(instance, step.check, proposal)
  if ('plan' in step) {
    const answer = await planTargetNow(instance, { key, origin: originOf(boss), target: step.plan, dryRun: false })
    if (!answer.ok) return { surprises: [answer.error.message] }
    const { plan, attribution, verdicts } = answer.value.observation
    const guards = [...new Set(verdicts.map(({ guard }) => guard))]
    return {
      plan: answer.value,
      surprises: [
        ...differing('lines', step.expect?.lines, plan.lines.length),
        ...differing('drift', step.expect?.drift, attribution.drift.length),
        ...differing('guards', step.expect?.guards?.join(), guards.join()),
      ],
    }
  }
  if ('apply' in step) {
    const answer = await applyTarget(instance, { key, origin: originOf(boss), target: step.apply, url: undefined })
    if (!answer.ok) return { surprises: [answer.error.message] }
    const outcomes = [answer.value.urgent, answer.value.routine].flatMap((one) => (one?.outcome === undefined ? [] : [one.outcome]))
    const sum = (pick: 'confirmed' | 'failed') => outcomes.reduce((total, one) => total + one[pick], 0)
    return {
      applied: answer.value,
      plan: answer.value.planned,
      surprises: [
        ...differing('confirmed', step.expect?.confirmed, sum('confirmed')),
        ...differing('failed', step.expect?.failed, sum('failed')),
      ],
    }
  }
  return decideStep(instance, step, proposal, key)
}

type DecisionStep = Extract<StoryStep, { readonly as: string }>

async function decideStep(instance: Instance, step: DecisionStep, proposal: number | undefined, key: string): Promise<Outcome> {
  const subject = instance.journal.state.personByHandle(step.as)?.subject
  if (subject === undefined) return { surprises: [`nobody is called \`${step.as}\``] }
  const caller: Caller = { actor: { kind: 'person', subject, stepUp: 'demo' }, channel: 'cli' }
  if ('grant' in step) {
    const answer = await grantRole(instance, {
      key,
      caller,
      role: step.grant,
      handle: step.to,
      account: undefined,
      targets: undefined,
      end: endOf(step.until, step.ongoing),
      useCase: step.because,
    })
    return { ...judged(answer.decision, step.expect), proposal: answer.proposal }
  }
  if ('remove' in step) {
    const answer = await removeRole(instance, { key, caller, role: step.remove, handle: step.from, reason: step.because })
    return { ...judged(answer.decision, step.expect), proposal: answer.proposal }
  }
  if ('resign' in step)
    return judged((await resign(instance, { key, caller, role: step.resign, handle: step.as, reason: undefined })).decision, step.expect)
  if ('renew' in step)
    return judged(
      (
        await renewGrant(instance, {
          key,
          caller,
          role: step.renew,
          handle: step.of,
          end: endOf(step.until, undefined),
          useCase: undefined,
        })
      ).decision,
      step.expect,
    )
  if (isTroubleStep(step)) {
    const decision = await playTroubleStep(instance, step, caller, key)
    const waiting = decision.outcome === 'pending' ? [...instance.journal.state.proposals()].at(-1)?.id : undefined
    return { ...judged(decision, step.expect), proposal: waiting }
  }
  if (!('approve' in step) && !('refuse' in step)) {
    const answer = await playRequestStep(instance, step, caller, key, proposal, endOf)
    return typeof answer === 'string' ? { surprises: [answer] } : { ...judged(answer.decision, step.expect), proposal: answer.request }
  }
  if (proposal === undefined) return { surprises: ['nothing was proposed before'] }
  const shared = {
    key,
    caller,
    decision: 'approve' in step ? ('approved' as const) : ('refused' as const),
    reason: step.because,
    states: 'approve' in step ? listOf(step.states) : [],
  }
  const isRequest = instance.journal.state.request(proposal) !== undefined
  const answer = isRequest
    ? await voteOnRequest(instance, { ...shared, request: proposal })
    : await confirmProposal(instance, { ...shared, proposal })
  return judged(answer.decision, step.expect)
}

function judged(decision: Decision, expected: Decision['outcome'] | undefined): Outcome {
  return { decision, surprises: differing('outcome', expected, decision.outcome, decision.because[0]?.text) }
}

async function check(
  instance: Instance,
  { person, holds: roles, on, groups, asked, request, may }: Extract<StoryStep, { readonly check: object }>['check'],
  last: number | undefined,
): Promise<Outcome> {
  const { state } = instance.journal
  const subject = person === undefined ? undefined : state.personByHandle(person)?.subject
  const { charter } = await instance.charters.inForce(state)
  const now = instance.outside.clock.now()
  const held = subject === undefined ? [] : [...charter.roles.keys()].filter((role) => holds(charter, state, subject, role, now))
  const surprises = [
    ...(roles === undefined ? [] : differing(`roles of ${person}`, roles.toSorted().join(', '), held.toSorted().join(', '))),
    ...(await checkRequest(instance, last, asked, request)),
    ...(may === undefined ? [] : await checkMay(instance, may)),
  ]
  if (on === undefined || groups === undefined || person === undefined) return { surprises }
  const account = subject === undefined ? undefined : state.accountsOf(subject).find((one) => one.target === on)
  const answer = await instance.targets.get(on)?.lookUp([account?.name ?? person])
  const seen = answer?.ok === true ? [...([...answer.value.values()][0]?.memberships.keys() ?? [])] : ['(not readable)']
  return {
    surprises: [...surprises, ...differing(`groups of ${person} on ${on}`, groups.toSorted().join(', '), seen.toSorted().join(', '))],
  }
}

async function checkRequest(
  instance: Instance,
  last: number | undefined,
  asked: readonly string[] | undefined,
  outcome: string | undefined,
): Promise<readonly string[]> {
  if (asked === undefined && outcome === undefined) return []
  const { state } = instance.journal
  const request = last === undefined ? undefined : state.request(last)
  if (request === undefined) return ['nothing was asked for before']
  const { charter } = await instance.charters.inForce(state)
  const known = knownNow(charter, state, instance.outside.clock.now(), await readFacts(instance))
  const standing = request.closed === undefined ? standingOf(known, request) : undefined
  const who = standing === undefined ? [] : approversOf(known, request, standing).map((one) => handleOf(state, one))
  return [
    ...differing('what became of the request', outcome, request.closed?.outcome ?? 'open'),
    ...(asked === undefined ? [] : differing('who can decide', asked.toSorted().join(', '), who.toSorted().join(', '))),
  ]
}

function differing(what: string, expected: string | number | undefined, got: string | number, why?: string): readonly string[] {
  return expected === undefined || expected === got
    ? []
    : [`${what}: expected \`${expected}\`, got \`${got}\`${why === undefined ? '' : ` (${why})`}`]
}

function endOf(until: string | undefined, ongoing: boolean | undefined): AskedEnd {
  if (until === undefined) return ongoing === true ? { kind: 'ongoing' } : { kind: 'usual' }
  const day = parseDay(until)
  const moment = parseInstant(until)
  return day.ok ? { kind: 'until', until: endOfDay(day.value) } : moment.ok ? { kind: 'until', until: moment.value } : { kind: 'usual' }
}
