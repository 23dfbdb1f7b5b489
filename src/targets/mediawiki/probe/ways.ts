/**
 * The known ways by which the content of a page comes out of a MediaWiki. A permission to read is asked for in many places and not in all;
 * https://www.mediawiki.org/wiki/Security_issues_with_authorization_extensions lists the classes, the rest was found by reading and trying 1.39.
 */
import type { ProbedPage } from './page.ts'
import type { WikiRequest } from './visitor.ts'

/** What keeps the way shut. */
export type Hole = 'read' | 'transclusion' | 'compare' | 'feeds' | 'summaries' | 'search' | 'visual-editor' | 'modules' | 'messages'

export interface Way {
  readonly id: string
  readonly hole: Hole
  /** What somebody does, for people. */
  readonly text: string
  /** Only worth trying with this extension. */
  readonly needs?: string
  /** Only for those who may edit somewhere. */
  readonly editors?: true
  /** The question does not name the page. */
  readonly listing?: true
  /** Seen open in other versions or with other software; need not open here even without protection. */
  readonly rare?: true
  request(page: ProbedPage): WikiRequest | undefined
}

/** What shuts each hole, as advice. */
export const CLOSES: Readonly<Record<Hole, string>> = {
  read: 'the wiki does not keep the gate: load the extension that the rendered settings name, or mend its settings',
  transclusion: 'put the namespace into $wgNonincludableNamespaces',
  compare: "$wgAPIModules['compare'] = 'ApiDisabled';",
  feeds: '$wgFeed = false;',
  summaries: '$wgUseAutomaticEditSummaries = false; summaries that are there already stay, hide them',
  search: "$wgAPIListModules['search'] = 'ApiQueryDisabled';",
  'visual-editor': 'load the settings that `writ render` prints, or do without VisualEditor: it reads pages without asking who may',
  modules: 'let nobody change modules who may not read everything, or do without Scribunto',
  messages: 'keep nothing confidential in the namespace MediaWiki: it is the interface',
}

type Parameters = WikiRequest['parameters']

const api = (parameters: Parameters): WikiRequest => ({ entry: 'api', parameters: { format: 'json', formatversion: 2, ...parameters } })
const query = (parameters: Parameters) => api({ action: 'query', ...parameters })
const index = (parameters: Parameters): WikiRequest => ({ entry: 'index', parameters })
const special = (name: string, parameters: Parameters = {}) => index({ title: `Special:${name}`, ...parameters })
const rest = (path: string, parameters: Parameters = {}): WikiRequest => ({ entry: 'rest', path, parameters })
const inclusion = ({ title }: ProbedPage) => `{{:${title}}}`
const slug = ({ title }: ProbedPage) => encodeURIComponent(title.replaceAll(' ', '_'))
/** A page that everybody may see; its name is a redirect or nothing on most wikis, which is good enough. */
const ELSEWHERE = 'Main Page'
/** Nobody has such a page: forms for a new page. */
const NOWHERE = 'Writ probe of a page that does not exist'

