/** `targets.T.settings.content`: what a community leaves open by choice, and what something else keeps. */
import type { Charter, Clause, Id } from '../../../charter/model.ts'
import type { RenderProblem } from '../../rendered-file.ts'
import { isMap, type Namespace } from './namespaces.ts'

/** Ways of the core out of a closed page that a setting closes. */
export const CLOSABLE = ['compare', 'feeds', 'summaries', 'search', 'visual-editor'] as const
export type Closable = (typeof CLOSABLE)[number]

export interface ContentSettings {
  /** Numbers of namespaces whose pages may be transcluded by everyone. */
  readonly includable: readonly number[]
  readonly accepted: ReadonlySet<Closable>
  /** Gates that the charter says something else keeps. */
  readonly elsewhere: ReadonlySet<Id>
  readonly problems: readonly RenderProblem[]
}

/** A wiki whose templates cannot be transcluded does not work; whoever wants that says `includable: []`. */
const TEMPLATE = 10

export function contentSettings(charter: Charter, target: Id, namespaces: readonly Namespace[]): ContentSettings {
  const clause: Clause = `targets.${target}.settings.content`
  const declared = charter.targets.get(target)?.settings['content']
  const problems: RenderProblem[] = []
  const wrong = (key: string, message: string, remedy: string) =>
    void problems.push({ code: 'target-settings', clause: key === '' ? clause : `${clause}.${key}`, message, remedy })
  if (declared !== undefined && !isMap(declared)) wrong('', '`content` is not a map', 'write { includable, accepted, elsewhere }')
  const given = isMap(declared) ? declared : {}
  for (const key of Object.keys(given))
    if (!['includable', 'accepted', 'elsewhere'].includes(key))
      wrong(key, `\`${key}\` is no setting of content`, 'write { includable, accepted, elsewhere }')
  const words = (key: string): readonly string[] | undefined => {
    const value = given[key]
    if (value === undefined) return undefined
    const list = typeof value === 'string' ? [value] : value
    if (Array.isArray(list) && list.every((one) => typeof one === 'string')) return list
    wrong(key, `\`${key}\` is not a list of names`, `write ${key}: [NAME, ...]`)
    return []
  }
  const includable = (words('includable') ?? []).flatMap((name) => {
    const found = namespaces.find((one) => one.name === name || one.stockName === name)
    if (found === undefined) wrong('includable', `there is no namespace \`${name}\``, 'name it in `settings.namespaces`')
    return found === undefined ? [] : [found.number]
  })
  const accepted = (words('accepted') ?? []).flatMap((word) => {
    const found = CLOSABLE.find((one) => one === word)
    if (found === undefined) wrong('accepted', `\`${word}\` is no way that a setting closes`, `take some of ${CLOSABLE.join(', ')}`)
    return found === undefined ? [] : [found]
  })
  const elsewhere = (words('elsewhere') ?? []).filter((id) => {
    const known = charter.gates.get(id)?.target === target
    if (!known) wrong('elsewhere', `this target has no gate \`${id}\``, 'name a gate of this target')
    return known
  })
  return {
    includable: given['includable'] === undefined ? [TEMPLATE] : includable,
    accepted: new Set(accepted),
    elsewhere: new Set(elsewhere),
    problems,
  }
}
