import { api, ELSEWHERE, inclusion, NOWHERE, query, rest, slug, way, type Way } from './way.ts'

/** Ways through the interface for programs. */
export const program: readonly Way[] = [
  way('revisions', 'read', 'prop=revisions', ({ title }) =>
    query({ titles: title, prop: 'revisions', rvprop: 'content', rvslots: 'main' }),
  ),
  way('revisions-by-id', 'read', 'prop=revisions by number', ({ revision }) =>
    query({ revids: revision, prop: 'revisions', rvprop: 'content', rvslots: 'main' }),
  ),
  way('revisions-listed', 'read', 'prop=revisions of listed pages', ({ namespace, name }) =>
    query({
      generator: 'allpages',
      gapnamespace: namespace,
      gapfrom: name,
      gaplimit: 1,
      prop: 'revisions',
      rvprop: 'content',
      rvslots: 'main',
    }),
  ),
  way(
    'revisions-diff',
    'read',
    'prop=revisions with a difference',
    ({ title }) => query({ titles: title, prop: 'revisions', rvprop: 'ids', rvdiffto: 'prev' }),
    { rare: true },
  ),
  way('all-revisions', 'read', 'list=allrevisions', ({ timestamp, namespace }) =>
    query({ list: 'allrevisions', arvprop: 'content', arvslots: 'main', arvlimit: 20, arvstart: timestamp, arvnamespace: namespace }),
  ),
  way('parse-page', 'read', 'action=parse of the page', ({ title }) => api({ action: 'parse', page: title, prop: 'text|wikitext' })),
  way('parse-revision', 'read', 'action=parse of a revision', ({ revision }) =>
    api({ action: 'parse', oldid: revision, prop: 'text|wikitext' }),
  ),
  way('export-by-program', 'read', 'export by action=query', ({ title }) => query({ titles: title, export: 1, exportnowrap: 1 })),
  way('extracts', 'read', 'prop=extracts', ({ title }) => query({ titles: title, prop: 'extracts', explaintext: 1 }), {
    needs: 'TextExtracts',
  }),
  way(
    'visual-editor',
    'visual-editor',
    'the page in the visual editor',
    ({ title }) => api({ action: 'visualeditor', paction: 'parse', page: title }),
    { needs: 'VisualEditor' },
  ),
  way(
    'visual-editor-elsewhere',
    'visual-editor',
    'a revision in the visual editor of another page',
    ({ revision }) => api({ action: 'visualeditor', paction: 'parse', page: ELSEWHERE, oldid: revision }),
    { needs: 'VisualEditor', rare: true },
  ),
  way(
    'visual-editor-source',
    'visual-editor',
    'the source in the visual editor',
    ({ title }) => api({ action: 'visualeditor', paction: 'wikitext', page: title }),
    { needs: 'VisualEditor', rare: true },
  ),
  way(
    'visual-editor-fragment',
    'transclusion',
    'the visual editor’s view of a text that transcludes it',
    (page) => api({ action: 'visualeditor', paction: 'parsefragment', page: NOWHERE, wikitext: inclusion(page) }),
    { needs: 'VisualEditor', rare: true },
  ),
  way(
    'search',
    'search',
    'excerpts of list=search',
    ({ bait, namespace }) => query({ list: 'search', srsearch: bait, srwhat: 'text', srnamespace: namespace, srprop: 'snippet' }),
    { listing: true },
  ),
  way('messages', 'messages', 'meta=allmessages', ({ namespace, name }) =>
    namespace === 8 ? query({ meta: 'allmessages', ammessages: name }) : undefined,
  ),
  way(
    'module-console',
    'modules',
    'a module that reads the page',
    ({ title }) => ({
      ...api({
        action: 'scribunto-console',
        title: 'Module:Writ probe',
        content: 'return {}',
        question: `=mw.title.new(${JSON.stringify(title)}):getContent()`,
      }),
      post: true,
    }),
    { needs: 'Scribunto', rare: true },
  ),
]

/** Ways through rest.php. */
export const restful: readonly Way[] = [
  way('rest-source', 'read', 'the page by rest.php', (page) => rest(`/v1/page/${slug(page)}`)),
  way('rest-html', 'read', 'the page as HTML by rest.php', (page) => rest(`/v1/page/${slug(page)}/html`), { rare: true }),
  way('rest-revision', 'read', 'a revision as HTML by rest.php', ({ revision }) => rest(`/v1/revision/${revision}/html`), { rare: true }),
  way(
    'rest-compare',
    'read',
    'a difference by rest.php',
    ({ previous, revision }) => (previous === undefined ? undefined : rest(`/v1/revision/${previous}/compare/${revision}`)),
    { rare: true },
  ),
  way('rest-search', 'read', 'excerpts of the search by rest.php', ({ bait }) => rest('/v1/search/page', { q: bait, limit: 20 }), {
    listing: true,
    rare: true,
  }),
]
