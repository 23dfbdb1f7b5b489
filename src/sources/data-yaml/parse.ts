import { parse } from 'yaml'
import { z } from 'zod'
import { err, ok, type Result } from '../../kernel/result.ts'

export interface DataYaml {
  readonly people: ReadonlyMap<string, DataPerson>
  readonly groups: ReadonlySet<string>
  /** What contradicts itself, for a person to look at. */
  readonly oddities: readonly string[]
}

export interface DataPerson {
  readonly ensure: 'present' | 'absent' | 'ldap-only'
  readonly groups: readonly string[]
  readonly email: string | undefined
  /** A day. */
  readonly expiry_date: string | undefined
}

/** Anchors of YAML put lists into lists. */
type Members = string | readonly Members[]
const members: z.ZodType<Members> = z.lazy(() => z.union([z.string(), z.array(members)]))

const state = z.enum(['present', 'absent'])
const person = z.looseObject({
  ensure: state,
  email: z.string().optional(),
  expiry_date: z.union([z.string(), z.date().transform((day) => day.toISOString().slice(0, 10))]).optional(),
})
const schema = z.looseObject({
  groups: z.record(z.string(), z.looseObject({ members: z.array(members) })),
  users: z.record(z.string(), person),
  ldap_only_users: z.record(z.string(), person).default({}),
})

const flat = (item: Members): readonly string[] => (typeof item === 'string' ? [item] : item.flatMap(flat))

/**
 * Reads the file. Who stands in `users` is what `users` says, also if `ldap_only_users` says otherwise: thirteen people of the real file are
 * absent in the one and present in the other, for they lost their shell and kept their login.
 */
export function parseDataYaml(text: string): Result<DataYaml, string> {
  let value: unknown
  try {
    value = parse(text, { maxAliasCount: 10_000 })
  } catch (error) {
    return err(error instanceof Error ? (error.message.split('\n')[0] ?? 'not YAML') : 'not YAML')
  }
  const read = schema.safeParse(value)
  if (!read.success) {
    const [issue] = read.error.issues
    return err(`\`${issue?.path.join('.') ?? ''}\`: ${issue?.message.toLowerCase() ?? 'not of this form'}; nothing of the file is believed`)
  }
  const { groups, users, ldap_only_users: others } = read.data
  if (Object.keys(users).length === 0) return err('`users` is empty; nothing of the file is believed')

  const inside = new Map<string, Set<string>>()
  const oddities: string[] = []
  for (const [group, block] of Object.entries(groups))
    for (const member of new Set(flat(block.members))) {
      inside.set(member, (inside.get(member) ?? new Set()).add(group))
      if (!Object.hasOwn(users, member) && !Object.hasOwn(others, member))
        oddities.push(`group \`${group}\` has the member \`${member}\`, whom nothing else in the file knows`)
    }
  const people = new Map<string, DataPerson>()
  const put = (name: string, ensure: DataPerson['ensure'], block: z.output<typeof person>) =>
    people.set(name, {
      ensure,
      groups: [...(inside.get(name) ?? [])].toSorted(),
      email: block.email,
      expiry_date: block.expiry_date,
    })
  for (const [name, block] of Object.entries(others)) put(name, block.ensure === 'present' ? 'ldap-only' : 'absent', block)
  for (const [name, block] of Object.entries(users)) put(name, block.ensure, block)
  return ok({ people, groups: new Set(Object.keys(groups)), oddities })
}
