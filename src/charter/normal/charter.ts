import type {
  AccountBlock,
  AccountKind,
  Charter,
  ClassBlock,
  GroupBlock,
  Id,
  PromiseRule,
  RightBlock,
  RightRef,
  SuspensionBlock,
} from '../model.ts'
import type { RawCharter } from '../schema/charter.ts'
import { WRIT, writRights } from '../writ-target.ts'
import { normalCondition, normalDate, normalFact, normalStatement } from './conditions.ts'
import { list, maybeSpan, normalAmendments, normalRequirements, normalStages, people, span } from './parts.ts'
import { normalRole } from './roles.ts'
import { normalGate, normalGroup, normalRight, normalTarget, withLike } from './targets.ts'

/** The charter in normal form. The names in it must have been resolved. */
export function normalCharter(raw: RawCharter): Charter {
  const targets = each(raw.targets, normalTarget)
  const classes = each(raw.classes, normalClass)
  const rights = withLike<RightBlock>(
    targets,
    each(raw.rights, (block) => each(block, normalRight)),
  )
  rights.set(WRIT, writRights(classes))
  return {
    writ: 1,
    title: raw.title,
    text: raw.text,
    document: raw.document,
    targets,
    facts: each(raw.facts, normalFact),
    statements: each(raw.statements, normalStatement),
    conditions: each(raw.conditions, normalCondition),
    dates: each(raw.dates, normalDate),
    accounts: accounts(raw.accounts),
    classes,
    rights,
    groups: withLike<GroupBlock>(
      targets,
      each(raw.groups, (block) => each(block, normalGroup)),
    ),
    gates: each(raw.gates, normalGate),
    roles: each(raw.roles, (block) => normalRole(block, raw.defaults ?? {})),
    ladders: each(raw.ladders, (block) => ({ order: list(block.order), counts: block.counts ?? 'all' })),
    separation: (raw.separation ?? []).map((rule) => ({
      text: rule.text,
      roles: list(rule.roles),
      atMost: rule.at_most ?? 1,
      then: rule.then ?? 'enforce',
    })),
    suspension: suspension(raw.suspension),
    marks: each(raw.marks, (block) => ({ text: block.text, by: people(block.by), reversedBy: people(block.reversed_by) })),
    approvers: { promotedWithin: raw.approvers === undefined ? { count: 30, unit: 'day' } : span(raw.approvers.promoted_within) },
    amendments: normalAmendments(raw.amendments),
    log: raw.log === undefined ? undefined : { public: list(raw.log.public) },
    promises: (raw.promises ?? []).map(promise),
    meant: (raw.meant ?? []).map((mark) => ({ finding: mark.finding, at: list(mark.at), why: mark.why })),
  }
}

function each<A, B>(section: Readonly<Record<string, A>> | undefined, normal: (block: A) => B): Map<Id, B> {
  return new Map(Object.entries(section ?? {}).map(([id, block]) => [id, normal(block)]))
}

type RawClass = NonNullable<RawCharter['classes']>[string]

function normalClass(raw: RawClass): ClassBlock {
  return {
    text: raw.text,
    level: raw.level,
    stages: normalStages(raw.stages),
    asks: new Map(Object.entries(raw.asks ?? {})),
    asksIfOngoing: new Map(Object.entries(raw.asks_if_ongoing ?? {})),
    stepUp: raw.step_up ?? false,
    automatic: raw.automatic,
    except: raw.except === undefined ? undefined : { environment: raw.except.environment, rights: list(raw.except.rights) },
    public: raw.public === undefined ? undefined : list(raw.public),
  }
}

function accounts(raw: RawCharter['accounts']): Map<AccountKind, AccountBlock> {
  const kinds = new Map<AccountKind, AccountBlock>()
  for (const kind of ['staff', 'personal', 'bot', 'service'] as const) {
    const block = raw?.[kind]
    if (block === undefined) continue
    kinds.set(kind, {
      text: block.text,
      recognisedBy: block.recognised_by,
      requires: normalRequirements(block.requires, 'end'),
      operatedBy: block.operated_by,
    })
  }
  return kinds
}

function suspension(raw: RawCharter['suspension']): SuspensionBlock | undefined {
  if (raw === undefined) return undefined
  return {
    hears: maybeSpan(raw.hears),
    longest: maybeSpan(raw.longest),
    decidedBy: people(raw.decided_by),
    referTo: people(raw.refer_to),
    anonymousReports: raw.anonymous_reports ?? true,
  }
}

function promise(raw: NonNullable<RawCharter['promises']>[number]): PromiseRule {
  if ('only' in raw) return { text: raw.text, kind: 'only', right: rightRef(raw.only.right), groups: list(raw.only.groups) }
  if ('removable' in raw) return { text: raw.text, kind: 'removable', role: raw.removable.role, by: list(raw.removable.by) }
  if ('survives' in raw) return { text: raw.text, kind: 'survives', accounts: raw.survives }
  if ('lower_only' in raw) return { text: raw.text, kind: 'lower_only', ladder: raw.lower_only }
  return { text: raw.text, kind: 'always_held', right: rightRef(raw.always_held.right), people: raw.always_held.people }
}

/** `TARGET.NAME`, split at the first dot. */
function rightRef(text: string): RightRef {
  const dot = text.indexOf('.')
  return { target: text.slice(0, dot), right: text.slice(dot + 1) }
}
