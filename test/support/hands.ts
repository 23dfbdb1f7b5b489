/** The commands of an installation in short form, for tests that tell long stories. Each use is a command of its own. */
import assert from 'node:assert/strict'
import type { AskedEnd } from '../../src/decide/term.ts'
import type { Draft, Origin } from '../../src/ledger/entry.ts'
import { adoptHolders } from '../../src/workflow/adopt-holders.ts'
import { applyTarget, type ApplyAnswer } from '../../src/workflow/apply-target.ts'
import { approvePlan } from '../../src/workflow/approve-plan.ts'
import type { Caller } from '../../src/workflow/caller.ts'
import { originOf } from '../../src/workflow/caller.ts'
import { charterDocument } from '../../src/workflow/charter-document.ts'
import { removeRole, resign } from '../../src/workflow/end-grant.ts'
import { grantRole } from '../../src/workflow/grant-role.ts'
import type { Instance } from '../../src/workflow/instance.ts'
import { planTargetNow, type PlanAnswer } from '../../src/workflow/plan-target.ts'
import { setMode } from '../../src/workflow/set-mode.ts'
import { undoRun } from '../../src/workflow/undo-run.ts'
import { hexOf } from '../../src/workflow/ids.ts'
import { formatInstant } from '../../src/kernel/instant.ts'
import { draft } from '../../src/ledger/entry.ts'

export const operator: Caller = { actor: { kind: 'operator', name: 'tester', for: undefined }, channel: 'cli' }
const operatorOrigin = originOf(operator)

export type Hands = ReturnType<typeof handsOf>

/** Hands for one target of an installation, `wiki` unless said. */
export function handsOf(instance: Instance, target = 'wiki') {
  let count = 0
  const key = () => `hands ${(count += 1)} ${instance.journal.size}`
  const subjectOf = (handle: string): string => {
    const subject = instance.journal.state.personByHandle(handle)?.subject
    if (subject === undefined) throw new Error(`nobody is called ${handle}`)
    return subject
  }
  const as = (handle: string): Caller => ({ actor: { kind: 'person', subject: subjectOf(handle), stepUp: 'demo' }, channel: 'cli' })

  const hands = {
    as,
    subjectOf,
    /** A command key nobody used before. */
    key,
    /** Gives a role by somebody's power; answers the outcome. */
    grant: async (by: string, role: string, to: string, end: AskedEnd = { kind: 'usual' }) =>
      (
        await grantRole(instance, {
          key: key(),
          caller: as(by),
          role,
          handle: to,
          account: undefined,
          targets: undefined,
          end,
          useCase: 'Needed',
        })
      ).decision.outcome,
    remove: async (by: string, role: string, from: string) =>
      (await removeRole(instance, { key: key(), caller: as(by), role, handle: from, reason: 'No longer' })).decision.outcome,
    resign: async (who: string, role: string) =>
      (await resign(instance, { key: key(), caller: as(who), role, handle: who, reason: undefined })).decision.outcome,
    adopt: async () => {
      const answer = await adoptHolders(instance, { key: key(), caller: operator, target, dryRun: false })
      assert.ok(answer.ok, JSON.stringify(answer))
      return answer.value
    },
    mode: async (mode: 'observe' | 'propose' | 'enforce') => {
      const decision = await setMode(instance, { key: key(), caller: operator, target, mode, reason: undefined })
      assert.equal(decision.outcome, 'allowed', JSON.stringify(decision))
    },
    /** Plans or applies whatever comes of it: a failure of the target is an answer too. */
    tryPlan: (origin: Origin = operatorOrigin) => planTargetNow(instance, { key: key(), origin, target, dryRun: false }),
    tryApply: (origin: Origin = operatorOrigin) => applyTarget(instance, { key: key(), origin, target, url: undefined }),
    plan: async (): Promise<PlanAnswer> => {
      const answer = await hands.tryPlan()
      assert.ok(answer.ok, JSON.stringify(answer))
      return answer.value
    },
    apply: async (): Promise<ApplyAnswer> => {
      const answer = await hands.tryApply()
      assert.ok(answer.ok, JSON.stringify(answer))
      return answer.value
    },
    approve: (caller: Caller, plan: number, reason = 'Looked at it') => approvePlan(instance, { key: key(), caller, plan, reason }),
    undo: (plan: number, caller: Caller = operator) => undoRun(instance, { key: key(), caller, plan, target }),
    /** Writes entries that no command makes yet. */
    write: (...drafts: readonly Draft[]) => instance.journal.command(key(), operatorOrigin, () => ({ drafts, answer: null })),
    /** Puts another text of the charter in force, decided by somebody. */
    adoptCharter: async (text: string, by: string) => {
      const document = charterDocument([{ name: 'charter.yaml', text }])
      const { hashing } = instance.outside
      const hash = hexOf(hashing.sha256(hashing.utf8(document)))
      const decided_by = [`subject:${subjectOf(by)}`]
      await instance.journal.command(key(), operatorOrigin, (_state, now) => ({
        drafts: [draft('charter.adopted', { charter: hash, from: formatInstant(now), decided_by })],
        documents: new Map([[hash, document]]),
        answer: null,
      }))
      await instance.charters.inForce(instance.journal.state)
    },
    /** The first account of somebody on the target. */
    account: (who: string) => instance.journal.state.accountsOf(subjectOf(who)).find((one) => one.target === target),
    /** Plans of the target that are not closed. */
    openPlans: () => instance.journal.state.openPlans(target),
    /** Entries of a type, oldest first. */
    entries: async (type: string) => (await instance.journal.entries(0, instance.journal.size)).filter((entry) => entry.type === type),
  }
  return hands
}

/** `+ NAME group` and `- NAME group` of a plan's lines. */
export function linesOf({ lines }: { readonly lines: PlanAnswer['observation']['plan']['lines'] }): readonly string[] {
  return lines.map(({ account, change }) => `${{ add: '+', remove: '-', 'set-end': '~' }[change.kind]} ${account.name} ${change.group}`)
}

/** The guards that stop a plan. */
export function guardsOf({ observation }: PlanAnswer): readonly string[] {
  return [...new Set(observation.verdicts.map(({ guard }) => guard))]
}
