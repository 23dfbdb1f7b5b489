import type { Hono } from 'hono'
import { formatInstant } from '../../kernel/instant.ts'
import { draftPage } from '../../web/pages/member/draft.ts'
import { draftEnds, draftKnownFor } from '../../workflow/mail-drafts/drafts.ts'
import type { MailDraft } from '../../workflow/mail-drafts/desk.ts'
import type { Forms } from '../forms/action.ts'
import { memberPage, type Looking } from '../forms/member-page.ts'
import { segmentOf } from '../query.ts'
import type { Serving } from '../serving.ts'
import { findView } from '../views/asking.ts'
import { siteView } from '../views/site.ts'

/** What somebody asked for by mail: for whoever wrote it, logged in. */
export function draftRoutes(app: Hono, forms: Forms): void {
  const { serving } = forms.api
  memberPage(app, serving, '/drafts/:draft', async (looking, context) => {
    const draft = await ownDraft(serving, looking, segmentOf(context, 2).replace(/\.json$/, ''))
    if (draft === undefined) return undefined
    const { id, at, subject, text } = draft
    const { found, all } = findView(looking, subject)
    const view = { draft: id, at: formatInstant(at), until: formatInstant(draftEnds(draft)), subject, text, found, all }
    return { view, html: (reader) => draftPage(reader, siteView(looking.scene), view) }
  })
}

/** The draft of a number, if it came from the address of whoever looks. */
export async function ownDraft({ mailAddress }: Serving, { scene, known, viewer }: Looking, id: string): Promise<MailDraft | undefined> {
  return id === '' || mailAddress === undefined ? undefined : draftKnownFor(scene.moment, known, id, viewer.subject, mailAddress)
}
