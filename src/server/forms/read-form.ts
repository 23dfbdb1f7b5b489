import type { Context } from 'hono'
import { err, ok, type Result } from '../../kernel/result.ts'
import type { Refusal } from '../api/route.ts'
import { LARGEST_BODY, upTo } from '../authzen/read-body.ts'

/** The fields of a form as the browser sent them. */
export interface Form {
  /** A field that is filled in; undefined = absent, or nothing but blanks. */
  text(name: string): string | undefined
  /** All values of a field: of ticks, of a choice of several. */
  all(name: string): readonly string[]
  /** Everything, to be shown again. */
  readonly fields: readonly (readonly [string, string])[]
}

/** Reads an urlencoded body, the only one that our forms send. */
export async function readForm(context: Context): Promise<Result<Form, Refusal>> {
  if (!/^application\/x-www-form-urlencoded(?:\s*;|\s*$)/i.test(context.req.header('content-type') ?? ''))
    return err({ code: 'wrong-type', detail: 'this takes what a form of these pages sends' })
  const bytes = await upTo(LARGEST_BODY, context.req.raw.body)
  if (bytes === undefined) return err({ code: 'too-large', detail: `a form has at most ${LARGEST_BODY} bytes here` })
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return err({ code: 'bad-body', detail: 'the form is no text in UTF-8' })
  }
  return ok(formOf([...new URLSearchParams(text)]))
}

export function formOf(given: readonly (readonly [string, string])[]): Form {
  // browsers end lines with CR LF
  const fields = given.map(([name, value]) => [name, value.replaceAll('\r\n', '\n')] as const)
  const all = (name: string) => fields.filter(([one]) => one === name).map(([, value]) => value)
  return {
    fields,
    all,
    text: (name) => {
      const value = all(name)[0]?.trim()
      return value === undefined || value === '' ? undefined : value
    },
  }
}