const pages: readonly Way[] = [
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

const program: readonly Way[] = [
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

const restful: readonly Way[] = [
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

const transcluded: readonly Way[] = [
  way('parse-text', 'transclusion', 'action=parse of a text that transcludes it', (page) =>
    api({ action: 'parse', text: inclusion(page), contentmodel: 'wikitext', prop: 'text' }),
  ),
  way('parse-substituted', 'transclusion', 'action=parse of a text that substitutes it', ({ title }) =>
    api({ action: 'parse', text: `{{subst::${title}}}`, contentmodel: 'wikitext', onlypst: 1, prop: 'text' }),
  ),
  way('expand-templates', 'transclusion', 'action=expandtemplates', (page) =>
    api({ action: 'expandtemplates', text: inclusion(page), prop: 'wikitext' }),
  ),
  way('expand-templates-page', 'transclusion', 'Special:ExpandTemplates', (page) =>
    special('ExpandTemplates', { wpInput: inclusion(page) }),
  ),
  way(
    'edit-intro',
    'transclusion',
    'the page as the introduction to an edit window',
    ({ title }) => index({ title: NOWHERE, action: 'edit', editintro: title }),
    { editors: true, rare: true },
  ),
  way(
    'preview',
    'transclusion',
    'the preview of an edit',
    (page) => ({ ...index({ title: NOWHERE, action: 'submit', wpPreview: 1, wpTextbox1: inclusion(page) }), post: true }),
    { editors: true },
  ),
]

const compared: readonly Way[] = [
  way('compare-revisions', 'compare', 'action=compare of two revisions', ({ previous, revision }) =>
    previous === undefined ? undefined : api({ action: 'compare', fromrev: previous, torev: revision }),
  ),
  way('compare-page', 'compare', 'action=compare of the page with nothing', ({ title }) => ({
    ...api({ action: 'compare', fromtitle: title, toslots: 'main', 'totext-main': 'x' }),
    post: true,
  })),
  way('compare-before', 'compare', 'action=compare with the revision before', ({ revision }) =>
    api({ action: 'compare', fromrev: revision, torelative: 'prev' }),
  ),
]

const listings: readonly Way[] = [
  way('feed-new-pages', 'feeds', 'the feed of new pages', ({ namespace }) => special('NewPages', { feed: 'atom', namespace, limit: 50 }), {
    listing: true,
  }),
  way(
    'feed-new-pages-rss',
    'feeds',
    'the feed of new pages as RSS',
    ({ namespace }) => special('NewPages', { feed: 'rss', namespace, limit: 50 }),
    { listing: true },
  ),
  way(
    'feed-changes',
    'feeds',
    'the feed of recent changes',
    ({ namespace }) => special('RecentChanges', { feed: 'atom', namespace, limit: 50, days: 7 }),
    { listing: true, rare: true },
  ),
  way(
    'feed-changes-by-program',
    'feeds',
    'action=feedrecentchanges',
    ({ namespace }) => api({ action: 'feedrecentchanges', namespace, limit: 50 }),
    { listing: true, rare: true },
  ),
  way(
    'feed-contributions',
    'feeds',
    'action=feedcontributions',
    ({ author, namespace }) => api({ action: 'feedcontributions', user: author, namespace }),
    { listing: true, rare: true },
  ),
  way('feed-history', 'feeds', 'the feed of the page’s history', ({ title }) => index({ title, action: 'history', feed: 'atom' }), {
    rare: true,
  }),
  way(
    'changes',
    'summaries',
    'summaries of list=recentchanges',
    ({ namespace }) => query({ list: 'recentchanges', rcnamespace: namespace, rcprop: 'title|comment', rclimit: 100 }),
    { listing: true },
  ),
  way(
    'contributions',
    'summaries',
    'summaries of list=usercontribs',
    ({ author, namespace }) =>
      query({ list: 'usercontribs', ucuser: author, ucnamespace: namespace, ucprop: 'title|comment', uclimit: 100 }),
    { listing: true },
  ),
  way('log', 'summaries', 'comments of list=logevents', ({ title }) =>
    query({ list: 'logevents', letitle: title, leprop: 'title|comment' }),
  ),
  way(
    'changes-page',
    'summaries',
    'summaries of Special:RecentChanges',
    ({ namespace }) => special('RecentChanges', { namespace, limit: 100, days: 30, hidemyself: 0 }),
    { listing: true },
  ),
  way('new-pages', 'summaries', 'summaries of Special:NewPages', ({ namespace }) => special('NewPages', { namespace, limit: 100 }), {
    listing: true,
  }),
  way(
    'contributions-page',
    'summaries',
    'summaries of Special:Contributions',
    ({ author, namespace }) => special(`Contributions/${author}`, { namespace, limit: 100 }),
    { listing: true },
  ),
  way('log-page', 'summaries', 'comments of Special:Log', ({ title }) => special('Log', { page: title, type: 'create' })),
  way('history', 'summaries', 'the page’s history', ({ title }) => index({ title, action: 'history' }), { rare: true }),
  way(
    'revision-comments',
    'summaries',
    'comments of prop=revisions',
    ({ title }) => query({ titles: title, prop: 'revisions', rvprop: 'comment|parsedcomment', rvlimit: 10 }),
    { rare: true },
  ),
  way(
    'all-revision-comments',
    'summaries',
    'comments of list=allrevisions',
    ({ timestamp, namespace }) =>
      query({ list: 'allrevisions', arvprop: 'comment', arvlimit: 20, arvstart: timestamp, arvnamespace: namespace }),
    { listing: true, rare: true },
  ),
  way('rest-history', 'summaries', 'the history by rest.php', (page) => rest(`/v1/page/${slug(page)}/history`), { rare: true }),
  way('rest-bare', 'summaries', 'a revision without its text by rest.php', ({ revision }) => rest(`/v1/revision/${revision}/bare`), {
    rare: true,
  }),
]

/** What the wiki keeps about pages in tables of its own. No text of the page belongs there. */
const derived: readonly Way[] = [
  way('info-page', 'read', 'action=info', ({ title }) => index({ title, action: 'info' }), { rare: true }),
  way(
    'links',
    'read',
    'links, categories and addresses of the page',
    ({ title }) => query({ titles: title, prop: 'links|categories|extlinks|templates|images|pageprops|info', ellimit: 20 }),
    { rare: true },
  ),
  way('addresses', 'read', 'list=exturlusage', ({ namespace }) => query({ list: 'exturlusage', eunamespace: namespace, eulimit: 50 }), {
    listing: true,
    rare: true,
  }),
  way('all-pages', 'read', 'list=allpages', ({ namespace }) => query({ list: 'allpages', apnamespace: namespace, aplimit: 100 }), {
    listing: true,
    rare: true,
  }),
  way(
    'page-properties',
    'read',
    'list=pageswithprop',
    () => query({ list: 'pageswithprop', pwppropname: 'bs-page-access', pwpprop: 'title|value', pwplimit: 50 }),
    { listing: true, rare: true },
  ),
  way('what-links-here', 'read', 'list=backlinks', ({ title }) => query({ list: 'backlinks', bltitle: title }), { rare: true }),
]

export const WAYS: readonly Way[] = [...pages, ...program, ...restful, ...transcluded, ...compared, ...listings, ...derived]

function way(
  id: string,
  hole: Hole,
  text: string,
  request: Way['request'],
  more: Pick<Way, 'needs' | 'editors' | 'listing' | 'rare'> = {},
): Way {
  return { id, hole, text, request, ...more }
}
