import { momentOf, type Handlers } from './handler.ts'

const MODES = ['observe', 'propose', 'enforce'] as const
const CHANGES = ['added', 'removed', 'end-changed'] as const

/** Targets, plans, effects, drift. */
export const foldTargets = {
  'target.mode': ({ targets }, { seq, fields: { target, mode } }) => {
    const known = MODES.find((one) => one === mode)
    if (target !== undefined && known !== undefined) targets.setMode(target, known, seq)
  },
  'target.confirmed': ({ targets }, { seq, fields: { target } }) => {
    if (target !== undefined) targets.confirmWorking(target, seq)
  },
  'target.adopted': ({ targets }, { at, fields: { target, groups } }) => {
    if (target !== undefined) targets.adopt(target, at, groups ?? [])
  },
  'target.observed': ({ targets }, { seq, at, fields: { target, accounts, memberships, cursor } }) => {
    if (target !== undefined && accounts !== undefined && memberships !== undefined)
      targets.observe(target, at, { seq, accounts, memberships }, cursor)
  },
  'effect.confirmed': ({ targets, accounts, names }, { seq, fields: { target, account, group, present, until } }) => {
    if (target !== undefined && account !== undefined && group !== undefined && present !== undefined)
      targets.confirm(target, account, group, { present: present === 'yes', until: momentOf(until), seq }, accounts, names)
  },
  'effect.failed': ({ targets }, { fields: { target } }) => {
    if (target !== undefined) targets.ran(target, 'troubled')
  },
  'drift.found': ({ targets }, { seq, at, fields: { target, account, group, change, by } }) => {
    const kind = CHANGES.find((one) => one === change)
    if (target !== undefined && account !== undefined && group !== undefined && kind !== undefined)
      targets.findDrift({ id: seq, target, account, group, change: kind, by, at })
  },
  'drift.settled': ({ targets }, { fields: { drift, outcome } }) => {
    if (drift !== undefined && outcome !== undefined) targets.settleDrift(drift, outcome)
  },

  'plan.made': ({ plans, targets }, { seq, at, fields: { target, plan, urgency, state, guards } }) => {
    if (target === undefined || plan === undefined || urgency === undefined || state === undefined) return
    plans.add({ id: seq, target, hash: plan, at, urgency, state, guards: guards ?? [], approval: undefined, closed: undefined })
    targets.ran(target, state === 'stopped' ? 'troubled' : 'planned')
  },
  'plan.approved-once': ({ plans }, { fields: { plan, hash, revision, until, decided_by: decidedBy } }) => {
    const end = momentOf(until)
    if (plan !== undefined && hash !== undefined && revision !== undefined && end !== undefined)
      plans.approve(plan, { until: end, hash, revision, decidedBy: decidedBy ?? [] })
  },
  'plan.closed': ({ plans, targets }, { fields: { plan, outcome } }) => {
    if (plan === undefined || outcome === undefined) return
    plans.close(plan, outcome)
    const target = plans.plan(plan)?.target
    if (target !== undefined && outcome !== 'dropped') targets.ran(target, outcome === 'applied' ? 'applied' : 'troubled')
  },
} as const satisfies Handlers
