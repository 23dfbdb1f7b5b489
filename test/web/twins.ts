/** The shapes of the JSON twins. The compiler checks that every view of the pages fits; the tests, that every answer does and has nothing else. */
import { z } from 'zod'
import type { Comparison } from '../../src/safety/compare.ts'
import type {
  CharterDiffView,
  CharterRevisionView,
  CharterView,
  GrantView,
  HierarchyView,
  HomeView,
  LogEntryView,
  LogHeadView,
  LogProofsView,
  LogRow,
  LogView,
  MatrixView,
  PeopleView,
  PersonView,
  PolicyView,
  PromiseView,
  ReviewsView,
  RolesView,
  RoleView,
  SafetyRow,
  SafetyView,
} from '../../src/web/view.ts'

/** A shape that a view fits: fails to compile where the view has what the shape has not, or another type. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- it is what the shape is held against
function twinOf<View>(): <Shape extends z.ZodType>(shape: View extends z.infer<Shape> ? Shape : never) => Shape {
  return (shape) => shape
}

const moment = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
const day = z.string().regex(/^\d{4}-\d\d-\d\d$/)
const maybe = z.string().optional()
const texts = z.array(z.string()).readonly()
const cell = z.enum(['direct', 'inherited', 'revoked'])
const named = z.strictObject({ id: z.string(), title: z.string() }).readonly()

const promise = twinOf<PromiseView>()(
  z.strictObject({ text: z.string(), kept: z.boolean().nullable(), why: z.string(), line: z.string() }).readonly(),
)
const row = twinOf<LogRow>()(
  z
    .strictObject({
      seq: z.number(),
      at: moment,
      type: z.string(),
      person: maybe,
      text: z.string(),
      fields: z.record(z.string(), z.string()).readonly(),
    })
    .readonly(),
)
const grant = twinOf<GrantView>()(
  z
    .strictObject({
      entry: z.number(),
      person: z.string().nullable().optional(),
      role: named.optional(),
      account: maybe,
      rights: texts.optional(),
      rightTexts: texts.optional(),
      from: moment.optional(),
      until: moment.nullable().optional(),
      useCase: maybe,
      decidedBy: texts.optional(),
      clause: z.strictObject({ text: z.string(), line: maybe }).readonly().optional(),
      found: z.boolean(),
      ended: moment.optional(),
    })
    .readonly(),
)
const door = z.strictObject({ who: z.string(), how: z.string(), line: z.string() }).readonly()
const summary = {
  id: z.string(),
  title: z.string(),
  purpose: z.string(),
  holders: z.number().optional(),
  seats: z.number().optional(),
}

export const home = twinOf<HomeView>()(
  z.strictObject({
    about: maybe,
    document: maybe,
    counts: z.strictObject({ people: z.number(), roles: z.number(), grants: z.number(), drift: z.number() }).readonly(),
    promises: z.array(promise).readonly(),
    recent: z.array(row).readonly(),
    lastMonth: z.strictObject({ from: day, until: day }).readonly(),
  }),
)
export const matrix = twinOf<MatrixView>()(
  z.strictObject({
    targets: z.array(named).readonly(),
    target: z.string(),
    filter: z.string(),
    groups: z
      .array(z.strictObject({ name: z.string(), title: z.string(), roles: texts, note: maybe, abolished: z.boolean() }).readonly())
      .readonly(),
    rights: z
      .array(
        z
          .strictObject({
            name: z.string(),
            text: z.string(),
            why: maybe,
            class: maybe,
            line: maybe,
            cells: z.record(z.string(), cell).readonly(),
            changes: z
              .record(z.string(), z.enum(['added', 'removed', 'other']))
              .readonly()
              .optional(),
          })
          .readonly(),
      )
      .readonly(),
    types: z.array(named).readonly(),
    as: z
      .strictObject({
        id: z.string(),
        title: z.string(),
        groups: texts,
        gates: z
          .array(z.strictObject({ text: z.string(), rights: texts, opens: texts, listed: maybe, line: z.string() }).readonly())
          .readonly(),
        places: z.array(z.strictObject({ name: z.string(), read: z.boolean(), write: z.boolean() }).readonly()).readonly(),
        account: maybe,
        asks: z.array(named).readonly(),
      })
      .readonly()
      .optional(),
    revisions: z.array(z.number()).readonly(),
    since: z.number().optional(),
    changed: z.number(),
  }),
)
export const people = twinOf<PeopleView>()(
  z.strictObject({
    filter: z.string(),
    count: z.number(),
    page: z.number(),
    pages: z.number(),
    people: z.array(z.strictObject({ handle: z.string(), roles: z.array(named).readonly() }).readonly()).readonly(),
  }),
)
export const person = twinOf<PersonView>()(
  z.strictObject({
    handle: z.string(),
    since: moment,
    departed: z.boolean(),
    accounts: z.array(z.strictObject({ target: maybe, name: z.string() }).readonly()).readonly(),
    grants: z.array(grant).readonly(),
    past: z.array(grant).readonly(),
  }),
)
export const roles = twinOf<RolesView>()(z.strictObject({ roles: z.array(z.strictObject(summary).readonly()).readonly() }))
export const role = twinOf<RoleView>()(
  z.strictObject({
    ...summary,
    document: maybe,
    class: maybe,
    gives: z.array(z.strictObject({ target: z.string(), groups: texts, rights: texts }).readonly()).readonly(),
    ways: z.strictObject({ in: z.array(door).readonly(), out: z.array(door).readonly() }).readonly(),
    conditions: texts,
    term: maybe,
    review: maybe,
    holding: z.array(grant).readonly(),
    past: z.array(grant).readonly(),
    line: z.string(),
  }),
)
export const log = twinOf<LogView>()(
  z.strictObject({
    filter: z
      .strictObject({
        person: z.string(),
        by: z.string(),
        role: z.string(),
        target: z.string(),
        type: z.string(),
        since: z.union([day, z.literal('')]),
        until: z.union([day, z.literal('')]),
      })
      .readonly(),
    targets: z.array(named).readonly(),
    roles: z.array(named).readonly(),
    types: texts,
    rows: z.array(row).readonly(),
    older: z.number().optional(),
    size: z.number(),
    root: z.string().regex(/^[0-9a-f]{64}$/),
    refused: z.strictObject({ since: moment, why: z.string() }).readonly().optional(),
  }),
)
export const charter = twinOf<CharterView>()(
  z.strictObject({
    title: z.string(),
    files: z.array(z.strictObject({ name: z.string(), lines: texts }).readonly()).readonly(),
    revisions: z.array(z.strictObject({ number: z.number(), hash: z.string(), from: moment, entry: z.number() }).readonly()).readonly(),
    promises: z.array(promise).readonly(),
  }),
)
export const problem = z.strictObject({
  type: z.literal('about:blank'),
  title: z.string(),
  status: z.number(),
  detail: z.string(),
  code: z.string(),
  near: maybe,
  request: maybe,
})

const verdict = z.enum(['harmless', 'restorable', 'strippable', 'entrenched', 'takeover'])

const safetyRow = twinOf<SafetyRow>()(
  z
    .strictObject({
      role: named.optional(),
      verdict,
      means: z.string(),
      captures: texts,
      strips: texts,
      undoneBy: texts,
      undoers: z.number().optional(),
      undoersUnknown: z.boolean(),
      isExact: z.boolean(),
      byAmendment: z.boolean(),
      technical: z.strictObject({ verdict, means: z.string(), isExact: z.boolean() }).readonly().optional(),
      lines: texts,
    })
    .readonly(),
)

export const safety = twinOf<SafetyView>()(
  z
    .strictObject({
      resistance: z.number(),
      atLeast: z.boolean(),
      ended: z.boolean(),
      survivesTechnical: z.boolean(),
      rows: z.array(safetyRow).readonly(),
      vacant: texts,
      assumed: maybe,
    })
    .readonly(),
)

const rogue = z
  .strictObject({
    role: z.string(),
    verdict,
    atOnce: texts,
    later: texts,
    strips: texts,
    promotedPerHour: z.number(),
    actsPerHour: z.number(),
    firstReaction: z.number(),
    together: z.number().optional(),
  })
  .readonly()

export const designs = twinOf<Comparison>()(
  z
    .strictObject({
      actsPerHour: z.number(),
      absent: texts,
      assumed: maybe,
      designs: z
        .array(
          z
            .strictObject({
              title: z.string(),
              resistance: z.number(),
              proof: z.enum(['exact', 'at-least']),
              scenes: z
                .array(
                  z
                    .strictObject({
                      without: maybe,
                      rows: z.array(rogue).readonly(),
                      worst: z.strictObject({ verdict, roles: texts }).readonly(),
                    })
                    .readonly(),
                )
                .readonly(),
              holdersNeeded: z.number().optional(),
              holdersTried: z.number(),
              peopleNeeded: z.number().optional(),
            })
            .readonly(),
        )
        .readonly(),
    })
    .readonly(),
)

const hash = z.string().regex(/^[0-9a-f]{64}$/)
const files = z.array(z.strictObject({ name: z.string(), lines: texts }).readonly()).readonly()

const signed = z
  .strictObject({
    checkpoint: z.strictObject({ note: z.string(), size: z.number(), root: hash, at: moment }).readonly().optional(),
    refused: z.strictObject({ since: moment, why: z.string() }).readonly().optional(),
    keys: z
      .array(
        z
          .strictObject({
            entry: z.number(),
            vkey: maybe,
            retired: z.strictObject({ entry: z.number(), size: z.number().optional() }).readonly().optional(),
          })
          .readonly(),
      )
      .readonly(),
  })
  .readonly()

export const logHead = twinOf<LogHeadView>()(
  z.strictObject({ size: z.number(), root: hash, origin: z.string(), at: moment.optional(), signed }).readonly(),
)

export const logProofs = twinOf<LogProofsView>()(z.strictObject({ size: z.number(), root: hash, origin: z.string(), signed }).readonly())
const opening = z.strictObject({ salt: z.string(), value: z.unknown() }).readonly()
export const logEntry = twinOf<LogEntryView>()(
  z
    .strictObject({
      row,
      proof: z
        .strictObject({
          format: z.enum(['writ-inclusion-proof-1', 'writ-inclusion-proof-2']),
          checkpoint: maybe,
          origin: hash,
          size: z.number(),
          root: hash,
          entry: z.number(),
          leaf: hash,
          path: z.array(hash).readonly(),
          body: maybe,
          openings: z.record(z.string(), opening).readonly().optional(),
        })
        .readonly(),
    })
    .readonly(),
)

export const charterRevision = twinOf<CharterRevisionView>()(
  z.strictObject({ number: z.number(), last: z.number(), hash, from: moment, entry: z.number(), files }).readonly(),
)

export const charterDiff = twinOf<CharterDiffView>()(
  z
    .strictObject({
      before: z.number(),
      after: z.number(),
      last: z.number(),
      clauses: z.array(z.strictObject({ clause: z.string(), summary: z.string(), line: maybe }).readonly()).readonly(),
      cells: z
        .array(
          z
            .strictObject({ target: z.string(), group: z.string(), right: z.string(), before: cell.optional(), after: cell.optional() })
            .readonly(),
        )
        .readonly(),
      verdicts: z.array(z.strictObject({ role: z.string(), technical: z.boolean(), before: maybe, after: maybe }).readonly()).readonly(),
      promises: z
        .array(
          z
            .strictObject({ text: z.string(), before: z.boolean().nullable().optional(), after: z.boolean().nullable().optional() })
            .readonly(),
        )
        .readonly(),
      people: z.array(z.strictObject({ who: z.string(), gains: texts, loses: texts }).readonly()).readonly(),
      findings: texts,
    })
    .readonly(),
)

export const hierarchy = twinOf<HierarchyView>()(
  z
    .strictObject({
      roles: z
        .array(
          z
            .strictObject({
              id: z.string(),
              title: z.string(),
              mark: z.enum(['plain', 'rogue', 'captured', 'stripped', 'helper']),
              changes: z
                .array(
                  z
                    .strictObject({
                      id: z.string(),
                      title: z.string(),
                      can: z.enum(['give', 'take', 'give and take']),
                      staged: z.boolean(),
                    })
                    .readonly(),
                )
                .readonly(),
            })
            .readonly(),
        )
        .readonly(),
      choices: z.array(named).readonly(),
      rogue: safetyRow.optional(),
    })
    .readonly(),
)

export const policy = twinOf<PolicyView>()(
  z
    .strictObject({
      target: named,
      right: z.string(),
      text: z.string(),
      why: maybe,
      class: maybe,
      line: maybe,
      elsewhere: z.array(named).readonly(),
      visitors: z.boolean(),
      registered: z.boolean(),
      groups: texts,
      roles: z
        .array(z.strictObject({ id: z.string(), title: z.string(), ways: z.array(door).readonly(), asked: z.boolean() }).readonly())
        .readonly(),
      count: z.number(),
      people: texts,
      next: maybe,
    })
    .readonly(),
)

export const reviews = twinOf<ReviewsView>()(
  z
    .strictObject({
      rules: z
        .array(
          z
            .strictObject({
              id: z.string(),
              title: z.string(),
              rule: z.string(),
              line: z.string(),
              holders: z.number().optional(),
              due: moment.optional(),
              overdue: z.boolean(),
            })
            .readonly(),
        )
        .readonly(),
      done: z.array(row).readonly(),
    })
    .readonly(),
)
