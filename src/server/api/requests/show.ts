import { err, ok } from '../../../kernel/result.ts'
import { requestJson } from '../../views/request.ts'
import { reads } from '../route.ts'
import { isParty, NO_REQUEST, request, requestInPath } from './shape.ts'

export const showRequest = reads({
  id: 'getRequest',
  path: '/requests/{request}',
  summary: 'A request with its stages, and who can decide it now; for those who take part in it, and with `read-private`',
  scope: 'read',
  params: requestInPath,
  answer: request,
  run({ known, person, readsPrivate }, { params }) {
    const found = known.state.request(params.request)
    const takesPart = found !== undefined && isParty(known, found, person)
    if (found === undefined || !(takesPart || readsPrivate)) return err(NO_REQUEST)
    return ok({ body: requestJson(known, found), concerning: takesPart ? [] : [found.subject] })
  },
})
