import { readFile, stat } from 'node:fs/promises'
import { terminalText } from '../../render/terminal.ts'
import { defaultBudget } from '../../safety/arbac/budget.ts'
import { readArbac } from '../../safety/arbac/read.ts'
import { solveArbac } from '../../safety/arbac/solve.ts'
import { exit, StopError, type ExitCode, type Invocation } from '../command.ts'
import { arbacJson, arbacText, formatArbacProblem } from '../print-arbac.ts'
import { countUp } from '../count-up.ts'
import { printJson } from '../print-json.ts'
import { budgetOf } from '../safety-budget.ts'

const TRIALS_PER_STATE = defaultBudget.trials / defaultBudget.states

const LARGEST_FILE = 128 * 1024 * 1024

/** `writ safety --arbac FILE`: answers the question of a policy file; exit 0 whatever the answer, 1 if the text is no such policy. */
export async function safetyOfArbac(invocation: Invocation, path: string): Promise<ExitCode> {
  const states = budgetOf(invocation) ?? defaultBudget.states
  const read = readArbac(await textOf(path))
  if (!read.ok) throw new StopError(read.error.map((problem) => formatArbacProblem(path, problem)).join('\n'))
  const { policy, goal } = read.value
  const waiting = countUp(invocation.io.progress, 'states kept')
  const answer = solveArbac(policy, { roles: [goal] }, { states, trials: states * TRIALS_PER_STATE, onState: waiting.count })
  waiting.end()
  if (invocation.flag('json')) printJson(invocation.io, arbacJson(read.value, answer))
  else invocation.io.out(arbacText(read.value, answer))
  return exit.fine
}

async function textOf(path: string): Promise<string> {
  const shown = terminalText(path)
  const kind = await stat(path).catch(() => undefined)
  if (kind === undefined) throw new StopError(`writ: there is no file \`${shown}\``, exit.usage)
  if (!kind.isFile()) throw new StopError(`writ: \`${shown}\` is no file`, exit.usage)
  if (kind.size > LARGEST_FILE) throw new StopError(`writ: \`${shown}\` is larger than 128 MiB; that is no policy`, exit.usage)
  const text = await readFile(path, 'utf8').catch(() => undefined)
  if (text === undefined) throw new StopError(`writ: \`${shown}\` cannot be read`, exit.usage)
  return text
}
