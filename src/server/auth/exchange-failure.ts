import * as client from 'openid-client'
import { NotIdentifiedError, ProviderFailedError } from './provider.ts'

/** Why a code could not be exchanged: the person cancelled, the other server is down, or what came back proves nothing. */
export function exchangeFailure(error: unknown, title: string): NotIdentifiedError | ProviderFailedError {
  if (error instanceof client.AuthorizationResponseError && error.error === 'access_denied')
    return new NotIdentifiedError('the login was cancelled', { cause: error })
  if (isDown(error)) return new ProviderFailedError(`${title} does not answer`, { cause: error })
  return new NotIdentifiedError(`the answer of ${title} does not prove who you are; log in again`, { cause: error })
}

/** No connection, no answer in time, or an answer of trouble on the other side. */
function isDown(error: unknown): boolean {
  if (error instanceof TypeError) return true
  if (!(error instanceof client.ClientError)) return false
  return error.code === 'OAUTH_TIMEOUT' || (error.cause instanceof Response && error.cause.status >= 500)
}
