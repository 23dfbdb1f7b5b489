export { isoOrNull, membersJson, outcomeJson } from '../server/views/json-shapes.ts'
