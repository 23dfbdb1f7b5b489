import { z } from 'zod'
import { err, ok } from '../../../kernel/result.ts'
import { confirmTask } from '../../../workflow/confirm-task.ts'
import { writes } from '../route.ts'
import { name, named, texts, words } from '../shapes.ts'

export const taskDone = writes({
  id: 'confirmTask',
  path: '/targets/{target}/tasks/{task}/confirmations',
  summary: 'Says that a task of a target kept by hand was done; TASK is its id on the target',
  scope: 'apply',
  refusals: ['conflict'],
  params: z.strictObject({ target: name, task: name }),
  body: named('TaskConfirmation', z.strictObject({ note: words.optional() })),
  answer: named('TaskDone', z.object({ target: z.string(), task: z.string(), steps: texts })),
  async run({ instance, caller, key }, { params: { target, task }, body: { note } }) {
    const done = await confirmTask(instance, { key, caller, target, task, note })
    return done.ok ? ok({ target, task, steps: done.value.steps }) : err({ code: 'conflict', detail: done.error })
  },
})
