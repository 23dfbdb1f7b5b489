import { randomUUID } from 'node:crypto'
import { approvePlan } from '../../workflow/approve-plan.ts'
import { confirmProposal } from '../../workflow/confirm-proposal.ts'
import { callerOf, callerOptions } from '../caller.ts'
import { dataOption, exit, UsageError, type Command, type Invocation } from '../command.ts'
import { entryNumber } from '../entry-number.ts'
import { readSettings, withInstance } from '../open-instance.ts'
import { formatDecision } from '../print-decision.ts'
import { printJson } from '../print-json.ts'

function confirming(decision: 'approved' | 'refused'): Command {
  return {
    help: 'ENTRY is the number that `writ grant`, `writ remove` or a stopped `writ plan` printed. Only persons decide: never the operator, never for oneself. A stopped plan may run once within the hour, by a holder of `override-guard` who is not behind it; say why with --reason.',
    options: {
      reason: { type: 'string', value: 'TEXT', help: 'why' },
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
    const isPlan = instance.journal.state.plan(proposal) !== undefined
    if (isPlan && decision === 'refused')
      throw new UsageError('a stopped plan needs no refusal: it does not run, and the next plan replaces it')
    const answer = isPlan
      ? {
          decision: await approvePlan(instance, { ...shared, plan: proposal, reason: invocation.text('reason') ?? '' }),
          done: false,
          grant: undefined,
        }
      : await confirmProposal(instance, { ...shared, proposal, decision, reason: invocation.text('reason') })
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

export const approveCommand = confirming('approved')
export const refuseCommand = confirming('refused')
