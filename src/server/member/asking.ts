import type { Context, Hono } from 'hono'
import { publicView } from '../../ledger/public-view.ts'
import type { Entry } from '../../ledger/entry.ts'
import { publicSentence } from '../../render/public-sentence.ts'
import { useCaseOf } from '../../workflow/mail-drafts/drafts.ts'
import type { FiledFor } from '../../workflow/request/file.ts'
import { askPage, findPage, previewPage } from '../../web/pages/member/ask.ts'
import { file } from '../api/requests/file.ts'
import type { Done } from '../api/route.ts'
import { action, type Action, type Forms } from '../forms/action.ts'
import { loginEnded } from '../forms/login-ended.ts'
import { refuse } from '../errors.ts'
import { memberPage } from '../forms/member-page.ts'
import { readForm, type Form } from '../forms/read-form.ts'
import { showAgain } from '../forms/show-again.ts'
import { readerIn } from '../language.ts'
import { segmentOf, textOf } from '../query.ts'
import type { Scene } from '../scene.ts'
import { withScene, type Serving } from '../serving.ts'
import { askView, findView } from '../views/asking.ts'
import { namingOf } from '../views/naming.ts'
import { siteView } from '../views/site.ts'
import { viewerIn, type Viewer } from '../auth/viewer.ts'
import { ownDraft } from './draft.ts'

/** Asking for a role, in three steps: what for, the request itself, what would become of it. */
export function askingRoutes(app: Hono, forms: Forms): void {
  const { serving } = forms.api
  memberPage(app, serving, '/request', (looking, context) => {
    const view = findView(looking, textOf(context, 'q'))
    return Promise.resolve({ view, html: (reader) => findPage(reader, siteView(looking.scene), view) })
  })
  memberPage(app, serving, '/request/:role', async (looking, context) => {
    const draft = await ownDraft(serving, looking, textOf(context, 'draft'))
    const made = draft === undefined ? null : { id: draft.id, useCase: useCaseOf(draft) }
    const view = askView(looking, segmentOf(context, 2).replace(/\.json$/, ''), made)
    return view === undefined ? undefined : { view, html: (reader) => askPage(reader, siteView(looking.scene), view) }
  })
  app.post('/request/:role/edit', async (context) => {
    const form = await readForm(context)
    if (!form.ok) return refuse(context, form.error.code, form.error.detail)
    const back = pageOf(context)
    const what = 'writ-member-change-it'
    if (viewerIn(context) === undefined)
      return loginEnded(context, serving, { action: `${back}/edit`, what, back, fields: form.value.fields })
    const nothing = { because: [], missing: [], helpers: [] }
    const parts = { action: `${back}/check`, what, fields: form.value.fields, ...nothing } as const
    return showAgain(app, serving, context, { back, status: 200, parts })
  })
  const asking: Pick<Action, 'route' | 'params' | 'back' | 'sentTo'> = {
    route: file,
    params: () => ({}),
    back: pageOf,
    sentTo: (context) => `${pageOf(context)}/check`,
  }
  action(app, forms, {
    ...asking,
    path: '/request/:role/check',
    what: 'writ-member-check',
    body: (form, context) => ({ ...asked(form, context), check: true }),
    show: (done, context, form, viewer) => preview(serving, context, form, viewer, done),
  })
  action(app, forms, {
    ...asking,
    path: '/request/:role',
    what: 'writ-member-send',
    body: asked,
    after: (done) => {
      const [first] = (done as unknown as { readonly requests: readonly FiledFor[] }).requests
      return typeof first?.request === 'number' ? `/requests/${first.request}` : '/me'
    },
  })
}

/** The page of the request, as its links have it. */
function pageOf(context: Context): string {
  return `/request/${encodeURIComponent(segmentOf(context, 2))}`
}

function asked(form: Form, context: Context): Readonly<Record<string, unknown>> {
  const person = form.text('person')
  const ongoing = form.text('ongoing') !== undefined
  // what is asked only for good is no answer where an end is asked for
  const prefixes = ongoing ? ['q-', 'o-'] : ['q-']
  const answers = Object.fromEntries(
    form.fields.flatMap(([name, value]) => (prefixes.includes(name.slice(0, 2)) && value.trim() !== '' ? [[name.slice(2), value]] : [])),
  )
  return {
    role: segmentOf(context, 2),
    persons:
      person === undefined
        ? undefined
        : person
            .split(/[\n,]/)
            .map((one) => one.trim())
            .filter((one) => one !== ''),
    useCase: form.text('use_case'),
    draft: form.text('draft'),
    account: form.text('account'),
    scope: form.text('scope'),
    until: form.text('until'),
    ongoing: ongoing ? true : undefined,
    answers,
    states: form.all('states'),
  }
}

/** What would become of it, and what the public would read. Of several people each must be sendable; the first that is not says why. */
async function preview(serving: Serving, context: Context, form: Form, viewer: Viewer, done: Done): Promise<Response> {
  const { requests } = done as unknown as { readonly requests: readonly FiledFor[] }
  const worst = requests.find(({ decision }) => decision.outcome === 'refused' || decision.outcome === 'unknown') ?? requests[0]
  return withScene(serving, async (scene) => {
    const role = segmentOf(context, 2)
    const view = {
      role: { id: role, title: scene.charter.roles.get(role)?.title ?? role },
      outcome: worst?.decision.outcome ?? 'refused',
      because: worst?.decision.because.map(({ text }) => text) ?? [],
      missing: worst?.decision.missing.map(({ text }) => text) ?? [],
      publicLine: worst?.grantFields === undefined ? null : lineOf(scene, role, worst.grantFields, viewer.subject),
      fields: form.fields,
    }
    context.header('Cache-Control', 'private, no-store')
    return context.html((await previewPage(readerIn(context), siteView(scene), view)).toString())
  })
}

function lineOf(scene: Scene, role: string, fields: object, also: string): string {
  const entry = { seq: scene.state.size, at: scene.now, type: 'grant.made', sealed: false, fields, origin: undefined }
  const seen = publicView(entry as unknown as Entry, { charterAt: () => scene.charter, roleOf: () => role })
  const naming = namingOf(scene)
  const own = (subject: string) => naming.person(subject) ?? (subject === also ? scene.state.person(subject)?.handle : undefined)
  const accountOf = (key: string) =>
    naming.account(key) ?? (scene.state.account(key)?.subject === also ? scene.state.account(key)?.name : undefined)
  return publicSentence(seen, { ...naming, person: own, account: accountOf })
}
