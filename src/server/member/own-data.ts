import type { Context, Hono } from 'hono'
import { answerersOf } from '../../decide/correction.ts'
import type { Correction } from '../../ledger/state.ts'
import { correctionsPage, ownDataPage } from '../../web/pages/member/own-data.ts'
import { answerOneCorrection } from '../api/corrections/answer.ts'
import { correctOwnFact } from '../api/corrections/file.ts'
import { routes } from '../api/routes.ts'
import { action, type Forms } from '../forms/action.ts'
import { refuse } from '../errors.ts'
import { ownRecordPage } from '../../web/pages/member/own-record.ts'
import { worded } from '../../web/worded.ts'
import { memberFile, memberPage, type Looking } from '../forms/member-page.ts'
import { segmentOf } from '../query.ts'
import { correctionRow, ownDataView } from '../views/own-data.ts'
import { ownRecord } from '../views/own-record.ts'
import { siteView } from '../views/site.ts'

const [OWN, ALL, OTHERS] = ['/me/data', '/me/data/all', '/corrections']

/** What is known of whoever looks, who looked at it, and having a wrong fact looked into. */
export function ownDataRoutes(app: Hono, forms: Forms): void {
  const { serving, readings, inboxes, ownRecords } = forms.api
  const fromOf = ({ scene, known, viewer }: Looking) => ({ serving, scene, known, person: viewer.subject, inboxes, readings })
  memberPage(app, serving, OWN, async (looking) => {
    const { scene, viewer } = looking
    const found = await readings.of(scene.moment, viewer.subject, scene.now)
    const view = { ...ownDataView(looking.known, viewer.subject, found, nameOf), suspended: viewer.suspended }
    return { view, html: (reader) => ownDataPage(reader, siteView(scene), view) }
  })
  memberPage(app, serving, ALL, async (looking) => {
    const view = await ownRecord(fromOf(looking))
    return { view, html: (reader) => ownRecordPage(reader, siteView(looking.scene), view) }
  })
  memberFile(app, serving, `${OWN}/export.json`, async (looking, context) => {
    const sent = await ownRecords.send(context, fromOf(looking))
    if (typeof sent !== 'number') return sent
    context.header('Retry-After', String(sent))
    return refuse(context, 'too-many', worded('writ-login-feed-too-many'))
  })
  memberPage(app, serving, OTHERS, (looking) => {
    const mine = [...looking.known.state.corrections()]
      .filter((one) => answersFor(looking, one))
      .map((one) => correctionRow(looking.known, one))
    const view = {
      open: mine.filter(({ answer }) => answer === null),
      answered: mine.filter(({ answer }) => answer !== null).toReversed(),
    }
    return Promise.resolve({ view, html: (reader) => correctionsPage(reader, siteView(looking.scene), view) })
  })
  action(app, forms, {
    path: `${OWN}/correct`,
    route: correctOwnFact,
    what: 'writ-member-correct',
    body: (form) => ({ fact: form.text('fact'), text: form.text('text') }),
    back: () => OWN,
  })
  action(app, forms, {
    path: `${OTHERS}/:correction/answer`,
    route: answerOneCorrection,
    what: 'writ-member-corrections',
    params: (context) => ({ correction: numberIn(context) }),
    body: (form) => ({ outcome: form.text('outcome'), text: form.text('text') }),
    back: () => OTHERS,
  })
}

function numberIn(context: Context): number | undefined {
  const text = segmentOf(context, 2)
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined
}

/** Whether this is for whoever looks to answer, or was. */
export function answersFor({ known, viewer }: Pick<Looking, 'known' | 'viewer'>, { subject, answer }: Correction): boolean {
  return answer?.by === viewer.subject || answerersOf(known, subject).includes(viewer.subject)
}

/** A route in its own words; a page by its address. */
function nameOf(what: string): string {
  return routes.find(({ id }) => id === what)?.summary ?? `/${what}`
}
