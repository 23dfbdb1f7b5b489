import type { Command } from './command.ts'
import { atCommand } from './commands/at.ts'
import { diffCommand } from './commands/diff.ts'
import { doctorCommand } from './commands/doctor.ts'
import { fmtCommand } from './commands/fmt.ts'
import { logCommand } from './commands/log.ts'
import { undoCommand } from './commands/undo.ts'
import { checkCommand } from './commands/check.ts'
import { demoCommand } from './commands/demo.ts'
import { adoptCommand } from './commands/adopt.ts'
import { applyCommand } from './commands/apply.ts'
import { approveCommand, refuseCommand } from './commands/approve.ts'
import { grantCommand, removeCommand, renewCommand, resignCommand } from './commands/grant.ts'
import { matrixCommand } from './commands/matrix.ts'
import { modeCommand } from './commands/mode.ts'
import { planCommand } from './commands/plan.ts'
import { renderCommand } from './commands/render.ts'
import { serveCommand } from './commands/serve.ts'
import { setupCommand } from './commands/setup.ts'

/** Every command, in the order of the help. */
export const commands: readonly Command[] = [
  demoCommand,
  serveCommand,
  checkCommand,
  fmtCommand,
  diffCommand,
  matrixCommand,
  renderCommand,
  setupCommand,
  adoptCommand,
  modeCommand,
  grantCommand,
  removeCommand,
  renewCommand,
  resignCommand,
  approveCommand,
  refuseCommand,
  planCommand,
  applyCommand,
  undoCommand,
  logCommand,
  atCommand,
  doctorCommand,
]
