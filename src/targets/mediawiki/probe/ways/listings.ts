import { api, index, query, rest, slug, special, way, type Way } from './way.ts'

/** Ways through lists of pages and of changes. */
export const listings: readonly Way[] = [
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
export const derived: readonly Way[] = [
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
