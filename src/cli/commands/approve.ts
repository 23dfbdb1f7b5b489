import { randomUUID } from 'node:crypto'
import { approvePlan } from '../../workflow/approve-plan.ts'
import { confirmProposal, type ConfirmAnswer } from '../../workflow/confirm-proposal.ts'
import type { Instance } from '../../workflow/instance.ts'
import { voteOnRequest } from '../../workflow/request/vote.ts'
import { voteOnAll } from '../../workflow/request/vote-on-all.ts'
import { terminalText } from '../../render/terminal.ts'
import { callerOf, callerOptions } from '../caller.ts'
import { dataOption, exit, UsageError, type Command, type Invocation } from '../command.ts'
import { entryNumber } from '../entry-number.ts'
import { readSettings, withInstance } from '../open-instance.ts'
import { formatDecision } from '../print-decision.ts'
import { printJson } from '../print-json.ts'

function confirming(decision: 'approved' | 'refused'): Command {
  return {
    help: 'ENTRY is the number that `writ request`, `writ grant`, `writ remove` or a stopped `writ plan` printed. A stage that asks for a statement takes it with --states. A refused request says why with --reason. Only persons decide: never the operator, never for oneself. A stopped plan may run once within the hour, by a holder of `override-guard` who is not behind it; say why with --reason.',
    options: {
      reason: { type: 'string', value: 'TEXT', help: 'why' },
      states: { type: 'string', multiple: true, value: 'ID', help: 'a statement made with it; may stand several times' },
      override: {
        type: 'boolean',
        help: 'although nobody could repair it then; for those who may change the charter or override guards, with --reason',
      },
      all: { type: 'boolean', help: 'every open request that was filed together with this one' },
      key: { type: 'string', value: 'TEXT', help: 'idempotency key' },
      ...callerOptions,
      ...dataOption,
    },
    words: [1, 1],
    run: (invocation) => run(invocation, decision),
  }
}

async function run(invocation: Invocation, decision: 'approved' | 'refused'): ReturnType<Command['run']> {
  const proposal = entryNumber(invocation.positionals[0] ?? '')
  const settings = await readSettings(invocation)
  return withInstance(settings, {}, async (instance) => {
    const shared = { key: invocation.text('key') ?? randomUUID(), caller: await callerOf(invocation, instance) }
    const { state } = instance.journal
    if (decision === 'refused' && state.plan(proposal) !== undefined)
      throw new UsageError('a stopped plan needs no refusal: it does not run, and the next plan replaces it')
    const said = {
      ...shared,
      decision,
      reason: invocation.text('reason'),
      states: invocation.texts('states'),
      override: invocation.flag('override'),
    }
    if (invocation.flag('all')) return decideAll(invocation, instance, proposal, said)
    const answer = await decide(instance, proposal, said)
    const source = await instance.charters.inForce(instance.journal.state)
    const done = answer.done ? ', which takes effect' : ''
    if (invocation.flag('json')) printJson(invocation.io, { decision: answer.decision, done: answer.done, grant: answer.grant ?? null })
    else
      invocation.io.out(
        `${answer.decision.allowed ? `${decision} entry ${proposal}${done}` : `not ${decision}: entry ${proposal}`}\n${formatDecision(answer.decision, source)}\n`,
      )
    return answer.decision.allowed ? exit.fine : exit.findings
  })
}

interface Shared {
  readonly key: string
  readonly caller: Awaited<ReturnType<typeof callerOf>>
  readonly decision: 'approved' | 'refused'
  readonly reason: string | undefined
  readonly states: readonly string[]
  readonly override: boolean
}

async function decide(instance: Instance, entry: number, shared: Shared): Promise<ConfirmAnswer> {
  const { state } = instance.journal
  if (state.plan(entry) !== undefined) {
    const { key, caller, reason } = shared
    return { decision: await approvePlan(instance, { key, caller, plan: entry, reason: reason ?? '' }), done: false, grant: undefined }
  }
  if (state.request(entry) === undefined) return confirmProposal(instance, { ...shared, proposal: entry })
  const { decision, grant } = await voteOnRequest(instance, { ...shared, request: entry })
  return { decision, done: grant !== undefined, grant }
}

async function decideAll(invocation: Invocation, instance: Instance, request: number, shared: Shared): ReturnType<Command['run']> {
  if (instance.journal.state.request(request) === undefined) throw new UsageError(`entry ${request} is no request`)
  const answers = await voteOnAll(instance, { ...shared, request })
  const source = await instance.charters.inForce(instance.journal.state)
  if (invocation.flag('json')) {
    const rows = answers.map((one) => ({
      person: one.person,
      request: one.request ?? null,
      decision: one.decision,
      done: one.done,
      grant: one.grant ?? null,
    }))
    printJson(invocation.io, { requests: rows })
  } else {
    for (const { person, decision, grant, request: id } of answers)
      invocation.io.out(
        `${decision.allowed ? `${shared.decision} request ${id} for ${terminalText(person)}${grant === undefined ? '' : ', which takes effect'}` : `not ${shared.decision}: request ${id} for ${terminalText(person)}`}\n${formatDecision(decision, source)}\n`,
      )
    invocation.io.out(`${answers.filter(({ decision }) => decision.allowed).length} of ${answers.length} ${shared.decision}\n`)
  }
  return answers.every(({ decision }) => decision.allowed) ? exit.fine : exit.findings
}

export const approveCommand = confirming('approved')
export const refuseCommand = confirming('refused')
