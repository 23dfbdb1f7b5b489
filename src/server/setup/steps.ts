import type { Context, Hono } from 'hono'
import { parseCharter } from '../../charter/parse.ts'
import type { CharterSource } from '../../charter/source.ts'
import { charterDocument } from '../../workflow/charter-document.ts'
import { rolesThatRun } from '../../workflow/set-up.ts'
import type { MessageKey } from '../../web/messages.ts'
import { charterStepPage } from '../../web/pages/setup/charter.ts'
import { enterPage } from '../../web/pages/setup/enter.ts'
import { peopleStepPage } from '../../web/pages/setup/people.ts'
import { previewStepPage } from '../../web/pages/setup/preview.ts'
import type { Carried } from '../../web/pages/setup/view.ts'
import type { Html, Reader } from '../../web/reader.ts'
import { Returned, type Problem } from '../../web/returned.ts'
import { worded } from '../../web/worded.ts'
import { createAttempts } from '../api/attempts.ts'
import { setSetupVisit, setupVisit } from '../auth/cookie.ts'
import { clientAddress } from '../client-address.ts'
import { refuse, STATUS } from '../errors.ts'
import { fieldOfFile, filesOf, withUploads } from '../forms/charter-form.ts'
import { formOf, readForm, type Form } from '../forms/read-form.ts'
import { readerIn } from '../language.ts'
import { WriterBusyError } from '../serving.ts'
import { promisesOf } from '../views/promises.ts'
import { safetyOf } from '../views/safety.ts'
import type { SetupServing } from './app.ts'
import { checkView } from './check-view.ts'
import { loadExamples, type Example } from './examples.ts'
import { FoundingRefusedError, type Founded, type Plan } from './foundry.ts'
import { readPeople } from './read-people.ts'

/** So many wrong tokens may come from one address in ten minutes. */
const ATTEMPTS = { most: 10, span: 600_000 }
const NO_CHARTER = [{ name: 'charter.yaml', text: '' }]
/** Fields of the exchange, and files: what they hold does not go along. */
const PASSING = new Set(['once', 'token', 'upload'])
const CHARTER_FIELD = /^(?:name|text)-\d{1,3}$/

