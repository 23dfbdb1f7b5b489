import type { Context, Hono } from 'hono'
import { answerersOf } from '../../decide/correction.ts'
import { handleOf } from '../../decide/question.ts'
import { formatInstant } from '../../kernel/instant.ts'
import type { Json } from '../../kernel/json.ts'
import type { Correction } from '../../ledger/state.ts'
import { correctionsPage, ownDataPage, type CorrectionRow, type OwnDataView } from '../../web/pages/member/own-data.ts'
import type { Reading } from '../../workflow/readings.ts'
import { answerOneCorrection } from '../api/corrections/answer.ts'
import { correctOwnFact } from '../api/corrections/file.ts'
import { correctionJson } from '../api/corrections/shape.ts'
import { routes } from '../api/routes.ts'
import { action, type Forms } from '../forms/action.ts'
import { memberPage, type Looking } from '../forms/member-page.ts'
import { segmentOf } from '../query.ts'
import { isoOrNull } from '../views/json-shapes.ts'
import { siteView } from '../views/site.ts'

const [OWN, OTHERS] = ['/me/data', '/corrections']

/** What is known of whoever looks, who looked at it, and having a wrong fact looked into. */
export function ownDataRoutes(app: Hono, forms: Forms): void {
  const { serving, readings } = forms.api
  memberPage(app, serving, OWN, async (looking) => {
    const { scene, viewer } = looking
    const view = ownDataView(looking, await readings.of(scene.moment, viewer.subject, scene.now))
    return { view, html: (reader) => ownDataPage(reader, siteView(scene), view) }
  })
  memberPage(app, serving, OTHERS, (looking) => {
    const mine = [...looking.known.state.corrections()].filter((one) => answersFor(looking, one)).map((one) => rowOf(looking, one))
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

function rowOf({ known }: Looking, one: Correction): CorrectionRow {
  const block = known.charter.facts.get(one.fact)
  return { ...correctionJson(known, one), fact: block?.text ?? one.fact, source: block?.source ?? null }
}

function ownDataView(looking: Looking, readings: readonly Reading[]): OwnDataView {
  const { known, viewer } = looking
  const { charter, state } = known
  return {
    facts: [...charter.facts].map(([id, { text, source }]) => {
      const found = known.fact(id, viewer.subject)
      return {
        id,
        text,
        source,
        value: found.kind === 'value' ? inWords(found.value) : null,
        unknown: found.kind === 'unknown' ? found.why : null,
        asOf: found.kind === 'value' ? isoOrNull(found.asOf) : null,
      }
    }),
    corrections: [...state.corrections()]
      .filter(({ subject }) => subject === viewer.subject)
      .map((one) => rowOf(looking, one))
      .toReversed(),
    readings: readings.map(({ entry, at, by, what, reason }) => ({
      entry,
      at: formatInstant(at),
      by: by === undefined ? null : handleOf(state, by),
      what: what.map(nameOf),
      reason: reason ?? null,
    })),
    suspended: viewer.suspended,
  }
}

function inWords(value: Json): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  return Array.isArray(value) ? value.map(String).join(', ') : typeof value === 'string' ? value : JSON.stringify(value)
}

/** A route in its own words; a page by its address. */
function nameOf(what: string): string {
  return routes.find(({ id }) => id === what)?.summary ?? `/${what}`
}
