import { randomUUID } from 'node:crypto'
import { systemOutside } from '../../config/outside.ts'
import { handleOf } from '../../decide/question.ts'
import { isGiven } from '../../decide/holding.ts'
import { formatInstant } from '../../kernel/instant.ts'
import type { Review, State } from '../../ledger/state.ts'
import { terminalText } from '../../render/terminal.ts'
import { carryOutDue } from '../../workflow/carry-out-due.ts'
import { answerReview, openReview, type ReviewAnswered } from '../../workflow/review/review.ts'
import type { Instance } from '../../workflow/instance.ts'
import { callerOf, callerOptions } from '../caller.ts'
import { dataOption, exit, UsageError, type Command, type ExitCode, type Invocation } from '../command.ts'
import { entryNumber } from '../entry-number.ts'
import { readSettings, withInstance } from '../open-instance.ts'
import { withView } from '../open-view.ts'
import { formatDecision } from '../print-decision.ts'
import { printJson } from '../print-json.ts'

const WORDS = ['keep', 'remove', 'ask'] as const

export const reviewCommand: Command = {
  help: `Without a word: the reviews that are open and what is still to be answered. \`keep|remove|ask REVIEW GRANT...\` answers: keep it, take it, or ask the holder first. \`open ROLE\` begins a review before its time. Reviews open and close by themselves as the charter says (\`review\`).`,
  options: {
    reason: { type: 'string', value: 'TEXT', help: 'why' },
    all: { type: 'boolean', help: 'list closed reviews too' },
    ...callerOptions,
    ...dataOption,
  },
  words: [0, 200],
  async run(invocation) {
    const [verb, first, ...grants] = invocation.positionals
    if (verb === undefined) return list(invocation)
    if (first === undefined) throw new UsageError(`\`${verb}\` takes ${verb === 'open' ? 'a role' : 'the entry of a review and of grants'}`)
    const settings = await readSettings(invocation)
    return withInstance(settings, {}, async (instance) => {
      const caller = await callerOf(invocation, instance)
      if (verb === 'open') return print(invocation, instance, [await openReview(instance, { key: randomUUID(), caller, role: first })])
      const answer = WORDS.find((one) => one === verb)
      if (answer === undefined) throw new UsageError(`take ${WORDS.join(', ')} or open, not \`${verb}\``)
      if (grants.length === 0) throw new UsageError('name the grants that are answered for')
      const answers: ReviewAnswered[] = []
      for (const grant of grants)
        answers.push(
          await answerReview(instance, {
            key: randomUUID(),
            caller,
            review: entryNumber(first),
            grant: entryNumber(grant),
            answer,
            reason: invocation.text('reason'),
          }),
        )
      await carryOutDue(instance, { key: `due/${randomUUID()}` })
      return print(invocation, instance, answers)
    })
  },
}

async function print(invocation: Invocation, instance: Instance, answers: readonly ReviewAnswered[]): Promise<ExitCode> {
  const source = await instance.charters.inForce(instance.journal.state)
  if (invocation.flag('json'))
    printJson(invocation.io, { answers: answers.map(({ decision, entry }) => ({ decision, entry: entry ?? null })) })
  else
    for (const { decision, entry } of answers)
      invocation.io.out(`${decision.allowed ? `recorded (entry ${entry})` : 'refused'}\n${formatDecision(decision, source)}\n`)
  return answers.every(({ decision }) => decision.allowed) ? exit.fine : exit.findings
}

async function list(invocation: Invocation): Promise<ExitCode> {
  const settings = await readSettings(invocation)
  return withView(settings, async ({ state }) => {
    const now = systemOutside().clock.now()
    const reviews = [...state.reviews()].filter(({ closedAt }) => invocation.flag('all') || closedAt === undefined)
    const rows = reviews.map((review) => rowOf(state, review, now))
    if (invocation.flag('json')) printJson(invocation.io, { reviews: rows })
    else {
      for (const { entry, role, until, closed, grants } of rows) {
        invocation.io.out(`review ${entry} of ${terminalText(role)}, ${closed === null ? `open until ${until}` : `closed ${closed}`}\n`)
        for (const { grant, person, since, answer } of grants)
          invocation.io.out(`  ${grant}  ${terminalText(person)}, since ${since}: ${answer ?? 'not answered'}\n`)
      }
      if (rows.length === 0) invocation.io.out('no review is open\n')
    }
    return exit.fine
  })
}

function rowOf(state: State, review: Review, now: Parameters<typeof isGiven>[1]) {
  const grants = [...state.grantsOfRole(review.role)]
    .filter((grant) => isGiven(grant, now) && grant.id < review.id)
    .map((grant) => ({
      grant: grant.id,
      person: handleOf(state, grant.subject),
      since: formatInstant(grant.from),
      use_case: grant.useCase ?? null,
      answer: review.answers.findLast((answer) => answer.grant === grant.id)?.answer ?? null,
    }))
  return {
    entry: review.id,
    role: review.role,
    opened: formatInstant(review.at),
    until: formatInstant(review.until),
    closed: review.closedAt === undefined ? null : formatInstant(review.closedAt),
    grants,
  }
}
