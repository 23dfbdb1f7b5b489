import type { Core } from './core.ts'
import { placeIn } from './people.ts'
import type { Deed, Properties, Question, Revision } from './question.ts'
import { YES } from './tri.ts'

/** A deed of which it is asked who may do it. `subject`: said of everybody alike. */
export interface DeedOfAnybody extends Deed {
  readonly subject?: Properties | undefined
}

/** Which part of a list is wanted. */
export interface Page {
  /** So many at most; 0 = only the count. */
  readonly limit: number
  /** The `next` of the page before. */
  readonly after?: string | undefined
}

/** Who may do something. Never cut off silently: `next` says that there are more. */
export interface WhoCan {
  /** Of the people known. */
  readonly count: number
  /** Handles, in the order of their UTF-16 code units. */
  readonly people: readonly string[]
  /** For the page after this one; null = this was the last. It stays good when people come and go, and in another process. */
  readonly next: string | null
  /** Anybody may, also without logging in. */
  readonly visitors: boolean
  /** Whoever has an account may, also people not known here. */
  readonly registered: boolean
  readonly revision: Revision
}

export function whoCan(core: Core, deed: DeedOfAnybody, page: Page, revision: Revision): WhoCan {
  const right = core.policy.right(deed.target, deed.right)
  if (right === undefined) return { count: 0, people: [], next: null, visitors: false, registered: false, revision }
  const question: Question = { ...deed, asker: { kind: 'anonymous' } }
  core.enterVisitor()
  const visitors = core.evaluation.may(right, question, core.who) === YES
  core.who.anonymous = false
  const registered = core.supposing([...core.policy.registered.values()], () => core.evaluation.may(right, question, core.who) === YES)
  const { people, next } = list(core, right, question, page)
  return { count: countOf(core, right, question), people, next, visitors, registered, revision }
}

/** Counts by sets; one by one are looked at only those about whom there is more to know, or all where the answer is a personal one. */
function countOf(core: Core, right: number, question: Question): number {
  const { people, policy } = core
  let count = 0
  if (policy.isPersonal[right] === true) {
    for (const [id, index] of people.entries()) if (core.mayPerson(index, id, right, question) === YES) count += 1
    return count
  }
  for (let set = 0; set < core.sets.limit; set += 1) {
    const many = people.plainCount(set)
    if (many > 0 && maySet(core, set, right, question)) count += many
  }
  for (const index of people.specials()) if (core.mayPerson(index, '', right, question) === YES) count += 1
  return count
}

function maySet(core: Core, set: number, right: number, question: Question): boolean {
  core.enterSet(set)
  return core.evaluation.may(right, question, core.who) === YES
}

function list(core: Core, right: number, question: Question, { limit, after }: Page): Pick<WhoCan, 'people' | 'next'> {
  if (limit <= 0) return { people: [], next: null }
  const order = core.people.order()
  const may = personTest(core, right, question)
  const found: string[] = []
  let at = after === undefined ? 0 : placeIn(order, after)
  if (after !== undefined && order[at] === after) at += 1
  for (; at < order.length; at += 1) {
    const id = order[at] as string
    if (!may(id)) continue
    if (found.length === limit) return { people: found, next: found.at(-1) ?? null }
    found.push(id)
  }
  return { people: found, next: null }
}

/** Whether a person may; what the set of somebody decides alone is asked once a set. */
function personTest(core: Core, right: number, question: Question): (id: string) => boolean {
  const { people, policy } = core
  const ofSet: (boolean | undefined)[] = []
  return (id) => {
    const index = people.find(id) as number
    if (policy.isPersonal[right] === true || people.isSpecial(index)) return core.mayPerson(index, id, right, question) === YES
    const set = people.setOf(index, question.now)
    return (ofSet[set] ??= maySet(core, set, right, question))
  }
}
