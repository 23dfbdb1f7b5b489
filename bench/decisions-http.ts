import { Hono } from 'hono'
import { readBody } from '../src/server/authzen/read-body.ts'
import { evaluationSchema } from '../src/server/authzen/entities.ts'
import { guard } from '../src/server/guard.ts'
import { siteHost, openSite } from '../test/support/site.ts'
import { cpuSeconds, figure, median } from './support/measure.ts'
import type { BenchRow } from './support/row.ts'

const ROUNDS = 9
const REQUESTS = 400
const BATCH = 100

/**
 * The decision point as a program meets it, without a network: reading the body, the decision with its reasons, writing the answer. Against a route that
 * reads the same body and answers with a constant; and a batch against single questions.
 */
export async function bench(): Promise<BenchRow[]> {
  const site = await openSite()
  const questions = questionsOf(
    [...(site.source.charter.rights.get('wiki')?.keys() ?? [])],
    [...site.journal.state.people()].flatMap(({ handle }) => handle ?? []),
  )
  const constant = new Hono()
  constant.use(guard({ hosts: () => new Set([siteHost]), base: () => `https://${siteHost}` }))
  constant.post('/access/v1/evaluation', async (context) => {
    const body = await readBody(context, evaluationSchema)
    return context.json({ decision: body.ok })
  })
  const post = async (app: Hono, path: string, body: string): Promise<unknown> => {
    const headers = { host: siteHost, 'content-type': 'application/json' }
    const response = await app.request(`https://${siteHost}/access/v1/${path}`, { method: 'POST', headers, body })
    if (response.status !== 200) throw new Error(`${path}: ${response.status} ${await response.text()}`)
    return response.json()
  }
  const bodies = questions.map((question) => JSON.stringify(question))
  const batches = Array.from({ length: questions.length / BATCH }, (_, at) =>
    JSON.stringify({ evaluations: questions.slice(at * BATCH, (at + 1) * BATCH) }),
  )
  const singly = (await each(bodies, (body) => post(site.app, 'evaluation', body))) as { decision: boolean }[]
  const together = (
    (await each(batches, (body) => post(site.app, 'evaluations', body))) as { evaluations: { decision: boolean }[] }[]
  ).flatMap(({ evaluations }) => evaluations)
  if (singly.some(({ decision }, at) => decision !== together[at]?.decision))
    throw new Error('a batch answers otherwise than single questions')
  const [none, one, many]: [number[], number[], number[]] = [[], [], []]
  for (let round = 0; round < ROUNDS; round += 1) {
    none.push(await cpuSeconds(() => each(bodies, (body) => post(constant, 'evaluation', body))))
    one.push(await cpuSeconds(() => each(bodies, (body) => post(site.app, 'evaluation', body))))
    many.push(await cpuSeconds(() => each(batches, (body) => post(site.app, 'evaluations', body))))
  }
  const micro = (seconds: readonly number[]) => (median(seconds) / questions.length) * 1e6
  const yes = singly.filter(({ decision }) => decision).length
  return [
    {
      what: 'a decision over HTTP with why',
      measured: `${figure(micro(one))} us of ${figure(micro(none))} us for a constant answer (${figure(yes)} yes of ${figure(questions.length)})`,
      goal: undefined,
      ratio: micro(one) / micro(none),
    },
    {
      what: `a decision in a batch of ${BATCH}`,
      measured: `${figure(micro(many))} us of ${figure(micro(one))} us singly`,
      goal: undefined,
      ratio: micro(many) / micro(one),
    },
  ]
}

async function each(bodies: readonly string[], ask: (body: string) => Promise<unknown>): Promise<unknown[]> {
  const answers: unknown[] = []
  for (const body of bodies) answers.push(await ask(body))
  return answers
}

function questionsOf(rights: readonly string[], people: readonly string[]): object[] {
  return Array.from({ length: REQUESTS }, (_, at) => ({
    subject: { type: 'user', id: people[(at * 7) % people.length] },
    action: { name: rights[(at * 13) % rights.length] },
    resource: { type: 'wiki', id: `Page ${at % 50}` },
  }))
}
