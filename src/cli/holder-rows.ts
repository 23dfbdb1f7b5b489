import type { Charter, PublicField } from '../charter/model.ts'
import { rightsOfGroup } from '../charter/members.ts'
import type { Roster } from '../charter/roster.ts'
import { publicFieldsOf } from '../ledger/public-view.ts'
import type { HolderRow } from '../render/pages/holders-page.ts'

/** A roster's holders, no more of each than the charter makes public of that role. */
export function holdersOfRoster(charter: Charter, roster: Roster): readonly HolderRow[] {
  return roster.people.flatMap(({ handle, roles }) =>
    roles.map(({ role, from, until }): HolderRow => {
      const shown = new Set<PublicField>(publicFieldsOf(charter, role))
      return {
        person: shown.has('account') ? handle : undefined,
        role: shown.has('role') ? role : undefined,
        rights: shown.has('rights') ? rightsOf(charter, role) : undefined,
        since: shown.has('from') ? from : undefined,
        until: shown.has('until') ? (until ?? null) : undefined,
        why: undefined,
        decidedBy: undefined,
      }
    }),
  )
}

function rightsOf(charter: Charter, role: string): readonly string[] {
  const gives = [...(charter.roles.get(role)?.gives ?? [])]
  const rights = gives.flatMap(([target, groups]) =>
    groups.flatMap((group) => [...rightsOfGroup(charter, target, group)].map((right) => `${target}.${right}`)),
  )
  return [...new Set(rights)].toSorted()
}
