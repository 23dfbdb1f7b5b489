import { targetTitle } from '../../charter/writ-target.ts'
import type { Hono } from 'hono'
import { isGiven } from '../../decide/holding.ts'
import { handleOf } from '../../decide/question.ts'
import { handoverOf } from '../../decide/trouble/departure.ts'
import { formatInstant } from '../../kernel/instant.ts'
import type { SubjectId } from '../../ledger/entry.ts'
import type { Html, Reader } from '../../web/reader.ts'
import { offboardingPage, peoplePage } from '../../web/pages/admin/people.ts'
import type { PersonPageView, PersonRecord } from '../../web/pages/admin/view.ts'
import type { SiteView } from '../../web/view.ts'
import { findPerson } from '../../workflow/people.ts'
import { link } from '../api/accounts/link.ts'
import { departed } from '../api/departures/depart.ts'
import { returned } from '../api/departures/return.ts'
import { action, type Forms } from '../forms/action.ts'
import type { Form } from '../forms/read-form.ts'
import type { Looking } from '../forms/member-page.ts'
import { notePrivateReading } from '../private-reading.ts'
import { textOf } from '../query.ts'
import type { Serving } from '../serving.ts'
import { isoOrNull } from '../views/json-shapes.ts'
import { siteView } from '../views/site.ts'
import { adminPage } from './admin-page.ts'

const [PEOPLE, OFFBOARDING] = ['/admin/people', '/admin/offboarding']

/** Whose accounts are whose, and what is to be done when somebody leaves: looked up by name, one person at a time, on record. */
export function peopleRoutes(app: Hono, forms: Forms): void {
  const { serving } = forms.api
  const lookUp = (path: string, page: (reader: Reader, site: SiteView, view: PersonPageView) => Html) => {
    adminPage(app, serving, path, ['link-accounts'], async (looking, context) => {
      const view = await personPageView(serving, looking, path, textOf(context, 'person'))
      return { view, html: (reader) => page(reader, siteView(looking.scene), view) }
    })
  }
  lookUp(PEOPLE, peoplePage)
  lookUp(OFFBOARDING, offboardingPage)
  action(app, forms, {
    path: `${PEOPLE}/link`,
    route: link,
    what: 'writ-admin-link',
    params: () => ({}),
    body: (form) => ({
      person: form.text('person'),
      target: form.text('target'),
      account: form.text('account'),
      kind: form.text('kind'),
    }),
    back: (_context, form) => pageFor(PEOPLE, form),
  })
  action(app, forms, {
    path: `${OFFBOARDING}/depart`,
    route: departed,
    what: 'writ-admin-depart',
    confirm: true,
    params: () => ({}),
    body: (form) => ({ person: form.text('person'), reason: form.text('reason') }),
    back: (_context, form) => pageFor(OFFBOARDING, form),
  })
  action(app, forms, {
    path: `${OFFBOARDING}/return`,
    route: returned,
    what: 'writ-admin-return',
    params: (_context, form) => ({ person: form.text('person') }),
    body: (form) => ({ reason: form.text('reason') }),
    back: (_context, form) => pageFor(OFFBOARDING, form),
  })
}

function pageFor(path: string, form: Form): string {
  return `${path}?person=${encodeURIComponent(form.text('person') ?? '')}`
}

async function personPageView(serving: Serving, looking: Looking, what: string, asked: string): Promise<PersonPageView> {
  const { known, viewer } = looking
  const targets = [...known.charter.targets.keys()].map((id) => targetName(looking, id))
  const found = asked === '' ? undefined : findPerson(known.state, asked)
  if (found?.ok !== true) return { asked, person: null, targets }
  const subject = found.value
  const person = personRecord(looking, subject)
  if (subject !== viewer.subject) {
    const reading = {
      what: what.slice(1),
      by: viewer.subject,
      subjects: [subject],
      channel: 'web',
      reason: 'looked at on the pages',
    } as const
    if (!(await notePrivateReading(serving, reading))) return { asked, person: null, targets }
  }
  return { asked, person, targets }
}

function targetName({ known: { charter } }: Looking, id: string) {
  return { id, title: targetTitle(charter, id) }
}

function personRecord(looking: Looking, subject: SubjectId): PersonRecord {
  const { known, viewer } = looking
  const { state, charter, now } = known
  const left = state.person(subject)?.departed
  const role = (id: string) => ({ id, title: charter.roles.get(id)?.title ?? id })
  const grants = state.grantsOf(subject)
  return {
    handle: handleOf(state, subject),
    departed: isoOrNull(left),
    own: subject === viewer.subject,
    accounts: state.accountsOf(subject).map(({ key, target, name, kind, locked }) => ({
      key,
      target: targetName(looking, target),
      name,
      kind,
      locked,
      confirmed: state.lockOf(key)?.how ?? null,
    })),
    grants: grants
      .filter((grant) => isGiven(grant, now))
      .map((grant) => ({
        grant: grant.id,
        role: role(grant.role),
        from: formatInstant(grant.from),
        targets: (grant.targets ?? [...(charter.roles.get(grant.role)?.gives.keys() ?? [])]).map((id) => targetName(looking, id)),
      })),
    ended: grants.flatMap(({ id, role: of, ended }) =>
      left === undefined || ended === undefined || ended.at < left ? [] : [{ grant: id, role: role(of), at: formatInstant(ended.at) }],
    ),
    handover: left === undefined ? handoverOf(known, subject).map(({ text }) => text) : [],
  }
}
