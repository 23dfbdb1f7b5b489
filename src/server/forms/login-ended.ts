import type { Context } from 'hono'
import { loginEndedPage, type LoginEndedView } from '../../web/pages/login-ended.ts'
import { STATUS } from '../errors.ts'
import { readerIn } from '../language.ts'
import { withScene, type Serving } from '../serving.ts'
import { siteView } from '../views/site.ts'

/**
 * Answers a form whose sender is not logged in, or not any more: what was typed comes back in this answer alone, to be sent again after a login. The
 * page of the form itself may be nobody else's to see, so it is not shown.
 */
export function loginEnded(context: Context, serving: Serving, view: LoginEndedView): Promise<Response> {
  context.header('Cache-Control', 'private, no-store')
  return withScene(serving, async (scene) =>
    context.html((await loginEndedPage(readerIn(context), siteView(scene), view)).toString(), STATUS['not-logged-in']),
  )
}