/** The steps from the token to the founding. Each form carries what was filled in before, so that nothing is kept here until all of it is founded. */
export function setupSteps(
  app: Hono,
  serving: SetupServing,
  founded: (done: Founded, handle: string, visit: string) => Promise<void>,
): void {
  const { pass, foundry, clock } = serving
  const attempts = createAttempts(ATTEMPTS)
  let examples: Promise<readonly Example[]> | undefined
  const known = () => (examples ??= loadExamples())
  const isLate = () => clock.now() >= pass.until

  app.get('/setup', async (context) => {
    const reader = readerIn(context)
    if (!pass.isInside(setupVisit(context, serving), clock.now()))
      return send(context, enterPage(reader, { action: '/setup/token', carried: [], late: isLate() }))
    const all = await known()
    const example = all.find(({ id }) => id === context.req.query('example'))
    const view = { files: example?.files ?? NO_CHARTER, examples: all, example: example?.id, carried: [] }
    return send(context, charterStepPage(reader, view))
  })

  step('/setup/token', (context) => Promise.resolve(context.redirect('/setup', 303)))
  step('/setup/edit', (context, form) => charterStep(context, withRoster(form)))
  step('/setup/check', (context, form) => peopleStep(context, withUploads(form)))
  step('/setup/preview', async (context, given) => {
    const form = withRoster(given)
    const plan = await planOf(context, form)
    if (plan instanceof Response) return plan
    const preview = await allowed(context, form, plan, () => foundry.preview(plan))
    if (preview instanceof Response) return preview
    const { source, founders } = plan
    const view = {
      title: source.charter.title,
      ...preview,
      promises: promisesOf(source, founders),
      safety: safetyOf(source, founders),
      carried: form.fields.filter(isCarried),
    }
    return send(context, previewStepPage(readerIn(context), view))
  })
  step('/setup/found', async (context, form, visit) => {
    const plan = await planOf(context, form)
    if (plan instanceof Response) return plan
    const done = await allowed(context, form, plan, () => foundry.found(plan))
    if (done instanceof Response) return done
    if (done === undefined) return refuse(context, 'conflict', worded('writ-setup-why-over'))
    await founded(done, plan.administrator.handle, visit)
    return context.redirect('/setup/done', 303)
  })

  /** A form of somebody who has shown the token, now or before. */
  function step(path: string, act: (context: Context, form: Form, visit: string) => Promise<Response>): void {
    app.get(path, (context) => context.redirect('/setup', 303))
    app.post(path, async (context) => {
      const read = await readForm(context)
      if (!read.ok) return refuse(context, read.error.code, read.error.detail)
      const form = read.value
      const inside = setupVisit(context, serving)
      if (inside !== undefined && pass.isInside(inside, clock.now())) return act(context, form, inside)
      const token = form.text('token')
      const visit = token === undefined ? undefined : pass.enter(token, clock.now())
      if (visit === undefined) return outside(context, path === '/setup/check' ? withUploads(form) : withRoster(form), token !== undefined)
      setSetupVisit(context, serving, visit)
      return act(context, form, visit)
    })
  }

  /** Without the token nobody goes on; what they filled in waits on the page. */
  async function outside(context: Context, form: Form, tried: boolean): Promise<Response> {
    const reader = readerIn(context)
    const wait = tried ? attempts.failed(clientAddress(context, serving.proxies), clock.now()) : 0
    if (wait > 0) context.header('Retry-After', String(wait))
    const text = reader.say(wait > 0 ? 'writ-setup-too-many' : 'writ-setup-wrong-token')
    const action = new URL(context.req.url).pathname
    const carried = form.fields.filter(isCarried)
    const again = tried ? returned(reader, action, 'writ-setup-title', form, [{ text, at: { field: 'token', text } }]) : reader
    return send(context, enterPage(again, { action, carried, late: isLate() }), wait > 0 ? STATUS['too-many'] : STATUS['not-allowed'])
  }

  async function charterStep(context: Context, form: Form, because: readonly Problem[] = []): Promise<Response> {
    const reader = returned(readerIn(context), '/setup/check', 'writ-setup-charter', withCharter(form), because)
    const carried = form.fields.filter((field) => isCarried(field) && !CHARTER_FIELD.test(field[0]))
    const view = { files: NO_CHARTER, examples: await known(), example: undefined, carried }
    return send(context, charterStepPage(reader, view), because.length > 0 ? 422 : 200)
  }

  async function peopleStep(context: Context, form: Form, because: readonly Problem[] = []): Promise<Response> {
    const source = await sourceOf(context, form)
    if (source instanceof Response) return source
    const { charter } = source
    const reader = returned(readerIn(context), '/setup/preview', 'writ-setup-people', form, because)
    const targets = [...charter.targets].map(([id, { title }]) => ({ id, title: title ?? id }))
    const view = {
      ...checkView(source),
      roles: rolesThatRun(charter).map((id) => ({ id, title: charter.roles.get(id)?.title ?? id })),
      targets: targets.filter(({ id }) => foundry.connected.has(id)),
      unconnected: targets.some(({ id }) => !foundry.connected.has(id)),
      logins: foundry.logins,
      carried: form.fields.filter(([name]) => CHARTER_FIELD.test(name)),
    }
    return send(context, peopleStepPage(reader, view), because.length > 0 ? 422 : 200)
  }

  /** The charter of a form; else its page again, with every mistake at its place. */
  async function sourceOf(context: Context, form: Form): Promise<CharterSource | Response> {
    const files = filesOf(form)
    if (files.length === 0) return charterStep(context, form, [problemAt('text-0', readerIn(context).say('writ-common-fill-in'))])
    const parsed = parseCharter(files)
    if (!parsed.ok) {
      const lines = parsed.error.map(({ file, line, column, message, remedy }) => `${file}:${line}:${column} ${message}; ${remedy}`)
      return charterStep(
        context,
        form,
        lines.map((text) => problemAt(fieldOfFile(text, form) ?? 'text-0', text)),
      )
    }
    if (rolesThatRun(parsed.value.charter).length > 0) return parsed.value
    return charterStep(context, form, [problemAt('text-0', readerIn(context).say('writ-setup-nobody-runs'))])
  }

  /** Everything that a form asks for; else the page of what is wrong. */
  async function planOf(context: Context, form: Form): Promise<Plan | Response> {
    const source = await sourceOf(context, form)
    if (source instanceof Response) return source
    const people = readPeople(form, readerIn(context), source.charter)
    if (!people.ok) return peopleStep(context, form, people.error)
    return { document: charterDocument(filesOf(form)), source, ...people.value }
  }

  /** What is refused comes back on the page of the people, who are what may still be wrong. */
  async function allowed<T>(context: Context, form: Form, plan: Plan, work: () => Promise<T>): Promise<T | Response> {
    if (plan.administrator.login !== undefined && !foundry.logins.some(({ id }) => id === plan.administrator.login?.server))
      return peopleStep(context, form, [problemAt('login', readerIn(context).say('writ-setup-no-such-login'))])
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof FoundingRefusedError) && !(error instanceof WriterBusyError)) throw error
      return peopleStep(
        context,
        form,
        error.message.split('\n').map((text) => ({ text })),
      )
    }
  }
}

async function send(context: Context, page: Html, status = 200): Promise<Response> {
  context.header('Cache-Control', 'private, no-store')
  return context.html((await page).toString(), status as 200)
}

function problemAt(field: string, text: string): Problem {
  return { text, at: { field, text } }
}

function isCarried([name]: Carried[number]): boolean {
  return !PASSING.has(name)
}

/** A page with a form that is shown as it was filled in. */
function returned(reader: Reader, action: string, what: MessageKey, { fields }: Form, because: readonly Problem[]): Reader {
  return { ...reader, returned: new Returned({ action, what, fields, because, missing: [], helpers: [] }) }
}

/** A form without any text of a charter has an empty one to write into. */
function withCharter(form: Form): Form {
  return form.fields.some(([name]) => CHARTER_FIELD.test(name))
    ? form
    : formOf([...form.fields, ...NO_CHARTER.flatMap(({ name, text }) => [['name-0', name] as const, ['text-0', text] as const])])
}

/** A file that was chosen is the roster. */
function withRoster(form: Form): Form {
  const [file] = form.files
  if (file === undefined) return form
  return formOf([...form.fields.filter(([name]) => name !== 'roster'), ['roster', file.text]])
}
