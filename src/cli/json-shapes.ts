export { accountsJson, isoOrNull, membersJson, outcomeJson } from '../server/views/json-shapes.ts'
