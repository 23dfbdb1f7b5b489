import type { Reader } from '../../web/reader.ts'
import type { Problem } from '../../web/returned.ts'
import type { Unreadable } from '../authzen/read-body.ts'
import type { Form } from './read-form.ts'

/** How the parts of a body are called in a form, where that is not the same in another spelling. */
export interface Naming {
  readonly fields?: Readonly<Record<string, string>>
  readonly placeOf?: (text: string, form: Form) => string | undefined
}

const NAMED_PART = /^`([\w-]+)(?:\.([\w-]+))?[^`]*`:?\s*/

/** What is wrong with a body begins with the name of the part, `until`: said beside the field that fills it, in `words` or in the rest of the sentence. */
export function problemOf(text: string, form: Form, naming: Naming, words?: string): Problem {
  const found = naming.placeOf?.(text, form)
  if (found !== undefined) return { text, at: { field: found, text: text.slice(text.indexOf(':') + 1) } }
  const [whole = '', part, below] = NAMED_PART.exec(text) ?? []
  if (part === undefined) return { text }
  const spelled = part.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
  const names = [naming.fields?.[part], `q-${below ?? ''}`, `o-${below ?? ''}`, spelled]
  const field = names.find((name) => form.fields.some(([one]) => one === name)) ?? spelled
  return { text, at: { field, text: words ?? text.slice(whole.length) } }
}

/** What the schema of a body refuses. */
export function problemsOf(reader: Reader, { detail, issue }: Unreadable, form: Form, naming: Naming = {}): readonly Problem[] {
  return [problemOf(detail, form, naming, issue === undefined ? undefined : inWords(reader, issue))]
}

/** The usual mistakes of people who fill in a form, in words of the page. */
function inWords(reader: Reader, issue: NonNullable<Unreadable['issue']>): string | undefined {
  if (issue.code === 'invalid_type' || (issue.code === 'too_small' && issue.minimum === 1)) return reader.say('writ-common-fill-in')
  return issue.code === 'too_big' && issue.origin === 'string' ? reader.say('writ-common-too-long', Number(issue.maximum)) : undefined
}
