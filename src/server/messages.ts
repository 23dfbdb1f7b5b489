import { readdir, readFile } from 'node:fs/promises'
import { AREAS, type Messages, type MessageTable } from '../web/messages.ts'

const FOLDER = new URL('../../i18n/', import.meta.url)
/** What translators are told about each message: no language. */
const DOCUMENTATION = 'qqq'

/** Reads the messages of all areas, by language. */
export async function loadMessages(): Promise<MessageTable> {
  const table = new Map<string, Messages>()
  for (const area of AREAS)
    for (const file of await readdir(new URL(`${area}/`, FOLDER))) {
      const language = file.replace(/\.json$/, '').toLowerCase()
      if (language === DOCUMENTATION || !file.endsWith('.json')) continue
      const { '@metadata': _authors, ...messages } = JSON.parse(await readFile(new URL(`${area}/${file}`, FOLDER), 'utf8')) as Messages
      table.set(language, { ...table.get(language), ...messages })
    }
  return table
}
