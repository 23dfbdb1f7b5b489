import { nearest } from '../../kernel/nearest.ts'
import type { Code } from '../codes.ts'
import type { Finding } from '../finding.ts'
import { alternatives, problem, quoted } from '../problem.ts'
import { at, namesAt, textAt, type MapTree, type Path, type Tree } from '../yaml/tree.ts'
import { idMeant } from './scalar.ts'
import type { Mention } from './shape.ts'
import { writRightNames, WRIT } from '../writ-target.ts'

type SectionReference = 'role' | 'condition' | 'statement' | 'date' | 'fact' | 'target' | 'class' | 'ladder'

const SECTION: Readonly<Record<SectionReference, string>> = {
  role: 'roles',
  condition: 'conditions',
  statement: 'statements',
  date: 'dates',
  fact: 'facts',
  target: 'targets',
  class: 'classes',
  ladder: 'ladders',
}
const PEOPLE_WORDS = ['registered', 'everyone', 'subject']
const RESERVED: Readonly<Record<string, readonly string[]>> = {
  roles: ['all', 'none', 'any', ...PEOPLE_WORDS],
  conditions: ['none', 'all', 'any'],
}

/** Every name that is used must be declared; no name may be a person's. Works on the text as read, so that it speaks even when other parts are wrong. */
export function resolveNames(root: MapTree, mentions: readonly Mention[]): Finding[] {
  const names = new Names(root)
  return [...reserved(root), ...mentions.flatMap((mention) => names.check(mention))]
}

function reserved(root: MapTree): Finding[] {
  const findings: Finding[] = []
  for (const [section, words] of Object.entries(RESERVED)) {
    const block = at(root, [section])
    if (block?.kind !== 'map') continue
    for (const word of words) {
      const entry = block.entries.get(word)
      if (entry !== undefined)
        findings.push(
          problem('charter/reserved-name', entry.place, `${quoted(word)} has a meaning of its own in the grammar`, 'use another id'),
        )
    }
  }
  for (const section of ['targets', 'rights']) {
    const block = at(root, [section])
    const entry = block?.kind === 'map' ? block.entries.get(WRIT) : undefined
    if (entry !== undefined)
      findings.push(
        problem(
          'charter/writ-target',
          entry.place,
          '`writ` is built in: neither the target nor its rights are declared',
          'remove it; declare only `groups.writ`',
        ),
      )
  }
  return findings
}

/** Looking for the name that was meant takes time; whoever has so many unknown names has another problem. */
const MOST_SUGGESTIONS = 300

class Names {
  readonly #root: MapTree
  readonly #rights = new Map<string, ReadonlySet<string>>()
  readonly #groups = new Map<string, ReadonlySet<string>>()
  #suggested = 0
  readonly #sections = new Map<string, readonly string[]>()

  constructor(root: MapTree) {
    this.#root = root
  }

  check(mention: Mention): Finding[] {
    switch (mention.refersTo) {
      case 'people':
        return this.#people(mention)
      case 'right':
      case 'group':
        return this.#bare(mention, mention.refersTo)
      case 'target-right':
        return this.#targetRight(mention)
      case 'target':
        if (mention.text === WRIT && (mention.path[0] === 'groups' || mention.path[0] === 'rights' || mention.path[2] === 'gives'))
          return []
        return this.#section(mention, 'target')
      default:
        return this.#section(mention, mention.refersTo)
    }
  }

  #section(mention: Mention, kind: SectionReference): Finding[] {
    const section = at(this.#root, [SECTION[kind]])
    if (section?.kind === 'map' && section.entries.has(mention.text)) return []
    const known = this.#namesOf(SECTION[kind])
    // declared under an id that is no id: that is said there
    if (known.some((name) => name !== mention.text && idMeant(name) === mention.text && !known.includes(idMeant(name) ?? ''))) return []
    if (kind === 'role' && looksLikeAPerson(mention.text) && this.#meant(mention.text, known, ['roles']) === undefined)
      return [person(mention)]
    return [
      unknown(
        mention,
        kind,
        `charter/unknown-${kind}`,
        this.#meant(mention.text, [...known, ...mention.literals], [SECTION[kind]]),
        known,
        `declare it under \`${SECTION[kind]}\``,
      ),
    ]
  }

  #namesOf(section: string): readonly string[] {
    const known = this.#sections.get(section) ?? namesAt(this.#root, [section])
    this.#sections.set(section, known)
    return known
  }

