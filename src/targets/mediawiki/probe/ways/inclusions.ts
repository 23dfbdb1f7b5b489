import { api, inclusion, index, NOWHERE, special, way, type Way } from './way.ts'

/** Ways that put the text of a page into another text. */
export const transcluded: readonly Way[] = [
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

/** Ways that compare a page with another one. */
export const compared: readonly Way[] = [
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
