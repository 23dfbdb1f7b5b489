/** Facts of persons from a file of users and groups in the form of Wikimedia's `data.yaml`. */
import { readFile, stat } from 'node:fs/promises'
import { instant, type Instant } from '../../kernel/instant.ts'
import { err, ok, type Result } from '../../kernel/result.ts'
import type { Json } from '../../kernel/json.ts'
import type { FactReading, FactSource } from '../../workflow/ports.ts'
import { parseDataYaml, type DataYaml } from './parse.ts'

/** What the file can say of a person. `ensure` is `present`, `absent`, or `ldap-only` for whoever stands only among those without a shell. */
const subjects = ['ensure', 'groups', 'email', 'expiry_date'] as const
type Subject = (typeof subjects)[number]

export interface DataYamlOptions {
  readonly id: string
  readonly path: string
  /** Fact of the charter -> what of the file. */
  readonly facts: Readonly<Record<string, string>>
}

/** What it says is as old as the file. A file that cannot be read, or that is not of this form, makes every fact unknown. */
export function dataYamlSource({ id, path, facts: given }: DataYamlOptions): Result<FactSource, string> {
  const facts: Record<string, Subject> = {}
  for (const [fact, name] of Object.entries(given)) {
    const subject = subjects.find((one) => one === name)
    if (subject === undefined) return err(`fact \`${fact}\`: there is no \`${name}\` in data.yaml; there are ${subjects.join(', ')}`)
    facts[fact] = subject
  }
  return ok({
    id,
    async read(): Promise<FactReading> {
      const text = await readFile(path, 'utf8').catch(() => undefined)
      const changed = (await stat(path).catch(() => undefined))?.mtimeMs
      if (text === undefined || changed === undefined) return { kind: 'unavailable', why: `the file \`${path}\` cannot be read` }
      const data = parseDataYaml(text)
      if (!data.ok) return { kind: 'unavailable', why: `${path}: ${data.error}` }
      return readingOf(data.value, facts, instant(Math.floor(changed)))
    },
  })
}

function readingOf(data: DataYaml, facts: Readonly<Record<string, Subject>>, asOf: Instant): FactReading {
  const wanted = Object.entries(facts)
  const values = [...data.people].flatMap(([about, person]) =>
    wanted.flatMap(([fact, subject]) => {
      const value: Json | undefined = subject === 'groups' ? [...person.groups] : person[subject]
      return value === undefined ? [] : [{ fact, about, value, asOf }]
    }),
  )
  const vocabulary: Readonly<Partial<Record<Subject, ReadonlySet<string>>>> = {
    groups: data.groups,
    ensure: new Set(['present', 'absent', 'ldap-only']),
  }
  const knows = wanted.flatMap(([fact, subject]) => (vocabulary[subject] === undefined ? [] : [[fact, vocabulary[subject]] as const]))
  return { kind: 'complete', asOf, facts: values, knows: new Map(knows), alarms: data.oddities }
}
