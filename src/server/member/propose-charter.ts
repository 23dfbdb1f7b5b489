import type { Context, Hono } from 'hono'
import { parseCharter } from '../../charter/parse.ts'
import type { CharterFile } from '../../charter/source.ts'
import { decideCharterProposal } from '../../decide/amendment.ts'
import { proposalPreviewPage, proposePage, type ProposeView } from '../../web/pages/member/propose-charter.ts'
import { charterFiles } from '../../workflow/charter-document.ts'
import { viewerIn } from '../auth/viewer.ts'
import { propose } from '../api/charter/propose.ts'
import type { Done } from '../api/route.ts'
import { refuse } from '../errors.ts'
import { action, type Action, type Forms } from '../forms/action.ts'
import { loginEnded } from '../forms/login-ended.ts'
import { memberPage, type Looking } from '../forms/member-page.ts'
import { formOf, readForm, type Form } from '../forms/read-form.ts'
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

/** The texts of a form; a file whose text is taken away is no longer part of the charter. */
function filesOf(form: Form): readonly CharterFile[] {
  return form.fields.flatMap(([field, name]) => {
    const index = /^name-(\d{1,3})$/.exec(field)?.[1]
    const text = index === undefined ? '' : (form.all(`text-${index}`)[0] ?? '')
    return text.trim() === '' ? [] : [{ name, text: text.endsWith('\n') ? text : `${text}\n` }]
  })
}

function proposed(form: Form): Readonly<Record<string, unknown>> {
  return { files: filesOf(form), reason: form.text('reason') }
}

/** Files that were chosen take the place of all texts: the charter is what they say. */
function withUploads(form: Form): Form {
  if (form.files.length === 0) return form
  const rest = form.fields.filter(([name]) => !/^(?:name|text)-\d+$/.test(name))
  return formOf([
    ...rest,
    ...form.files.flatMap(({ name, text }, index) => [[`name-${index}`, name] as const, [`text-${index}`, text] as const]),
  ])
}

/** The field of the file in which something is wrong, `roles.yaml:41:3 …`. */
function fieldOfFile(text: string, form: Form): string | undefined {
  const [, name] = /^([^:\n]+):\d+:\d+ /.exec(text) ?? []
  const field = name === undefined ? undefined : form.fields.find(([one, value]) => one.startsWith('name-') && value === name)?.[0]
  return field?.replace('name-', 'text-')
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
