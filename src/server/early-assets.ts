import type { MiddlewareHandler } from 'hono'
import { scriptOf, styleSheetOf } from '../web/layout.ts'
import { readerIn } from './language.ts'

/** Names what a page cannot be painted without in its headers: a browser asks for it before it has read the page. */
export function announceAssets(): MiddlewareHandler {
  return async (context, next) => {
    await next()
    if (context.res.headers.get('content-type')?.startsWith('text/html') !== true) return
    const reader = readerIn(context)
    context.res.headers.append('Link', `<${styleSheetOf(reader)}>; rel=preload; as=style, <${scriptOf(reader)}>; rel=preload; as=script`)
  }
}
