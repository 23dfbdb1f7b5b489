import type { Context, Hono } from 'hono'
import { parseCharter } from '../../charter/parse.ts'
import { decideCharterProposal } from '../../decide/amendment.ts'
import { proposalPreviewPage, proposePage, type ProposeView } from '../../web/pages/member/propose-charter.ts'
import { charterFiles } from '../../workflow/charter-document.ts'
import { viewerIn } from '../auth/viewer.ts'
import { propose } from '../api/charter/propose.ts'
import type { Done } from '../api/route.ts'
import { refuse } from '../errors.ts'
import { action, type Action, type Forms } from '../forms/action.ts'
import { fieldOfFile, filesOf, withUploads } from '../forms/charter-form.ts'
import { loginEnded } from '../forms/login-ended.ts'
import { memberPage, type Looking } from '../forms/member-page.ts'
import { readForm, type Form } from '../forms/read-form.ts'
import { showAgain } from '../forms/show-again.ts'
import { readerIn } from '../language.ts'
import { withScene, type Serving } from '../serving.ts'
import { compareCharters } from '../views/charter-comparison.ts'
import { siteView } from '../views/site.ts'
import { worded } from '../../web/worded.ts'

const PAGE = '/charter/propose'
const CHECK = `${PAGE}/check`

/** Proposing another text of the charter, in two steps: the text itself, and what it would change. */
export function proposeCharterRoutes(app: Hono, forms: Forms): void {
  const { serving } = forms.api
  memberPage(app, serving, PAGE, async (looking, context) => {
    const view = await viewOf(looking, context.req.query('from'))
    return view === undefined ? undefined : { view, html: (reader) => proposePage(reader, siteView(looking.scene), view) }
  })
  app.post(`${PAGE}/edit`, async (context) => {
    const form = await readForm(context)
    if (!form.ok) return refuse(context, form.error.code, form.error.detail)
    const what = 'writ-member-propose-edit'
    if (viewerIn(context) === undefined)
      return loginEnded(context, serving, { action: `${PAGE}/edit`, what, back: PAGE, fields: form.value.fields })
    const nothing = { because: [], missing: [], helpers: [] }
    const parts = { action: CHECK, what, fields: form.value.fields, ...nothing } as const
    return showAgain(app, serving, context, { back: PAGE, status: 200, parts })
  })
  const proposing: Pick<Action, 'route' | 'back' | 'sentTo' | 'placeOf'> = {
    route: propose,
    back: () => PAGE,
    sentTo: () => CHECK,
    placeOf: fieldOfFile,
  }
  action(app, forms, {
    ...proposing,
    path: CHECK,
    what: 'writ-member-propose-check',
    prepare: withUploads,
    body: (form) => ({ ...proposed(form), check: true }),
    show: (done, context, form) => preview(serving, context, form, done),
  })
  action(app, forms, {
    ...proposing,
    path: PAGE,
    what: 'writ-member-propose-file',
    body: (form) => ({ ...proposed(form), draft: form.text('draft') !== undefined }),
    after: (done) => `/charter/proposals/${(done as { readonly proposal?: number }).proposal ?? ''}`,
  })
}

async function viewOf({ scene, known, viewer }: Looking, from: string | undefined): Promise<ProposeView | undefined> {
  const number = /^\d{1,15}$/.test(from ?? '') ? Number(from) : undefined
  const hash = number === undefined ? scene.revision.hash : known.state.charterProposal(number)?.hash
  const document = hash === undefined ? undefined : await scene.moment.document(hash)
  if (document === undefined) return undefined
  const ruling = decideCharterProposal(known, { kind: 'person', subject: viewer.subject, stepUp: undefined })
  return {
    files: charterFiles(document).map(({ name, text }) => ({ name, text })),
    from: number ?? null,
    whyNot: ruling.allowed ? null : (ruling.because[0]?.text ?? ''),
  }
}

function proposed(form: Form): Readonly<Record<string, unknown>> {
  return { files: filesOf(form), reason: form.text('reason') }
}

async function preview(serving: Serving, context: Context, form: Form, _done: Done): Promise<Response> {
  const parsed = parseCharter(filesOf(form))
  // the route has read it already
  if (!parsed.ok) return refuse(context, 'bad-body', worded('writ-member-charter-unreadable'))
  return withScene(serving, async (scene) => {
    const view = {
      comparison: compareCharters(scene, scene.source, parsed.value, false),
      reason: form.text('reason') ?? '',
      fields: form.fields,
    }
    context.header('Cache-Control', 'private, no-store')
    return context.html((await proposalPreviewPage(readerIn(context), siteView(scene), view)).toString())
  })
}
