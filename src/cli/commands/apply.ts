import { randomUUID } from 'node:crypto'
import { terminalText } from '../../render/terminal.ts'
import { planJson } from '../../server/views/plan.ts'
import { applyTarget, type AppliedPlan, type ApplyAnswer } from '../../workflow/apply-target.ts'
import { originOf } from '../../workflow/caller.ts'
import { callerOf, callerOptions } from '../caller.ts'
import { dataOption, exit, type Command, type Io } from '../command.ts'
import { accountsJson, membersJson, outcomeJson } from '../json-shapes.ts'
import { readSettings, withInstance } from '../open-instance.ts'
import { failed, printPlan } from './plan.ts'
import { printJson } from '../print-json.ts'

export const applyCommand: Command = {
  help: `Plans anew and carries the plan out, one account at a time; only what was read back as wanted is recorded as done. What is due at once
(suspension, departure, expiry) goes first. Works in mode \`enforce\` only. A run that was cut goes on with the next one. Exit 1 if a guard or the
mode stopped it or a line did not take effect, 3 if the target could not be read.`,
  options: { 'dry-run': { type: 'boolean', help: 'the same as `writ plan --dry-run`' }, ...callerOptions, ...dataOption },
  words: [1, 1],
  async run(invocation) {
    const [target = ''] = invocation.positionals
    const { io } = invocation
    if (invocation.flag('dry-run')) return (await import('./plan.ts')).planCommand.run(invocation)
    const settings = await readSettings(invocation)
    return withInstance(settings, {}, async (instance) => {
      const caller = await callerOf(invocation, instance)
      const answer = await applyTarget(instance, {
        key: randomUUID(),
        origin: originOf(caller),
        target,
        url: settings.url,
        ...progressOn(io),
      })
      if (!answer.ok) return failed(io, target, answer.error)
      const { planned, urgent, routine, paused, locks, members, accounts } = answer.value
      const parts = [urgent, routine].flatMap((one) => (one === undefined ? [] : [one]))
      if (invocation.flag('json'))
        printJson(io, {
          ...planJson(target, planned, { evidence: true }),
          applied: parts.map(({ plan, outcome }) => ({ entry: plan.entry, outcome: outcomeJson(outcome) })),
          locks,
          members: membersJson(members),
          accounts: accountsJson(accounts),
          paused: paused?.id ?? null,
        })
      else {
        printPlan(io, target, planned)
        if (paused !== undefined) io.out(`everything is paused (entry ${paused.id}): \`writ resume\` shows what waits\n`)
        for (const part of parts) io.out(`${terminalText(describeApplied(part, planned.mode, paused !== undefined), 500)}\n`)
        if (locks.confirmed + locks.asked + locks.problems.length > 0) io.out(`${terminalText(describeLocks(locks), 500)}\n`)
        if (accounts.made + accounts.problems.length > 0)
          io.out(`${terminalText([`accounts: ${accounts.made} made and linked`, ...accounts.problems].join('; '), 500)}\n`)
        if (members.removed + members.problems.length > 0) io.out(`${terminalText(describeRemovals(members), 500)}\n`)
      }
      const held = planned.mode !== 'enforce' && planned.observation.plan.lines.length > 0
      const done = parts.every(({ outcome }) => outcome !== undefined && outcome.failed === 0 && outcome.left === 0)
      return done && !held && locks.problems.length + members.problems.length + accounts.problems.length === 0 ? exit.fine : exit.findings
    })
  },
}

function describeLocks({ confirmed, asked, problems }: ApplyAnswer['locks']): string {
  const open = asked === 0 ? '' : `, ${asked} to be locked by a person (\`writ depart status\`)`
  return `accounts: ${confirmed} read back as locked${open}${problems.map((problem) => `; ${problem}`).join('')}`
}

function describeRemovals({ removed, held, problems }: ApplyAnswer['members']): string {
  const open = held === 0 ? '' : `, ${held} stay although not all is in order (\`writ seats\`)`
  return `members: ${removed} removed and seen to be gone${open}${problems.map((problem) => `; ${problem}`).join('')}`
}

function describeApplied({ plan, outcome }: AppliedPlan, mode: string, paused: boolean): string {
  if (outcome === undefined)
    return paused
      ? `plan ${plan.entry} did not run: everything is paused`
      : mode === 'enforce'
        ? `plan ${plan.entry} did not run: a guard stops it`
        : `plan ${plan.entry} did not run: the mode is \`${mode}\`; \`writ mode\` raises it`
  const tasks = outcome.tasks === 0 ? '' : `, ${outcome.tasks} handed to a person`
  const stopped = outcome.stopped === undefined ? '' : `; stopped: ${outcome.stopped.message}`
  return `plan ${plan.entry}: ${outcome.confirmed + outcome.skipped} read back as wanted, ${outcome.failed} failed, ${outcome.left} not tried${tasks}${stopped}`
}

/** A line that counts up, on a terminal and after the first second. */
function progressOn(io: Io): { readonly progress?: (done: number, total: number) => void } {
  const { progress } = io
  if (progress === undefined) return {}
  const started = performance.now()
  return {
    progress: (done, total) => {
      if (performance.now() - started > 1000) progress(`${done} of ${total}${done === total ? '\n' : ''}`)
    },
  }
}
