import { stat } from 'node:fs/promises'
import { nodeHashing } from '../config/outside.ts'
import type { Settings } from '../config/settings.ts'
import { openSqliteReader } from '../store/sqlite/open.ts'
import { createCharterReader, type CharterReader } from '../workflow/charter-document.ts'
import { openLedgerView, type LedgerView } from '../workflow/journal-view.ts'
import type { StoreReader } from '../workflow/ports.ts'
import { exit, StopError } from './command.ts'
import { storeFile } from '../config/data-folder.ts'
import { terminalText } from '../render/terminal.ts'

/** Opens a ledger to look at it, also while a server or another command writes to it. */
export async function withView<T>(
  settings: Settings,
  look: (view: LedgerView, charters: CharterReader, reader: StoreReader) => Promise<T>,
): Promise<T> {
  const file = storeFile(settings.data)
  if ((await stat(file).catch(() => undefined)) === undefined)
    throw new StopError(`writ: \`${terminalText(settings.data)}\` holds no ledger; \`--data\` names another folder`, exit.usage)
  const reader = openSqliteReader(file)
  try {
    return await look(await openLedgerView(reader, nodeHashing), createCharterReader(reader), reader)
  } finally {
    await reader.close()
  }
}
