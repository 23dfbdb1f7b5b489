import type { Command } from './command.ts'
import { approveCommand, refuseCommand } from './commands/approve.ts'
import { grantCommand, removeCommand, renewCommand, resignCommand } from './commands/grant.ts'
import { matrixCommand } from './commands/matrix.ts'
import { modeCommand } from './commands/mode.ts'
import { setupCommand } from './commands/setup.ts'

/** Every command, in the order of the help. */
export const commands: readonly Command[] = [
  matrixCommand,
  setupCommand,
  grantCommand,
  removeCommand,
  renewCommand,
  resignCommand,
  approveCommand,
  refuseCommand,
  modeCommand,
]
