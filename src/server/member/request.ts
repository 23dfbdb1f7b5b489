import type { Context, Hono } from 'hono'
import { requestPage } from '../../web/pages/member/request.ts'
import { amend } from '../api/requests/amend.ts'
import { answer } from '../api/requests/answer.ts'
import { appeal } from '../api/requests/appeal.ts'
import { ask } from '../api/requests/ask.ts'
import { comment } from '../api/requests/comment.ts'
import { state } from '../api/requests/state.ts'
import { vote } from '../api/requests/vote.ts'
import { withdraw } from '../api/requests/withdraw.ts'
import { action, type Action, type Forms } from '../forms/action.ts'
import { memberPage } from '../forms/member-page.ts'
import { segmentOf } from '../query.ts'
import { ownRequestView } from '../views/own-request.ts'
import { siteView } from '../views/site.ts'

/** One request for those who take part in it, with everything that each of them may do. */
export function requestRoutes(app: Hono, forms: Forms): void {
  memberPage(app, forms.api.serving, '/requests/:request', (looking, context) => {
    const number = numberIn(context)
    const view = number === undefined ? undefined : ownRequestView(looking, number)
    return Promise.resolve(view === undefined ? undefined : { view, html: (reader) => requestPage(reader, siteView(looking.scene), view) })
  })
  for (const one of ACTIONS)
    action(app, forms, {
      ...one,
      path: `/requests/:request/${one.path}`,
      params: (context) => ({ request: numberIn(context) }),
      back: (context) => `/requests/${numberIn(context) ?? ''}`,
    })
}

const ACTIONS: readonly Omit<Action, 'params' | 'back'>[] = [
  {
    path: 'vote',
    route: vote,
    what: 'writ-member-decide',
    body: (form) => ({ decision: form.text('decision'), reason: form.text('reason'), states: form.all('states') }),
  },
  {
    path: 'ask',
    route: ask,
    what: 'writ-member-ask-back',
    body: (form) => ({ text: form.text('text'), statement: form.text('statement') }),
  },
  {
    path: 'answer',
    route: answer,
    what: 'writ-member-answer',
    body: (form) => ({ text: form.text('text'), question: Number(form.text('question') ?? Number.NaN) }),
  },
  { path: 'comment', route: comment, what: 'writ-member-comment', body: (form) => ({ text: form.text('text') }) },
  { path: 'state', route: state, what: 'writ-member-state-it', body: (form) => ({ statement: form.text('statement') }) },
  {
    path: 'amend',
    route: amend,
    what: 'writ-member-amend',
    body: (form) => ({ useCase: form.text('use_case'), until: form.text('until') }),
  },
  { path: 'appeal', route: appeal, what: 'writ-member-appeal', body: (form) => ({ text: form.text('text') }) },
  { path: 'withdraw', route: withdraw, what: 'writ-member-withdraw', body: (form) => ({ reason: form.text('reason') }) },
]

function numberIn(context: Context): number | undefined {
  const text = segmentOf(context, 2).replace(/\.json$/, '')
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined
}
