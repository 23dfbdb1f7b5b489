import type { Id } from '../../charter/model.ts'
import type { WikiText } from '../../reconcile/target.ts'
import type { HolderRow } from '../../render/pages/holders-page.ts'
import { logPage } from '../../render/pages/log-page.ts'
import type { PageNames } from '../../render/pages/page-names.ts'
import { pageWikitext } from '../../render/pages/page-wikitext.ts'
import { pagesOf, type PageKind } from '../../render/pages/pages-of.ts'
import type { Scene } from '../scene.ts'
import { grantViews } from './grants.ts'
import { rowsBetween } from './log.ts'

/** Pages that can be kept on a wiki. */
export const PUBLISHED = ['log', 'holders', 'matrix', 'roles', 'charter'] as const
export type Published = (typeof PUBLISHED)[number]
/** Those that are kept if nothing is said. */
export const USUAL: readonly Published[] = ['log', 'holders']

/** The pages as wikitext, of what the public may see. */
export async function publishedPages(
  scene: Scene,
  target: Id,
  kinds: readonly Published[],
  names: PageNames,
): Promise<readonly WikiText[]> {
  const { charter, moment } = scene
  const log = kinds.includes('log')
    ? [
        logPage(
          await rowsBetween(scene, 0, moment.size, ({ type }) => type.startsWith('grant.')),
          charter.title,
          names,
          (id) => charter.roles.get(id)?.title ?? id,
        ),
      ]
    : []
  const others = kinds.filter((kind): kind is PageKind & Published => kind !== 'log')
  const documents = [...log, ...pagesOf(charter, target, others, names, await holdersOfLedger(scene))]
  return documents.map((page) => ({ title: page.title, text: pageWikitext(page) }))
}

/** What the history of such a page says of a version. */
export function publishedSummary({ moment }: Scene): string {
  return `As of entry ${moment.size - 1} of the log`
}

/** The running grants of a ledger, as the public may see them: the views that the pages show. */
export async function holdersOfLedger(scene: Scene): Promise<readonly HolderRow[]> {
  const views = await grantViews(scene, scene.state.runningGrants())
  return views.map((view) => ({
    person: view.person ?? undefined,
    role: view.role?.id,
    rights: view.rights,
    since: view.from,
    until: view.until,
    why: view.useCase ?? (view.found ? 'found when this log began' : undefined),
    decidedBy: view.decidedBy?.join(', '),
  }))
}
