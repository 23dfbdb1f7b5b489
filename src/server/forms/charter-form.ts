import type { CharterFile } from '../../charter/source.ts'
import { formOf, type Form } from './read-form.ts'

/** The texts of a form; a file whose text is taken away is no longer part of the charter. */
export function filesOf(form: Form): readonly CharterFile[] {
  return form.fields.flatMap(([field, name]) => {
    const index = /^name-(\d{1,3})$/.exec(field)?.[1]
    const text = index === undefined ? '' : (form.all(`text-${index}`)[0] ?? '')
    return text.trim() === '' ? [] : [{ name, text: text.endsWith('\n') ? text : `${text}\n` }]
  })
}

/** Files that were chosen take the place of all texts: the charter is what they say. */
export function withUploads(form: Form): Form {
  if (form.files.length === 0) return form
  const rest = form.fields.filter(([name]) => !/^(?:name|text)-\d+$/.test(name))
  return formOf([
    ...rest,
    ...form.files.flatMap(({ name, text }, index) => [[`name-${index}`, name] as const, [`text-${index}`, text] as const]),
  ])
}

/** The field of the file in which something is wrong, `roles.yaml:41:3 …`. */
export function fieldOfFile(text: string, form: Form): string | undefined {
  const [, name] = /^([^:\n]+):\d+:\d+ /.exec(text) ?? []
  const field = name === undefined ? undefined : form.fields.find(([one, value]) => one.startsWith('name-') && value === name)?.[0]
  return field?.replace('name-', 'text-')
}
