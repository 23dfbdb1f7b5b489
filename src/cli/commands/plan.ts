import { randomUUID } from 'node:crypto'
import { describePlan } from '../../reconcile/describe-plan.ts'
import type { ConditionCheck } from '../../decide/request/evidence.ts'
import { describeDrift } from '../../reconcile/drift.ts'
import type { PlanLine } from '../../reconcile/plan-value.ts'
import type { TargetFailure } from '../../reconcile/target.ts'
import { terminalText } from '../../render/terminal.ts'
import { planJson } from '../../server/views/plan.ts'
import { planTargetNow, type PlanAnswer, type StoredPlan } from '../../workflow/plan-target.ts'
import { originOf } from '../../workflow/caller.ts'
import { callerOf, callerOptions } from '../caller.ts'
import { dataOption, exit, type Command, type ExitCode, type Io } from '../command.ts'
import { readSettings, withInstance } from '../open-instance.ts'
import { printJson } from '../print-json.ts'

export const planCommand: Command = {
  help: `Reads the target completely, records what was seen (drift too) and stores the plan where the mode is \`propose\` or \`enforce\`.
Nothing on the target is touched. With --dry-run nothing is recorded either. Exit 1 if a guard stops the plan.`,
  options: { 'dry-run': { type: 'boolean', help: 'show only' }, ...callerOptions, ...dataOption },
  words: [1, 1],
  async run(invocation) {
    const [target = ''] = invocation.positionals
    const settings = await readSettings(invocation)
    return withInstance(settings, {}, async (instance) => {
      const caller = await callerOf(invocation, instance)
      const answer = await planTargetNow(instance, {
        key: randomUUID(),
        origin: originOf(caller),
        target,
        dryRun: invocation.flag('dry-run'),
      })
      if (!answer.ok) return failed(invocation.io, target, answer.error)
      if (invocation.flag('json')) printJson(invocation.io, planJson(target, answer.value, { evidence: true }))
      else printPlan(invocation.io, target, answer.value)
      const { verdicts, plan, trusted } = answer.value.observation
      return verdicts.length > 0 && (plan.lines.length > 0 || !trusted) ? exit.findings : exit.fine
    })
  },
}

/** A target that could not be read or did not answer: exit 3, nothing was concluded from it. */
export function failed(io: Io, target: string, failure: TargetFailure): ExitCode {
  io.err(`writ: ${terminalText(target)}: ${terminalText(failure.message, 500)} (${failure.code}); nothing was changed\n`)
  return exit.unavailable
}

export function printPlan(io: Io, target: string, { mode, observation, urgent, routine }: PlanAnswer): void {
  const evidence = (line: PlanLine) => observation.checksBehind(line).map(evidenceText)
  for (const line of describePlan({ ...observation.plan, drift: [] }, evidence)) io.out(`${terminalText(line, 500)}\n`)
  for (const finding of observation.attribution.drift) io.out(`? ${terminalText(describeDrift(target, finding), 500)}\n`)
  for (const verdict of observation.verdicts) io.out(`stopped by guard ${verdict.guard}: the plan ${terminalText(verdict.text, 500)}\n`)
  for (const one of [urgent, routine]) if (one !== undefined) io.out(`stored as entry ${one.entry}${howItRuns(one)}\n`)
  if (mode === 'observe' && observation.plan.lines.length > 0) io.out(`the mode of ${target} is \`observe\`: the plan is only shown\n`)
  if (observation.plan.lines.length === 0) io.out(observation.trusted ? 'nothing to do\n' : 'nothing of what was read is believed\n')
}

function evidenceText({ clause, condition, text, truth, evidence, missing }: ConditionCheck): string {
  const stands = truth === true ? 'holds' : truth === false ? 'does not hold' : 'is not known'
  const why = [...evidence, ...missing].join('; ')
  return `    \`${condition}\` ${stands} (${text})${why === '' ? '' : `: ${why}`} [${clause}]`
}

function howItRuns({ entry, verdicts, approved }: StoredPlan): string {
  if (verdicts.length === 0) return ''
  return approved ? '; approved to run once' : `; \`writ approve ${entry}\` lets it run once, if the guard allows that`
}
