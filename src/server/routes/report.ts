import type { Hono } from 'hono'
import { handlerOf, unnamedRefusal } from '../../decide/trouble/case.ts'
import { reportPage } from '../../web/pages/report.ts'
import { report } from '../api/cases/report.ts'
import { action, type Forms } from '../forms/action.ts'
import { memberPage } from '../forms/member-page.ts'
import { textOf } from '../query.ts'
import { siteView } from '../views/site.ts'

const PAGE = '/report'

/** Reporting a concern. What is sent is read by the role that looks into it and shown on no page. */
export function reportRoutes(app: Hono, forms: Forms): void {
  memberPage(app, forms.api.serving, PAGE, ({ scene, known, viewer }, context) => {
    const found = handlerOf(known.charter, undefined)
    const handler = 'refusal' in found ? undefined : (known.charter.roles.get(found.role)?.title ?? found.role)
    const view = {
      handler,
      anonymous: unnamedRefusal(known.charter) === undefined,
      about: textOf(context, 'about'),
      sent: context.req.query('sent') !== undefined,
      suspended: viewer.suspended,
    }
    return Promise.resolve({ view, html: (reader) => reportPage(reader, siteView(scene), view) })
  })

  action(app, forms, {
    path: PAGE,
    route: report,
    what: 'writ-public-report',
    body: (form) => ({
      text: form.text('text'),
      person: form.text('person'),
      anonymous: form.text('anonymous') === undefined ? undefined : true,
    }),
    back: () => PAGE,
    after: () => `${PAGE}?sent=yes`,
  })
}
