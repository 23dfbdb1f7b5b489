import { Engine } from '../decide/engine/engine.ts'
import { pageProperties } from '../decide/engine/page.ts'
import type { Asker } from '../decide/engine/question.ts'
import type { Json } from '../kernel/json.ts'
import { decisionParts } from './decision-parts.ts'
import { readFacts } from './facts.ts'
import type { Instance } from './instance.ts'

/** Who may do something, and who may not, as a story expects it; `visitor` is whoever is not logged in. */
export interface ExpectedMay {
  readonly target: string
  readonly right: string
  readonly page?: string | undefined
  /** Further properties of what it is done to. */
  readonly resource?: Readonly<Record<string, Json>> | undefined
  readonly yes: readonly string[]
  readonly no: readonly string[]
}

/** Each answer that is another than a story expects, with its sentence. */
export async function checkMay(instance: Instance, { target, right, page, resource, yes, no }: ExpectedMay): Promise<readonly string[]> {
  const { state } = instance.journal
  const { charter } = await instance.charters.inForce(state)
  const now = instance.outside.clock.now()
  const { policy, holdings } = decisionParts(charter, state, now, await readFacts(instance))
  const engine = new Engine(policy, holdings)
  const properties = { ...(page === undefined ? {} : pageProperties(charter, target, page)), ...resource }
  const asker = (name: string): Asker => (name === 'visitor' ? { kind: 'anonymous' } : { kind: 'person', id: name })
  const wrong = (names: readonly string[], expected: boolean) =>
    names.flatMap((name) => {
      const { allowed, sentence } = engine.explain({ asker: asker(name), target, right, resource: properties, now })
      return allowed === expected ? [] : [sentence]
    })
  return [...wrong(yes, true), ...wrong(no, false)]
}
