import { join } from 'node:path'

/** The file of the embedded store in a data folder. */
export function storeFile(data: string): string {
  return join(data, 'writ.sqlite')
}
