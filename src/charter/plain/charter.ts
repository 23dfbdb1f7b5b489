import type { Json } from '../../kernel/json.ts'
import type { AccountBlock, Charter, ClassBlock, Id, PromiseRule, SuspensionBlock } from '../model.ts'
import { WRIT } from '../writ-target.ts'
import { conditionPlain, datePlain, factPlain, statementPlain } from './conditions.ts'
import { amendmentsPlain, requirementsPlain, stagesPlain } from './parts.ts'
import { rolePlain } from './roles.ts'
import { block, names, people, section, span, type Style } from './style.ts'
import { gatePlain, groupPlain, rightPlain, targetPlain } from './targets.ts'

/** A charter in the grammar's own keys and section order. The built-in rights of `writ` are no part of it. */
export function charterPlain(style: Style, charter: Charter): { readonly [name: string]: Json } {
  const { log } = charter
  return block(style, {
    writ: [charter.writ],
    title: [charter.title],
    text: [charter.text],
    document: [charter.document],
    targets: [section(charter.targets, (target) => targetPlain(style, target))],
    facts: [section(charter.facts, (fact) => factPlain(style, fact)), {}],
    statements: [section(charter.statements, (statement) => statementPlain(style, statement)), {}],
    conditions: [section(charter.conditions, (condition) => conditionPlain(style, condition)), {}],
    dates: [section(charter.dates, (date) => datePlain(style, date)), {}],
    accounts: [section(charter.accounts, (account) => accountPlain(style, account)), {}],
    classes: [section(charter.classes, (one) => classPlain(style, one)), {}],
    rights: [byTarget(style, charter, charter.rights, (right) => rightPlain(style, right)), {}],
    groups: [byTarget(style, charter, charter.groups, (group) => groupPlain(style, group)), {}],
    gates: [section(charter.gates, (gate) => gatePlain(style, gate)), {}],
    roles: [section(charter.roles, (role) => rolePlain(style, role))],
    ladders: [section(charter.ladders, (ladder) => block(style, { order: [ladder.order], counts: [ladder.counts, 'all'] })), {}],
    separation: [
      charter.separation.map((rule) =>
        block(style, { text: [rule.text], roles: [rule.roles], at_most: [rule.atMost, 1], then: [rule.then, 'enforce'] }),
      ),
      [],
    ],
    suspension: [suspensionPlain(style, charter.suspension)],
    marks: [
      section(charter.marks, (mark) =>
        block(style, { text: [mark.text], by: [people(style, mark.by)], reversed_by: [people(style, mark.reversedBy)] }),
      ),
      {},
    ],
    approvers: [block(style, { promoted_within: [style.span(charter.approvers.promotedWithin), '30 days'] }), {}],
    amendments: [amendmentsPlain(style, charter.amendments)],
    log: [log && { public: names(style, log.public) }],
    promises: [charter.promises.map((promise) => promisePlain(style, promise)), []],
    meant: [charter.meant.map((mark) => block(style, { finding: [mark.finding], at: [names(style, mark.at)], why: [mark.why] })), []],
  })
}

/** Rights or groups; what `like` copied unchanged is left to `like`, except in the full style. */
function byTarget<T>(style: Style, charter: Charter, all: ReadonlyMap<Id, ReadonlyMap<string, T>>, write: (value: T) => Json): Json {
  const written: [string, Json][] = []
  for (const [target, entries] of all) {
    if (target === WRIT && all === charter.rights) continue
    const base = style.full ? undefined : all.get(charter.targets.get(target)?.like ?? '')
    const own = [...entries].map(([name, value]) => [name, write(value)] as const)
    const kept = own.filter(([name, value]) => {
      const copied = base?.get(name)
      return copied === undefined || JSON.stringify(write(copied)) !== JSON.stringify(value)
    })
    if (kept.length > 0) written.push([target, Object.fromEntries(kept)])
  }
  return Object.fromEntries(written)
}

function accountPlain(style: Style, account: AccountBlock): Json {
  return block(style, {
    text: [account.text],
    recognised_by: [account.recognisedBy],
    requires: [requirementsPlain(style, account.requires, 'end'), []],
    operated_by: [account.operatedBy],
  })
}

function classPlain(style: Style, one: ClassBlock): Json {
  const { except } = one
  return block(style, {
    text: [one.text],
    level: [one.level],
    asks: [section(one.asks, (text) => text), {}],
    asks_if_ongoing: [section(one.asksIfOngoing, (text) => text), {}],
    step_up: [one.stepUp, false],
    automatic: [one.automatic],
    except: [except && block(style, { environment: [except.environment], rights: [names(style, except.rights)] })],
    public: [one.public && names(style, one.public)],
    stages: [stagesPlain(style, one.stages), []],
  })
}

function suspensionPlain(style: Style, rule: SuspensionBlock | undefined): Json | undefined {
  return (
    rule &&
    block(style, {
      hears: [span(style, rule.hears)],
      longest: [span(style, rule.longest)],
      decided_by: [people(style, rule.decidedBy)],
      refer_to: [people(style, rule.referTo), []],
      anonymous_reports: [rule.anonymousReports, true],
    })
  )
}

function promisePlain(style: Style, promise: PromiseRule): Json {
  const text = { text: [promise.text] } as const
  switch (promise.kind) {
    case 'only':
      return block(style, { ...text, only: [block(style, { right: [rightText(promise.right)], groups: [names(style, promise.groups)] })] })
    case 'removable':
      return block(style, { ...text, removable: [block(style, { role: [promise.role], by: [names(style, promise.by)] })] })
    case 'survives':
      return block(style, { ...text, survives: [promise.accounts] })
    case 'lower_only':
      return block(style, { ...text, lower_only: [promise.ladder] })
    default:
      return block(style, { ...text, always_held: [block(style, { right: [rightText(promise.right)], people: [promise.people] })] })
  }
}

function rightText(ref: { readonly target: Id; readonly right: string }): string {
  return `${ref.target}.${ref.right}`
}
