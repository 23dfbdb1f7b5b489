import { accessRequestContext } from '../../decide/engine/arap.ts'
import type { Engine } from '../../decide/engine/engine.ts'
import type { Explanation } from '../../decide/engine/explanation.ts'
import type { Properties, Question } from '../../decide/engine/question.ts'
import { addDuration, type Duration } from '../../kernel/duration.ts'
import type { Hashing } from '../../kernel/hashing.ts'
import type { Scene } from '../scene.ts'
import type { Catalogue } from './catalogue.ts'
import type { Basis } from './engines.ts'
import type { ActionSearch, Evaluation, ResourceSearch, SubjectSearch } from './entities.ts'
import type { Window } from './paging.ts'

/** The policy decision point at one moment. */
export interface Point {
  readonly scene: Scene
  readonly engine: Engine
  readonly basis: Basis
  readonly catalogue: Catalogue
  /** Where this server is reached, without a slash at the end; and how its answers are named. */
  readonly base: string
  readonly hashing: Hashing
}

export interface Answer {
  readonly decision: boolean
  readonly context: object
}

/** A page of results; `after` names the last one where more follow. */
export interface Found<T> {
  readonly results: readonly T[]
  readonly total: number
  readonly after: string | undefined
}

/** How many holders a refusal names of each role that could help. */
const HOLDERS_TOLD = 5

/** The people of Writ, by their handles; accounts of a target by their names there. */
const USER = 'user'

/** One decision, with why and, for a no, with what would change it. */
export function evaluate(point: Point, asked: Evaluation): Answer {
  const question = questionOf(point, asked, asked.action.name, asked.action.properties)
  if ('code' in question) return refusedFor(point, question)
  const explanation = point.engine.explain(question, { holders: HOLDERS_TOLD })
  const { allowed, outcome, because, missing, whoCanHelp, sentence, account, revision } = explanation
  const help = allowed ? {} : { missing, who_can_help: whoCanHelp, ...requestable(point, asked, explanation) }
  return {
    decision: allowed,
    context: { reason: sentence, outcome, because, ...help, ...(account === undefined ? {} : { account }), revision, basis: point.basis },
  }
}

/** How long a refusal says truly what to ask for. */
const REQUESTABLE: Duration = { count: 10, unit: 'minute' }

/** How to ask for the role that would turn a no into a yes, for programs that know the access request profile; nothing where no role would. */
function requestable({ scene, base, hashing, engine }: Point, asked: Evaluation, explanation: Explanation): object {
  const { reason: _, ...context } =
    accessRequestContext(explanation, {
      evaluationId: evaluationId(hashing, asked, engine.revision),
      evaluatedAt: scene.now,
      endpoint: `${base}/api/v1/requests`,
      schemaUrl: `${base}/api/v1/openapi.json`,
      formUrl: (role) => `${base}/request/${encodeURIComponent(role)}`,
      expiresAt: addDuration(scene.now, REQUESTABLE),
    }) ?? {}
  return 'access_request' in context ? context : {}
}

/** The same question on the same ledger has the same name. */
function evaluationId(hashing: Hashing, asked: Evaluation, revision: Engine['revision']): string {
  const { subject, action, resource } = asked
  const text = JSON.stringify([subject, action, resource, asked.context ?? null, revision])
  return hashing.base64url(hashing.sha256(hashing.utf8(text))).slice(0, 22)
}

/** Why something could not even be asked; `clause` is the section of the charter that would have to know it. */
export interface Unaskable {
  readonly code: 'no-such-target' | 'nobody-known' | 'bad-question'
  readonly clause: 'targets' | 'accounts' | null
  readonly text: string
}

/** A no for what could not even be asked: no role would change it. */
export function refusedFor({ engine, basis }: Pick<Point, 'engine' | 'basis'>, why: Unaskable): Answer {
  const missing = { login: false, roles: [], complete: true, leave: [], promoted: [], unknown: [] }
  const rest = { missing, who_can_help: [], revision: engine.revision, basis }
  return { decision: false, context: { reason: why.text, outcome: 'refused', because: [why], ...rest } }
}

