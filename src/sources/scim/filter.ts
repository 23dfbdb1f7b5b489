/** Filters of RFC 7644 section 3.4.2.2: parsed by the library, compared as the schemas say, without regard to the case of letters except in ids. */
import SCIMMY from 'scimmy'
import type { Json } from '../../kernel/json.ts'
import { err, ok, type Result } from '../../kernel/result.ts'
import { isObject } from './normalise.ts'
import { problem, type ScimProblem } from './problem.ts'
import { CORE_GROUP, CORE_USER, ENTERPRISE, type JsonObject } from './schema.ts'

export type Matches = (resource: JsonObject) => boolean

const LONGEST = 1000
/** Alternatives are multiplied out: each one more may double the work. */
const MOST_TERMS = 12
/** The whole resource is one key, so that a dot in the name of the schema is none of a path. */
const EXTENSION = 'enterprise'
const EXACT: ReadonlySet<string> = new Set(['id', 'externalid', '$ref', 'location'])

export function parseFilter(text: string): Result<Matches, ScimProblem> {
  const wrong = (detail: string) => err(problem('invalidFilter', detail))
  if (text.length > LONGEST) return wrong(`a filter has at most ${LONGEST} characters here`)
  if (text.trim() === '') return wrong('the filter is empty')
  if ((outsideQuotes(text).match(/\s(?:and|or)\s/gi)?.length ?? 0) >= MOST_TERMS)
    return wrong(`a filter has at most ${MOST_TERMS} terms here`)
  try {
    const parsed = new SCIMMY.Types.Filter(withoutUrns(text))
    const alternatives = (JSON.parse(JSON.stringify([...parsed])) as JsonObject[]).map((one) => folded(one, '') as JsonObject)
    const filters = alternatives.map((one) => ({ filter: new SCIMMY.Types.Filter([one]), parts: partsOf(one) }))
    return ok((resource) => {
      const { [ENTERPRISE]: extension, ...rest } = resource
      const flat = folded(extension === undefined ? rest : { ...rest, [EXTENSION]: extension }, '') as JsonObject
      return filters.some(({ filter, parts }) => filter.match([{ ...parts, ...flat }]).length === 1)
    })
  } catch (error) {
    if (error instanceof SCIMMY.Types.Error || error instanceof TypeError) return wrong(error.message)
    throw error
  }
}

/** The one value of a filter `ATTRIBUTE eq "…"`, by far the most frequent one: it is answered from an index. */
export function equalTo(text: string, attribute: string): string | undefined {
  const found = new RegExp(
    `^\\s*(?:${CORE_USER.replaceAll('.', '\\.')}:|${CORE_GROUP.replaceAll('.', '\\.')}:)?${attribute}\\s+eq\\s+("(?:[^"\\\\]|\\\\.)*")\\s*$`,
    'i',
  ).exec(text)?.[1]
  if (found === undefined) return undefined
  try {
    return JSON.parse(found) as string
  } catch {
    return undefined
  }
}

const outsideQuotes = (text: string) => text.replaceAll(/"(?:[^"\\]|\\.)*"/g, '""')

function withoutUrns(text: string): string {
  return text
    .split(/("(?:[^"\\]|\\.)*")/)
    .map((part, at) =>
      at % 2 === 1
        ? part
        : [CORE_USER, CORE_GROUP].reduce(
            (rest, urn) => replaceAll(rest, `${urn}:`, ''),
            replaceAll(part, `${ENTERPRISE}:`, `${EXTENSION}.`),
          ),
    )
    .join('')
}

function replaceAll(text: string, what: string, by: string): string {
  return text.replaceAll(new RegExp(what.replaceAll('.', '\\.'), 'gi'), by)
}

/** Of an attribute that is absent, the parts are absent too: the library must find something to look into. */
function partsOf(alternative: JsonObject): JsonObject {
  const inner = Object.entries(alternative).filter(([, test]) => isObject(test) || (Array.isArray(test) && test.some(isObject)))
  return Object.fromEntries(inner.map(([name]) => [name, {}]))
}

/** With small letters wherever their case does not count. */
function folded(value: Json, name: string): Json {
  if (typeof value === 'string') return EXACT.has(name) ? value : value.toLowerCase()
  if (Array.isArray(value)) return value.map((one) => folded(one, name))
  if (!isObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key.toLowerCase(), folded(part, key.toLowerCase())]))
}
