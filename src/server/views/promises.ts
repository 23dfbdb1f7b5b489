import type { Roster } from '../../charter/roster.ts'
import type { CharterSource } from '../../charter/source.ts'
import type { AccountKind } from '../../charter/model.ts'
import { dayOf } from '../../kernel/day.ts'
import { checkPromises } from '../../safety/promises.ts'
import type { PromiseView } from '../../web/view.ts'
import type { Scene } from '../scene.ts'
import { lineOf } from './place.ts'

/** So many holders are put into the analysis; with more of them two holders a role are assumed, as `writ check` does without a roster. */
const LARGEST_ROSTER = 500

export function promiseViews(scene: Scene): readonly PromiseView[] {
  return promisesOf(scene.source, publicRoster(scene))
}

/** The same of any charter. */
export function promisesOf(source: CharterSource, roster: Roster | undefined): readonly PromiseView[] {
  return checkPromises(source.charter, roster).map(({ text, kept, why, clause }) => ({
    text,
    kept,
    why,
    line: lineOf(source, clause),
  }))
}

/** Who holds what now, if all of it is public: a verdict must not tell what the log does not. */
export function publicRoster({ state, handleOf, fieldsOf }: Scene): Roster | undefined {
  const people = new Map<string, { readonly handle: string; readonly roles: Roster['people'][number]['roles'][number][] }>()
  for (const grant of state.runningGrants()) {
    const handle = handleOf(grant.subject)
    if (handle === undefined || !['account', 'role'].every((field) => fieldsOf(grant).some((one) => one === field))) return undefined
    const person = people.get(handle) ?? { handle, roles: [] }
    person.roles.push({ role: grant.role, from: dayOf(grant.from), until: undefined })
    people.set(handle, person)
    if (people.size > LARGEST_ROSTER) return undefined
  }
  return {
    people: [...people.values()].map((person) => ({
      ...person,
      accounts: state
        .accountsOf(state.personByHandle(person.handle)?.subject ?? '')
        .map(({ target, name, kind }) => ({ target, name, kind: kind as AccountKind })),
      facts: new Map(),
    })),
  }
}
