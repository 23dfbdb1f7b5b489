import type { Hono } from 'hono'
import { csv } from '../../render/csv.ts'
import { send } from '../answer.ts'
import { withScene, type Serving } from '../serving.ts'
import { logView } from '../views/log.ts'
import { logQuery } from './log.ts'

const ROWS = 5000

/** The rows of the filter that the page has, as a spreadsheet; older ones by `from`. */
export function logCsvRoute(app: Hono, serving: Serving): void {
  app.get('/log.csv', (context) =>
    withScene(serving, async (scene) => {
      const { rows } = await logView(scene, logQuery(context), ROWS)
      const table = rows.map(({ seq, at, type, person, text }) => [String(seq), at, type, person ?? '', text])
      context.header('Content-Disposition', 'attachment; filename="log.csv"')
      return send(context, 'text/csv; charset=utf-8', csv([['entry', 'time', 'type', 'person', 'what'], ...table]))
    }),
  )
}
