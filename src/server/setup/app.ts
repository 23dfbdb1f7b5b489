import { Hono, type Context } from 'hono'
import { compress } from 'hono/compress'
import { formatInstant } from '../../kernel/instant.ts'
import { donePage } from '../../web/pages/setup/done.ts'
import { guidePage, unfoundedPage } from '../../web/pages/setup/unfounded.ts'
import type { DoneView } from '../../web/pages/setup/view.ts'
import { worded } from '../../web/worded.ts'
import { setupVisit } from '../auth/cookie.ts'
import { BodyCutError } from '../authzen/read-body.ts'
import { refuse } from '../errors.ts'
import { guard } from '../guard.ts'
import { knowReader, readerIn } from '../language.ts'
import { assetsRoute } from '../routes/assets.ts'
import { WriterBusyError, type Serving } from '../serving.ts'
import type { Founded, Foundry } from './foundry.ts'
import type { SetupPass } from './pass.ts'
import { setupSteps } from './steps.ts'

/** What a server that is not set up is served from. */
export interface SetupServing extends Pick<
  Serving,
  'base' | 'hosts' | 'assets' | 'readerOf' | 'clock' | 'hashing' | 'warn' | 'requestId' | 'proxies'
> {
  readonly pass: SetupPass
  readonly foundry: Foundry
}

/** A founding by this server, for the one browser that may see its code. */
interface Kept extends Founded {
  readonly handle: string
  readonly visit: string
}

/**
 * The pages of a server whose data folder has no ledger yet: that it is so, how to begin, and the steps to the founding. Everything else is answered that
 * nothing is there. `founded` is told once a ledger stands, before the answer that says so.
 */
export function createSetupApp(serving: SetupServing, founded: () => Promise<unknown>): Hono {
  const app = new Hono()
  let kept: Kept | undefined
  app.use(compress())
  app.use(knowReader(serving.readerOf, false, true))
  app.use(guard(serving))
  app.get('/', (context) => show(context, unfoundedPage(readerIn(context))))
  app.get('/setup/guide', (context) => show(context, guidePage(readerIn(context))))
  setupSteps(app, serving, async (done, handle, visit) => {
    kept = { ...done, handle, visit }
    await founded()
  })
  app.get('/setup/done', async (context) => {
    if (kept === undefined || kept.until <= serving.clock.now() || setupVisit(context, serving) !== kept.visit)
      return context.redirect('/setup', 303)
    // from here on there are pages to lead to
    return show(context, donePage({ ...readerIn(context), unfounded: false }, viewOf(kept)))
  })
  assetsRoute(app, serving)
  app.get('/healthz', (context) => context.text('ok, not set up yet\n'))
  app.notFound((context) => refuse(context, 'no-charter', worded('writ-setup-why-unfounded')))
  app.onError((error, context) => {
    if (error instanceof BodyCutError) return refuse(context, 'bad-request', worded('writ-common-why-cut'))
    if (error instanceof WriterBusyError) return refuse(context, 'busy', worded('writ-common-why-busy'))
    const id = serving.requestId()
    serving.warn(`request ${id}: ${error.stack ?? error.message}`)
    return refuse(context, 'failed', worded('writ-common-why-failed', id), { request: id })
  })
  return app
}

function viewOf({ handle, code, until, remarks }: Kept): DoneView {
  return { handle, code, until: formatInstant(until), remarks }
}

/** Nothing of setting up is kept by anybody. */
async function show(context: Context, page: { toString(): string } | Promise<{ toString(): string }>): Promise<Response> {
  context.header('Cache-Control', 'private, no-store')
  return context.html((await page).toString())
}