  #people(mention: Mention): Finding[] {
    if (PEOPLE_WORDS.includes(mention.text)) return []
    if (!mention.text.startsWith('subject.')) return this.#section({ ...mention, literals: [...mention.literals, ...PEOPLE_WORDS] }, 'role')
    const fact = mention.text.slice('subject.'.length)
    const facts = this.#namesOf('facts')
    const relations = facts.filter((id) => textAt(this.#root, ['facts', id, 'type']) === 'people')
    if (relations.includes(fact)) return []
    const meant = nearest(fact, relations)
    if (facts.includes(fact)) {
      return [
        problem(
          'charter/not-people-fact',
          mention.place,
          `${quoted(mention.text)} names a fact that is not of type \`people\``,
          relations.length === 0 ? 'give the fact `type: people`' : `use ${alternatives(relations.map((id) => `subject.${id}`))}`,
        ),
      ]
    }
    return [
      unknown(
        { ...mention, text: mention.text },
        'fact',
        'charter/unknown-fact',
        meant === undefined ? undefined : `subject.${meant}`,
        relations.map((id) => `subject.${id}`),
        'declare it under `facts` with `type: people`',
      ),
    ]
  }

  #bare(mention: Mention, kind: 'right' | 'group'): Finding[] {
    const targets = this.#targetsOf(mention.path)
    if (targets === undefined) return []
    const has = (target: string) => (kind === 'right' ? this.#rightsOf(target) : this.#groupsOf(target)).has(mention.text)
    if (targets.some(has)) return []
    const known = [...new Set(targets.flatMap((target) => [...(kind === 'right' ? this.#rightsOf(target) : this.#groupsOf(target))]))]
    if (known.includes(mention.text)) return []
    if (kind === 'group' && /^user(?: talk)?:/i.test(mention.text)) return [person(mention)]
    const target = targets[0] ?? ''
    const where = targets.length === 1 ? ` of \`${target}\`` : ''
    const meant = this.#meant(mention.text, [...known, ...mention.literals], [`${kind}s`, target])
    return [
      unknown(
        mention,
        `${kind}${where}`,
        kind === 'right' ? 'charter/unknown-right' : 'charter/unknown-group',
        meant,
        known,
        `declare it under \`${kind}s.${target}\``,
      ),
    ]
  }

  #targetRight(mention: Mention): Finding[] {
    const dot = mention.text.indexOf('.')
    const [target, right] = [mention.text.slice(0, dot), mention.text.slice(dot + 1)]
    const targets = [...this.#namesOf('targets'), WRIT]
    if (dot > 0 && targets.includes(target)) {
      const known = [...this.#rightsOf(target)]
      if (known.includes(right)) return []
      const meant = nearest(right, known)
      return [
        unknown(
          { ...mention, text: right },
          `right of \`${target}\``,
          'charter/unknown-right',
          meant === undefined ? undefined : `${target}.${meant}`,
          known,
          `declare it under \`rights.${target}\``,
        ),
      ]
    }
    const having = targets.filter((id) => this.#rightsOf(id).has(mention.text))
    const meant = dot > 0 ? nearest(target, targets) : undefined
    const remedy =
      having.length > 0
        ? `write ${alternatives(having.map((id) => `${id}.${mention.text}`))}`
        : meant === undefined
          ? `write TARGET.NAME with one of the targets ${alternatives(targets)}`
          : `write \`${meant}.${right}\``
    return [
      problem(
        'charter/bad-right',
        mention.place,
        `${quoted(mention.text)} does not begin with a target; outside its own block a right is written TARGET.NAME`,
        remedy,
      ),
    ]
  }

  /** The target to which bare names at this place belong; several where any will do; undefined if the target itself is unknown. */
  #targetsOf(path: Path): readonly string[] | undefined {
    const declared = this.#namesOf('targets')
    const [section, id] = path
    if (section === 'classes') return declared
    let target: string | undefined
    if (section === 'rights' || section === 'groups') target = String(id)
    else if (section === 'gates') target = textAt(this.#root, ['gates', String(id), 'target'])
    else if (section === 'roles') target = path[2] === 'gives' ? String(path[3]) : undefined
    else if (section === 'promises') target = textAt(this.#root, [...path.slice(0, 3), 'right'])?.split('.')[0]
    return target !== undefined && (target === WRIT || declared.includes(target)) ? [target] : undefined
  }

  #rightsOf(target: string): ReadonlySet<string> {
    return this.#inherited(this.#rights, 'rights', target, target === WRIT ? writRightNames : [])
  }

  #groupsOf(target: string): ReadonlySet<string> {
    return this.#inherited(this.#groups, 'groups', target, [])
  }

  /** Own names and those of the target that `like` names. */
  #inherited(
    cache: Map<string, ReadonlySet<string>>,
    section: 'rights' | 'groups',
    target: string,
    built: readonly string[],
  ): ReadonlySet<string> {
    const cached = cache.get(target)
    if (cached !== undefined) return cached
    const names = new Set(built)
    const seen = new Set<string>()
    for (
      let here: string | undefined = target;
      here !== undefined && !seen.has(here);
      here = textAt(this.#root, ['targets', here, 'like'])
    ) {
      seen.add(here)
      for (const name of namesAt(this.#root, [section, here])) names.add(name)
    }
    cache.set(target, names)
    return names
  }

  /** The declared name that was probably meant: another name of it, another case of it, or the nearest one. */
  #meant(text: string, known: readonly string[], section: Path): string | undefined {
    this.#suggested += 1
    if (this.#suggested > MOST_SUGGESTIONS) return undefined
    const alias = known.find((name) => aliases(at(this.#root, [...section, name])).some((other) => same(other, text)))
    return alias ?? known.find((name) => same(name, text)) ?? nearest(text, known)
  }
}

function aliases(block: Tree | undefined): readonly string[] {
  const named = at(block, ['also_called'])
  const own = textAt(block, ['title'])
  const others =
    named?.kind === 'list'
      ? named.items.flatMap((item) => (item.kind === 'scalar' ? [item.text] : []))
      : named?.kind === 'scalar'
        ? [named.text]
        : []
  return own === undefined ? others : [...others, own]
}

function looksLikeAPerson(text: string): boolean {
  return /[A-Z\s@:]/.test(text)
}

function person(mention: Mention): Finding {
  return problem(
    'charter/person-named',
    mention.place,
    `${quoted(mention.text)} is no role; a charter never names a person`,
    'name a role; who holds it stands in the ledger',
  )
}

function unknown(
  mention: Mention,
  what: string,
  code: Code,
  meant: string | undefined,
  known: readonly string[],
  declare: string,
): Finding {
  const remedy =
    meant === undefined ? `${declare}${known.length === 0 ? '' : `, or use ${alternatives(known)}`}` : `write \`${meant}\`, or ${declare}`
  return problem(code, mention.place, `${quoted(mention.text)} is no ${what}`, remedy)
}

function same(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase()
}