/** People who may do something, by handle. */
export function searchSubjects(point: Point, asked: SubjectSearch, { after, limit }: Window): Found<{ type: string; id: string }> {
  const target = targetOf(point, asked.resource.type)
  if (target === undefined || asked.subject.type !== USER) return { results: [], total: 0, after: undefined }
  const deed = {
    target,
    right: asked.action.name,
    resource: resourceOf(point, asked.resource),
    action: asked.action.properties as Properties | undefined,
    context: asked.context as Properties | undefined,
    subject: asked.subject.properties as Properties | undefined,
    now: point.scene.now,
  }
  const { people, count, next } = point.engine.whoCan(deed, { limit, after })
  return { results: people.map((id) => ({ type: USER, id })), total: count, after: next ?? undefined }
}

/** Resources of the catalogue with which somebody may do something. */
export function searchResources(point: Point, asked: ResourceSearch, { after, limit }: Window): Found<{ type: string; id: string }> {
  const { type, properties } = asked.resource
  const fitting = point.catalogue.ofType(type).filter(({ id }) => {
    const question = questionOf(point, { ...asked, resource: { type, id, properties } }, asked.action.name, asked.action.properties)
    return !('code' in question) && point.engine.check(question)
  })
  const rest = after === undefined ? fitting : fitting.filter(({ id }) => id > after)
  const shown = rest.slice(0, limit)
  return {
    results: shown.map(({ id }) => ({ type, id })),
    total: fitting.length,
    after: rest.length > shown.length ? shown.at(-1)?.id : undefined,
  }
}

/** Rights that somebody has on a resource, in the order of the charter. */
export function searchActions(point: Point, asked: ActionSearch, { after, limit }: Window): Found<{ name: string }> {
  const question = questionOf(point, asked, '', undefined)
  const names = 'code' in question ? [] : point.engine.whatCan(question)
  const start = after === undefined ? 0 : names.indexOf(after) + 1
  const shown = names.slice(start, start + limit)
  return { results: shown.map((name) => ({ name })), total: names.length, after: start + limit < names.length ? shown.at(-1) : undefined }
}

/** The question as the engine has it, or what about it is not known here. */
function questionOf(
  point: Point,
  { subject, resource, context }: Omit<Evaluation, 'action'>,
  right: string,
  action: Evaluation['action']['properties'],
): Question | Unaskable {
  const target = targetOf(point, resource.type)
  if (target === undefined)
    return { code: 'no-such-target', clause: 'targets', text: `resources of type \`${resource.type}\` are not known here` }
  const asker = askerOf(point, subject, target)
  if (asker === undefined)
    return { code: 'nobody-known', clause: 'accounts', text: `subjects of type \`${subject.type}\` are not known here` }
  return {
    asker,
    target,
    right,
    resource: resourceOf(point, resource),
    action: action as Properties | undefined,
    context: context as Properties | undefined,
    subject: subject.properties as Properties | undefined,
    now: point.scene.now,
  }
}

function targetOf({ scene, catalogue }: Point, type: string): string | undefined {
  return scene.charter.targets.has(type) || type === 'writ' ? type : catalogue.targetOf(type)
}

function askerOf({ engine }: Point, { type, id }: Evaluation['subject'], target: string): Question['asker'] | undefined {
  if (type === 'anonymous') return { kind: 'anonymous' }
  if (type === 'account') return { kind: 'account', target, name: id }
  if (type !== USER) return undefined
  return engine.knows(id) ? { kind: 'person', id } : { kind: 'account', target, name: id }
}

/** What was sent of a resource beats what is stored of it: whoever asks has it before them. */
function resourceOf({ catalogue }: Point, { type, id, properties }: Evaluation['resource']): Properties {
  return { ...catalogue.find(type, id)?.properties, ...(properties as Properties | undefined), id }
}
