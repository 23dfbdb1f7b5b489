import { z } from 'zod'
import { err, ok } from '../../../kernel/result.ts'
import { reads } from '../route.ts'
import { entry, name, named, texts } from '../shapes.ts'
import { targetOf } from './of.ts'

const task = z.object({
  task: z.string(),
  plan: entry,
  account: z.string(),
  change: z.enum(['add', 'remove']),
  group: z.string(),
  steps: texts,
})

export const listTasks = reads({
  id: 'listTasks',
  path: '/targets/{target}/tasks',
  summary: 'What people are to do by hand on a target; empty where it is not kept by hand',
  scope: 'apply',
  right: 'apply',
  params: z.strictObject({ target: name }),
  answer: named('Tasks', z.object({ target: z.string(), tasks: z.array(task) })),
  async run({ scene: { charter }, serving: { write } }, { params }) {
    const target = targetOf(charter, params.target)
    if (!target.ok) return target
    if (write === undefined) return err({ code: 'read-only', detail: 'this server is not connected to the targets' })
    const open = await write(({ targets }) => Promise.resolve(targets.get(target.value)?.hands?.open() ?? []))
    const tasks = open.map(({ id, plan, account, change, steps }) => ({
      task: id,
      plan,
      account: account.name,
      change: change.kind,
      group: change.group,
      steps: [...steps],
    }))
    return ok({ body: { target: target.value, tasks } })
  },
})
