import type { Context, Hono } from 'hono'
import { rightsOfGroup } from '../../charter/members.ts'
import { hasWritRight } from '../../decide/grant.ts'
import { forbiddenPage } from '../../web/pages/admin/forbidden.ts'
import type { RoleName } from '../../web/pages/admin/view.ts'
import type { Shown } from '../answer.ts'
import { memberPage, type Looking } from '../forms/member-page.ts'
import type { Serving } from '../serving.ts'
import { siteView } from '../views/site.ts'

/** Rights on `writ` that let somebody look at a page of those who run it. */
export type WritRight = 'apply' | 'override-guard' | 'link-accounts' | 'read-private'

/** Whether whoever looks holds a right on `writ` that is in effect. */
export function may({ known, viewer }: Looking, right: WritRight): boolean {
  return hasWritRight(known, viewer.subject, right)
}

/** Serves a page, with its twin, for holders of any of these rights; others who are logged in read who may look. */
export function adminPage(
  app: Hono,
  serving: Serving,
  path: string,
  rights: readonly WritRight[],
  show: (looking: Looking, context: Context) => Promise<Shown | undefined>,
): void {
  memberPage(app, serving, path, (looking, context) => {
    if (rights.some((right) => may(looking, right))) return show(looking, context)
    context.status(403)
    const view = { forbidden: true, rights, roles: rolesWith(looking, rights) } as const
    return Promise.resolve({ view, html: (reader) => forbiddenPage(reader, siteView(looking.scene), view) })
  })
}

/** Roles that give any of some rights on `writ`. */
function rolesWith({ known: { charter } }: Looking, rights: readonly WritRight[]): readonly RoleName[] {
  return [...charter.roles].flatMap(([id, { title, gives }]) => {
    const given = (gives.get('writ') ?? []).map((group) => rightsOfGroup(charter, 'writ', group))
    return given.some((of) => rights.some((right) => of.has(right))) ? [{ id, title }] : []
  })
}
