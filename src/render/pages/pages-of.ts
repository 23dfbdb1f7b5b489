import type { Charter, Id } from '../../charter/model.ts'
import { charterPage } from './charter-page.ts'
import type { PageDocument } from './document.ts'
import { holdersPage, type HolderRow } from './holders-page.ts'
import { matrixPage } from './matrix-page.ts'
import type { PageNames } from './page-names.ts'
import { rolePage } from './role-page.ts'

/** Which pages about a charter are wanted. */
export type PageKind = 'charter' | 'matrix' | 'roles' | 'holders'

/** The pages of these kinds. `holders` undefined: who holds what is not known here, so no such page is made. */
export function pagesOf(
  charter: Charter,
  target: Id,
  kinds: readonly PageKind[],
  names: PageNames,
  holders: readonly HolderRow[] | undefined,
): readonly PageDocument[] {
  return kinds.flatMap((kind): readonly PageDocument[] => {
    if (kind === 'charter') return [charterPage(charter, names)]
    if (kind === 'matrix') return [matrixPage(charter, target, names)]
    if (kind === 'holders') return holders === undefined ? [] : [holdersPage(charter, holders, names)]
    return [...charter.roles.keys()].flatMap((id) => rolePage(charter, id, names) ?? [])
  })
}
