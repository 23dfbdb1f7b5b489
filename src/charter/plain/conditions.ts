import type { Json } from '../../kernel/json.ts'
import type { ConditionBlock, ConditionItem, ConditionTest, DateBlock, FactBlock, StatementBlock, TestOperators } from '../model.ts'
import { block, names, people, span, type Field, type Style } from './style.ts'

export function factPlain(style: Style, fact: FactBlock): Json {
  return block(style, {
    text: [fact.text],
    source: [fact.source],
    type: [fact.type],
    about: [fact.about, 'person'],
    fresh: [span(style, fact.fresh)],
    set_by: [fact.setBy, 'self'],
    stale_after: [span(style, fact.staleAfter)],
  })
}

export function statementPlain(style: Style, statement: StatementBlock): Json {
  return block(style, { text: [statement.text], lasts: [span(style, statement.lasts)] })
}

export function datePlain(style: Style, date: DateBlock): Json {
  return block(style, { text: [date.text], day: [date.day], repeats: [span(style, date.repeats)] })
}

export function conditionPlain(style: Style, condition: ConditionBlock): Json {
  const { except } = condition
  return block(style, {
    text: [condition.text],
    ...testFields(style, condition.test),
    except: [
      except &&
        block(style, { by: [people(style, except.by)], longest: [span(style, except.longest)], states: [names(style, except.states), []] }),
    ],
  })
}

function itemPlain(style: Style, item: ConditionItem): Json {
  return item.kind === 'named' ? item.condition : block(style, testFields(style, item))
}

function testFields(style: Style, test: ConditionTest): Readonly<Record<string, Field>> {
  switch (test.kind) {
    case 'all':
    case 'any':
      return { [test.kind]: [test.items.map((item) => itemPlain(style, item))] }
    case 'not':
      return { not: [itemPlain(style, test.item)] }
    case 'role':
      return { role: [names(style, test.roles)] }
    case 'statement':
      return { statement: [test.statement], by: [people(style, test.by), []] }
    default:
      return { [test.of]: [test.name], ...operatorFields(style, test.operators) }
  }
}

function operatorFields(style: Style, operators: TestOperators): Readonly<Record<string, Field>> {
  return {
    is: [operators.is],
    in: [operators.in],
    has_any: [operators.has_any],
    has_all: [operators.has_all],
    at_least: [operators.at_least],
    at_most: [operators.at_most],
    older_than: [span(style, operators.older_than)],
    within: [span(style, operators.within)],
    domain: [operators.domain],
    ends_with: [operators.ends_with],
    exists: [operators.exists],
    is_subject: [operators.is_subject],
  }
}
