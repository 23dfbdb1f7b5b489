import type { Context, Hono } from 'hono'
import { streamSSE, type SSEStreamingApi } from 'hono/streaming'
import { hasWritRight } from '../../decide/grant.ts'
import { knownNow } from '../../workflow/known.ts'
import type { Job, Jobs } from '../api/jobs/jobs.ts'
import { stillViewer } from '../auth/viewer.ts'
import { refuse } from '../errors.ts'
import { readerIn } from '../language.ts'
import { segmentOf } from '../query.ts'
import { withScene, type Serving } from '../serving.ts'

/** A silent connection is given up by what stands between: something is said so often, in milliseconds. */
const SIGN_MS = 15_000

/**
 * How a run goes on, as server-sent events: `line` for each line of the plan with its number as id, then `over`. Who asks again with the number of the
 * last one goes on after it. Before each event it is looked up whether whoever listens may still see it; once not, or when the run is over, it ends.
 */
export function jobEventsRoute(app: Hono, serving: Serving, jobs: Jobs): void {
  app.get('/admin/jobs/:job/events', async (context) => {
    const seen = await standing(context, serving)
    if (seen === 'nobody') return refuse(context, 'not-logged-in', 'log in first')
    if (seen === 'forbidden') return refuse(context, 'not-allowed', 'only holders of the right `apply` on `writ` see this')
    const job = jobs.find(segmentOf(context, 3))
    if (job === undefined) return refuse(context, 'not-found', 'there is no such run any more')
    const after = lastSeen(context)
    // 204 tells a browser not to ask again
    if (job.state !== 'running' && after >= (job.lines.at(-1)?.number ?? 0) && context.req.header('last-event-id') !== undefined)
      return context.body(null, 204)
    context.header('X-Accel-Buffering', 'no')
    const response = streamSSE(context, (stream) =>
      follow(stream, context, { serving, jobs, job, after }).catch((error: unknown) =>
        serving.warn(`events of a run: ${error instanceof Error ? error.message : String(error)}`),
      ),
    )
    response.headers.set('Cache-Control', 'private, no-store')
    return response
  })
}

interface Following {
  readonly serving: Serving
  readonly jobs: Jobs
  readonly job: Job
  readonly after: number
}

async function follow(stream: SSEStreamingApi, context: Context, { serving, jobs, job, after }: Following): Promise<void> {
  const gone = new AbortController()
  stream.onAbort(() => gone.abort())
  const reader = readerIn(context)
  let told = after
  for (;;) {
    const over = job.state !== 'running'
    if (gone.signal.aborted || (await standing(context, serving)) !== 'allowed') return
    for (const { number, text, problem } of job.lines.filter((line) => line.number > told)) {
      const progress = reader.say('writ-admin-progress-of', job.done, job.total)
      await stream.writeSSE({ event: 'line', id: String(number), data: JSON.stringify({ progress, text, problem }) })
      told = number
    }
    if (over) return stream.writeSSE({ event: 'over', data: job.state })
    const enough = AbortSignal.any([gone.signal, AbortSignal.timeout(SIGN_MS)])
    await jobs.changed(job, enough)
    if (enough.aborted && !gone.signal.aborted) await stream.write(': still running\n\n')
  }
}

/** The number of the last line that the browser has: its own word once it had one, else that of the page. */
function lastSeen({ req }: Context): number {
  const text = req.header('last-event-id') ?? req.query('after') ?? '0'
  return /^\d{1,15}$/.test(text) ? Number(text) : 0
}

async function standing(context: Context, serving: Serving): Promise<'allowed' | 'forbidden' | 'nobody'> {
  const viewer = await stillViewer(context, serving)
  if (viewer === undefined) return 'nobody'
  const facts = await serving.facts()
  return withScene(serving, ({ charter, state, now }) =>
    Promise.resolve(hasWritRight(knownNow(charter, state, now, facts), viewer.subject, 'apply') ? 'allowed' : 'forbidden'),
  )
}
