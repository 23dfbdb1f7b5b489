import { stat } from 'node:fs/promises'
import { storeFile } from '../config/data-folder.ts'
import { systemOutside } from '../config/outside.ts'
import type { Settings } from '../config/settings.ts'
import { terminalText } from '../render/terminal.ts'
import { openScene, type Scene } from '../server/scene.ts'
import { openSqliteReader } from '../store/sqlite/open.ts'
import { createCharterReader } from '../workflow/charter-document.ts'
import { followLedger } from '../workflow/ledger-follower.ts'
import { exit, StopError } from './command.ts'

/** Looks at a ledger as the public may see it, also while others write to it. */
export async function withPublicScene<T>(settings: Settings, look: (scene: Scene) => Promise<T>): Promise<T> {
  const file = storeFile(settings.data)
  if ((await stat(file).catch(() => undefined)) === undefined)
    throw new StopError(`writ: \`${terminalText(settings.data)}\` holds no ledger; \`--data\` names another folder`, exit.usage)
  const reader = openSqliteReader(file)
  try {
    const { clock, hashing } = systemOutside()
    const charters = createCharterReader(reader)
    return await followLedger(reader, hashing).read(async (moment) => look(await openScene(moment, charters, clock.now())))
  } finally {
    await reader.close()
  }
}
