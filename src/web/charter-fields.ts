import { html } from 'hono/html'
import { hidden, type Fields } from './form.ts'
import type { Html, Reader } from './reader.ts'

/** A file of a charter. */
export interface CharterText {
  readonly name: string
  readonly text: string
}

/** Where the text of a charter is written or chosen: an area for each file, filled in with what was typed before. */
export function charterFields(f: Fields, reader: Reader, files: readonly CharterText[]): Html {
  const shown = f.returned ? typedFiles(f) : files
  return html`${shown.map(
    ({ name, text }, index) =>
      html`${hidden(`name-${index}`, name)}
      ${f.area({
        name: `text-${index}`,
        label: name,
        hint: shown.length > 1 ? reader.say('writ-member-propose-empty') : undefined,
        value: text,
        most: 500_000,
        rows: 30,
        isCode: true,
      })}`,
  )}
  ${f.file({
    name: 'upload',
    label: reader.say('writ-member-propose-upload'),
    hint: reader.say('writ-member-propose-upload-hint'),
    accept: '.yaml,.yml',
    multiple: true,
  })}`
}

function typedFiles(f: Fields): readonly CharterText[] {
  const files: CharterText[] = []
  for (let index = 0; ; index += 1) {
    const name = f.typed(`name-${index}`)
    if (name === undefined) return files
    files.push({ name, text: f.typed(`text-${index}`) ?? '' })
  }
}
