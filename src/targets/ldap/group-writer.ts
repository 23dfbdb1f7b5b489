/**
 * Changes of members, one request a group: what comes while a request is under way travels together in the next one. A request is all or nothing;
 * if one with several people fails, each is tried alone, so that the one at fault is known and the others are served.
 */
import { valuesOf, withDirectory, type Directory, type DirectoryAccess, type ValueChange } from '../../ldap/connection.ts'
import { makeGroup } from '../../ldap/new-group.ts'
import { mappingOf, memberKey, readGroups, type DirectoryGroup } from '../../ldap/people.ts'
import { err, ok, type Result } from '../../kernel/result.ts'
import type { TargetFailure } from '../../reconcile/target.ts'

type Kind = 'add' | 'remove'
type Write = (group: string, member: string, kind: Kind) => Promise<Result<void, TargetFailure>>

interface Wish {
  readonly member: string
  readonly kind: Kind
  readonly tell: (result: Result<void, TargetFailure>) => void
}

export function openGroupWriter(access: DirectoryAccess): Write {
  const waiting = new Map<string, Wish[]>()
  const busy = new Set<string>()

  async function drain(group: string): Promise<void> {
    busy.add(group)
    // whoever asks in the same turn travels along
    await new Promise((resolve) => setImmediate(resolve))
    for (;;) {
      const wishes = waiting.get(group) ?? []
      if (wishes.length === 0) break
      waiting.delete(group)
      await send(group, wishes)
    }
    busy.delete(group)
  }

  async function send(group: string, wishes: readonly Wish[]): Promise<void> {
    const result = await change(access, group, wishes)
    if (result.ok || wishes.length === 1 || result.error.code === 'unknown-group') for (const { tell } of wishes) tell(result)
    else for (const wish of wishes) wish.tell(await change(access, group, [wish]))
  }

  return (group, member, kind) =>
    new Promise((tell) => {
      waiting.set(group, [...(waiting.get(group) ?? []), { member, kind, tell }])
      if (!busy.has(group)) void drain(group)
    })
}

/** How often a group is read anew because somebody else changed it between reading and writing. */
const tries = 3

async function change(access: DirectoryAccess, group: string, wishes: readonly Wish[]): Promise<Result<void, TargetFailure>> {
  for (let attempt = 1; ; attempt += 1) {
    const done = await withDirectory(access, `the members of \`${group}\``, async (directory): Promise<boolean> => {
      const [found] = await readGroups(directory, access.settings, [group])
      if (found === undefined) {
        const first = access.settings.makes_groups ? wishes.filter(({ kind }) => kind === 'add').map(({ member }) => member) : []
        if (first.length > 0) await makeGroup(directory, access.settings, group, [...new Set(first)])
        return first.length > 0
      }
      const needed = await difference(directory, access, found, wishes)
      if (needed.add.length > 0 || needed.remove.length > 0) await directory.modify(found.dn, needed)
      return true
    })
    if (done.ok)
      return done.value
        ? ok(undefined)
        : err({ kind: 'invalid', code: 'unknown-group', message: `the directory has no group \`${group}\`` })
    const raced = done.error.code === 'value-exists' || done.error.code === 'no-such-attribute' || done.error.code === 'entry-exists'
    if (!raced || attempt === tries) return err({ ...done.error, message: `group \`${group}\`: ${done.error.message}` })
  }
}

/** Only what is not so yet; the placeholder comes when the last member goes, and goes when the first one comes. */
async function difference(
  directory: Directory,
  { settings }: DirectoryAccess,
  group: DirectoryGroup,
  wishes: readonly Wish[],
): Promise<ValueChange> {
  const { attribute, mayBeEmpty } = mappingOf(settings)
  const key = (value: string) => memberKey(settings, value)
  const now = new Map(group.members.map((value) => [key(value), value]))
  const then = new Map(now)
  for (const { member, kind } of wishes) {
    if (kind === 'remove') then.delete(key(member))
    else if (!then.has(key(member))) then.set(key(member), member)
  }
  const add = [...then].flatMap(([each, value]) => (now.has(each) ? [] : [value]))
  const remove = [...now].flatMap(([each, value]) => (then.has(each) ? [] : [value]))
  if (mayBeEmpty || (add.length === 0 && remove.length === 0)) return { attribute, add, remove }
  const held = valuesOf((await directory.entry(group.dn, [attribute])) ?? { dn: group.dn }, attribute).some(
    (value) => key(value) === key(settings.placeholder),
  )
  if (then.size === 0 && !held) add.push(settings.placeholder)
  if (then.size > 0 && held) remove.push(settings.placeholder)
  return { attribute, add, remove }
}
