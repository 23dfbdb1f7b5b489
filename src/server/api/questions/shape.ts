import { z } from 'zod'
import { pageProperties } from '../../../decide/engine/page.ts'
import type { Engine } from '../../../decide/engine/engine.ts'
import type { Asker, Deed, Properties } from '../../../decide/engine/question.ts'
import { err, ok, type Result } from '../../../kernel/result.ts'
import { createEngines, type Engines } from '../../authzen/engines.ts'
import type { Serving } from '../../serving.ts'
import type { Reader, Refusal } from '../route.ts'
import { name } from '../shapes.ts'

const properties = z.string().max(2000).optional()

/** What it is asked about, as parts of an address. */
export const deedQuery = {
  target: name.describe('the target, or `writ`'),
  page: z.string().max(300).optional().describe('a page by its title: tells `page` and `namespace`'),
  resource: properties.describe('properties of what it is done to, as a JSON object'),
  action: properties.describe('properties of the action, as a JSON object'),
  context: properties.describe('properties of the circumstances, as a JSON object'),
}

/** Who is meant: one of the three, or a visitor who is not logged in. */
export const askerQuery = {
  person: name.optional().describe('somebody by handle'),
  roles: z.string().min(1).max(2000).optional().describe('somebody who holds these roles, divided by commas, and nothing else'),
}

export const revision = z.object({ ledger: z.int(), charter: z.string() })
export const basis = z.enum(['everything', 'public'])

type DeedAsked = { readonly target: string; readonly page?: string | undefined } & {
  readonly [one in 'resource' | 'action' | 'context']?: string | undefined
}

const engines = new WeakMap<Serving, Engines>()

/** The engine of this server, as of the reader's moment; from what is public, unless its asker may read private data. */
export async function engineFor({ scene, readsPrivate, serving }: Reader): Promise<{ engine: Engine; basis: z.infer<typeof basis> }> {
  const own = engines.get(serving) ?? createEngines()
  engines.set(serving, own)
  const from = readsPrivate ? 'everything' : 'public'
  return { engine: await own(scene, from, await serving.facts()), basis: from }
}

/** The case that a question is about. */
export function deedOf({ scene }: Reader, asked: DeedAsked): Result<Omit<Deed, 'right'>, Refusal> {
  const { target, page } = asked
  if (target !== 'writ' && !scene.charter.targets.has(target))
    return err({ code: 'not-found', detail: 'the charter has no target of this name' })
  const read: Partial<Record<'resource' | 'action' | 'context', Properties>> = {}
  for (const part of ['resource', 'action', 'context'] as const) {
    const value = propertiesIn(asked[part])
    if (value === undefined) return err({ code: 'bad-request', detail: `\`${part}\` must be a JSON object` })
    read[part] = value
  }
  const ofPage = page === undefined ? {} : pageProperties(scene.charter, target, page)
  return ok({ target, ...read, resource: { ...ofPage, ...read.resource }, now: scene.now })
}

/** Whoever is meant by the address. */
export function askerIn(
  { scene }: Reader,
  engine: Engine,
  { person, roles }: { readonly person?: string | undefined; readonly roles?: string | undefined },
): Result<Asker, Refusal> {
  if (person !== undefined && roles !== undefined) return err({ code: 'bad-request', detail: 'take `person` or `roles`, not both' })
  if (roles !== undefined) {
    const ids = roles.split(',').map((one) => one.trim())
    const unknown = ids.find((one) => !scene.charter.roles.has(one))
    return unknown === undefined ? ok({ kind: 'roles', roles: ids }) : err({ code: 'not-found', detail: 'the charter has no such role' })
  }
  if (person === undefined) return ok({ kind: 'anonymous' })
  return engine.knows(person) ? ok({ kind: 'person', id: person }) : err({ code: 'not-found', detail: 'nobody is known by this handle' })
}

function propertiesIn(text: string | undefined): Properties | undefined {
  if (text === undefined) return {}
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Properties) : undefined
  } catch {
    return undefined
  }
}
