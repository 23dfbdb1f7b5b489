/** Charters for tests: from a text written in the test, or one of those that come with Writ. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Charter } from '../../src/charter/model.ts'
import { parseCharter } from '../../src/charter/parse.ts'
import type { CharterFile } from '../../src/charter/source.ts'

/** What else stands in a charter's folder. */
const NO_CHARTER: readonly string[] = ['roster.yaml', 'story.yaml', 'writ.config.yaml']

/** The charter that a YAML text says; throws with everything that is wrong with it. */
export function charterOf(yaml: string): Charter {
  return parsed([{ name: 'charter.yaml', text: yaml }])
}

/** A charter of `charters/`, by the name of its folder. */
export function shippedCharter(name: string): Charter {
  return parsed(shippedFiles(name))
}

/** The files of a charter of `charters/`, named as they lie in its folder. */
export function shippedFiles(name: string): readonly CharterFile[] {
  const folder = join(import.meta.dirname, '../../charters', name)
  const files = readdirSync(folder).filter((file) => file.endsWith('.yaml') && !NO_CHARTER.includes(file))
  return files.map((file) => ({ name: file, text: readFileSync(join(folder, file), 'utf8') }))
}

function parsed(files: readonly CharterFile[]): Charter {
  const result = parseCharter(files)
  if (!result.ok) throw new Error(result.error.map((one) => `${one.file}:${one.line}:${one.column} ${one.message}`).join('\n'))
  return result.value.charter
}
