import type { Context, Hono } from 'hono'
import { casePage } from '../../web/pages/member/case.ts'
import { casesPage } from '../../web/pages/member/cases.ts'
import { suspendPage } from '../../web/pages/member/suspend.ts'
import { suspensionPage } from '../../web/pages/member/suspension.ts'
import { handle } from '../api/cases/handle.ts'
import { readOne } from '../api/cases/read.ts'
import { endSuspended } from '../api/suspensions/end.ts'
import { readOneSuspension } from '../api/suspensions/read.ts'
import { suspend } from '../api/suspensions/start.ts'
import { action, type Action, type Forms } from '../forms/action.ts'
import { memberPage } from '../forms/member-page.ts'
import type { Form } from '../forms/read-form.ts'
import { segmentOf, textOf } from '../query.ts'
import { caseView, casesView } from '../views/cases.ts'
import { suspensionView, suspendView } from '../views/suspensions.ts'
import { siteView } from '../views/site.ts'

const [CASES, SUSPENSIONS, SUSPEND] = ['/cases', '/suspensions', '/suspend']

/** Concerns that were reported and suspensions, for those who look into the ones and decide on the others. */
export function caseRoutes(app: Hono, forms: Forms): void {
  const { serving, readings } = forms.api
  memberPage(app, serving, CASES, (looking, context) => {
    const view = casesView(looking, textOf(context, 'kind'), textOf(context, 'state'))
    return Promise.resolve({ view, html: (reader) => casesPage(reader, siteView(looking.scene), view) })
  })
  memberPage(app, serving, `${CASES}/:case`, async (looking, context) => {
    const number = numberIn(context)
    const view = number === undefined ? undefined : await caseView(looking, number)
    return view === undefined ? undefined : { view, html: (reader) => casePage(reader, siteView(looking.scene), view) }
  })
  memberPage(app, serving, `${SUSPENSIONS}/:suspension`, async (looking, context) => {
    const number = numberIn(context)
    const view = number === undefined ? undefined : await suspensionView(looking, readings, number)
    return view === undefined ? undefined : { view, html: (reader) => suspensionPage(reader, siteView(looking.scene), view) }
  })
  memberPage(app, serving, SUSPEND, (looking, context) => {
    const view = suspendView(looking, textOf(context, 'person'))
    return Promise.resolve({ view, html: (reader) => suspendPage(reader, siteView(looking.scene), view) })
  })
  for (const one of STEPS)
    action(app, forms, {
      ...one,
      path: `${CASES}/:case/${one.path}`,
      params: (context) => ({ case: numberIn(context) }),
      back: (context) => `${CASES}/${numberIn(context) ?? ''}`,
    })
  for (const one of ENDS)
    action(app, forms, {
      ...one,
      path: `${SUSPENSIONS}/:suspension/${one.path}`,
      back: (context) => `${SUSPENSIONS}/${numberIn(context) ?? ''}`,
    })
  action(app, forms, {
    path: SUSPEND,
    route: suspend,
    what: 'writ-member-suspend',
    // whoever is suspended has no power in force, but may say that their account is in other hands
    whileSuspended: true,
    params: () => ({}),
    body: (form) => ({ person: form.text('person'), cause: form.text('cause'), reason: form.text('reason') }),
    back: (_context, form) => `${SUSPEND}?person=${encodeURIComponent(form.text('person') ?? '')}`,
  })
}

const STEPS: readonly Omit<Action, 'params' | 'back'>[] = [
  { path: 'read', route: readOne, what: 'writ-member-file-open', body: () => ({}) },
  { path: 'note', route: handle, what: 'writ-member-case-note', body: (form) => ({ step: 'note', text: form.text('text') }) },
  { path: 'close', route: handle, what: 'writ-member-case-close', body: (form) => ({ step: 'close', text: form.text('text') }) },
  // whom it was handed to reads it from now on, and nobody else
  {
    path: 'refer',
    route: handle,
    what: 'writ-member-case-refer',
    body: (form) => ({ step: 'refer', to: form.text('to') }),
    after: () => CASES,
  },
]

const ended = (outcome: 'reinstated' | 'removed') => (form: Form) => ({
  outcome,
  reason: form.text('reason'),
  refer: form.text('refer') === undefined ? undefined : true,
})
const person = (_context: Context, form: Form) => ({ person: form.text('person') })

const ENDS: readonly Omit<Action, 'back'>[] = [
  {
    path: 'read',
    route: readOneSuspension,
    what: 'writ-member-file-open',
    params: (context) => ({ suspension: numberIn(context) }),
    body: () => ({}),
  },
  { path: 'reinstate', route: endSuspended, what: 'writ-member-suspension-reinstate', params: person, body: ended('reinstated') },
  { path: 'remove', route: endSuspended, what: 'writ-member-suspension-remove', params: person, body: ended('removed') },
]

function numberIn(context: Context): number | undefined {
  const text = segmentOf(context, 2).replace(/\.json$/, '')
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined
}
