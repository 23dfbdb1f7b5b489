/** Targets with their rights and groups, and the gates on them. */
import { z } from 'zod'
import { inactive, requirements, seats } from './stages.ts'
import {
  accountKind,
  conditions,
  duration,
  flag,
  ids,
  label,
  literal,
  many,
  nameRef,
  oneOf,
  people,
  ref,
  settings,
  some,
  text,
  url,
  whole,
} from './words.ts'

export const target = z.strictObject({
  connector: label(),
  title: text().optional(),
  url: url().optional(),
  like: ref('target').optional(),
  after: z.strictObject({ target: ref('target'), clean_runs: whole(1).optional(), confirmed_by: people().optional() }).optional(),
  sync: duration().optional(),
  mirrors: oneOf('effective', 'held').optional(),
  drift: oneOf('ask', 'revert', 'adopt').optional(),
  direct: flag().optional(),
  mode: oneOf('observe', 'propose', 'enforce').optional(),
  environment: label().optional(),
  members: z.strictObject({ requires: requirements.optional(), inactive: inactive.optional(), seats: seats.optional() }).optional(),
  guards: z.strictObject({ people: whole(0).optional(), share: whole(0, 100).optional(), keep_last: ids('role').optional() }).optional(),
  settings: settings().optional(),
})

export const right = z.strictObject({
  text: text(),
  why: text().optional(),
  class: ref('class').optional(),
  needs: many(nameRef('right')).optional(),
  provided_by: text().optional(),
  settings: settings().optional(),
  narrows: nameRef('right').optional(),
  when: conditions().optional(),
  assigned: flag().optional(),
  protects: flag().optional(),
  controls: z
    .union([
      oneOf('all-groups', 'accounts'),
      z.strictObject({ add: many(nameRef('group')).optional(), remove: many(nameRef('group')).optional() }),
    ])
    .optional(),
  policy: url().optional(),
  also_called: many(text()).optional(),
})

export const group = z.strictObject({
  title: text().optional(),
  text: text().optional(),
  rights: many(nameRef('right')).optional(),
  includes: many(nameRef('group')).optional(),
  denies: many(nameRef('right')).optional(),
  implicit: oneOf('everyone', 'registered').optional(),
  promote: z.strictObject({ when: conditions(), keep: flag().optional() }).optional(),
  abolished: z.strictObject({ holders: oneOf('all', 'choose', 'none'), to: ids('role').optional() }).optional(),
  managed: z.union([oneOf('all', 'none'), accountKind(), z.array(accountKind()).min(1)]).optional(),
  authority: oneOf('writ', 'shared', 'target').optional(),
  settings: settings().optional(),
  also_called: many(text()).optional(),
})

export const gate = z.strictObject({
  text: text(),
  target: ref('target'),
  rights: z.union([literal('all'), ...some(nameRef('right')).options]),
  when: conditions(),
  only: many(nameRef('group')).optional(),
  or_listed: label().optional(),
  hides: oneOf('content', 'existence').optional(),
})
