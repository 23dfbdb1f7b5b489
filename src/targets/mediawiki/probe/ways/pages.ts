import { ELSEWHERE, index, NOWHERE, special, way, type Way } from './way.ts'

/** Ways through the pages that people open. */
export const pages: readonly Way[] = [
  way('view', 'read', 'opening the page', ({ title }) => index({ title })),
  way('view-by-id', 'read', 'opening the page by its number', ({ pageId }) => index({ curid: pageId })),
  way('view-revision', 'read', 'opening an old revision', ({ title, revision }) => index({ title, oldid: revision })),
  way('view-revision-elsewhere', 'read', 'opening a revision under the title of another page', ({ revision }) =>
    index({ title: ELSEWHERE, oldid: revision }),
  ),
  way('permanent-link', 'read', 'Special:PermanentLink', ({ revision }) => special(`PermanentLink/${revision}`)),
  way('redirect-revision', 'read', 'Special:Redirect', ({ revision }) => special(`Redirect/revision/${revision}`)),
  way('printable', 'read', 'the version for printing', ({ title }) => index({ title, printable: 'yes' })),
  way('raw', 'read', 'the raw text', ({ title }) => index({ title, action: 'raw' })),
  way('raw-revision', 'read', 'the raw text of a revision', ({ title, revision }) => index({ title, action: 'raw', oldid: revision })),
  way(
    'raw-elsewhere',
    'read',
    'the raw text of a revision under the title of another page',
    ({ revision }) => index({ title: ELSEWHERE, action: 'raw', oldid: revision }),
    { rare: true },
  ),
  way('render', 'read', 'the page without its frame', ({ title }) => index({ title, action: 'render' })),
  way('source', 'read', 'the source in the edit window', ({ title }) => index({ title, action: 'edit' })),
  way(
    'source-elsewhere',
    'read',
    'the source of a revision under the title of another page',
    ({ revision }) => index({ title: ELSEWHERE, action: 'edit', oldid: revision }),
    { rare: true },
  ),
  way('diff', 'read', 'a difference of two revisions', ({ title, revision, previous }) =>
    previous === undefined ? undefined : index({ title, diff: revision, oldid: previous }),
  ),
  way('diff-elsewhere', 'read', 'a difference under the title of another page', ({ revision, previous }) =>
    previous === undefined ? undefined : index({ title: ELSEWHERE, diff: revision, oldid: previous }),
  ),
  way('diff-special', 'read', 'Special:Diff', ({ revision, previous }) =>
    previous === undefined ? undefined : special(`Diff/${previous}/${revision}`),
  ),
  way('compare-pages', 'read', 'Special:ComparePages', ({ title, revision, previous }) =>
    previous === undefined ? undefined : special('ComparePages', { page1: title, rev1: previous, page2: title, rev2: revision }),
  ),
  way('export', 'read', 'Special:Export', ({ title }) => special(`Export/${title}`)),
  way(
    'search-page',
    'read',
    'excerpts of Special:Search',
    ({ bait, namespace }) => special('Search', { search: bait, fulltext: 1, [`ns${namespace}`]: 1 }),
    { listing: true },
  ),
  way(
    'preload',
    'read',
    'the page as the beginning of a new one',
    ({ title }) => index({ title: NOWHERE, action: 'edit', preload: title }),
    { editors: true },
  ),
]
