import { nodeHashing, nodeVerifying } from '../config/outside.ts'
import { logKeysFolder } from '../config/data-folder.ts'
import type { Settings } from '../config/settings.ts'
import { logFolder } from '../store/log-folder.ts'
import type { Published } from '../workflow/signing/publish.ts'
import type { Signing } from '../workflow/signing/signed-log.ts'

/** Where the log's keys are, and what they signed: the folder of the settings, else the data folder. */
export function connectSigning(settings: Settings): Signing {
  return { folder: logFolder(logKeysFolder(settings), nodeHashing), verifying: nodeVerifying }
}

/** What an operator has to be told of an attempt to sign; undefined = all is well. */
export function toldOf(published: Published): string | undefined {
  switch (published.kind) {
    case 'keyless':
      return 'the log is not signed: `writ log key make` makes a key, and the server signs from then on'
    case 'locked':
      return `the log is not signed: ${published.why}`
    case 'refused':
      return `ALARM: the log is not signed any more: ${published.why}`
    default:
      return undefined
  }
}
