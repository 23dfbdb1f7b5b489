import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { readArbac } from './read.ts'

const whole = `Roles head clerk guest;
Users ann bob;
UA <ann,head> <bob,guest>;
CR <head,guest>;
CA <head,-guest&clerk,guest> <TRUE,TRUE,clerk>;
Goal clerk;`

/** The first problem of a text as `line:column message`. */
function problemOf(text: string): string {
  const read = readArbac(text)
  assert.ok(!read.ok, 'the text was read')
  const [first] = read.error
  assert.ok(first !== undefined && first.remedy !== '')
  return `${first.line}:${first.column} ${first.message}`
}

describe('reading a policy file', () => {
  it('takes roles, users, what they hold, who may take and give, and the question', () => {
    const read = readArbac(whole)
    assert.ok(read.ok)
    const { policy, goal, lines } = read.value
    assert.deepEqual(policy.roles, ['head', 'clerk', 'guest'])
    assert.deepEqual(policy.accounts, [
      { name: 'ann', roles: ['head'] },
      { name: 'bob', roles: ['guest'] },
    ])
    assert.deepEqual(
      policy.rules.map(({ effect, role, by, needs, excludes }) => ({ effect, role, by, needs, excludes })),
      [
        { effect: 'revoke', role: 'guest', by: ['head'], needs: [], excludes: [] },
        { effect: 'assign', role: 'guest', by: ['head'], needs: ['clerk'], excludes: ['guest'] },
        { effect: 'assign', role: 'clerk', by: undefined, needs: [], excludes: [] },
      ],
    )
    assert.deepEqual([goal, lines], ['clerk', [4, 5, 5]])
  })

  it('does not mind white space, the order of sections, a byte order mark or line ends of Windows', () => {
    const lines = whole.split('\n')
    const parts = [5, 1, 2, 0, 3, 4].map((at) => lines[at])
    const odd = `\uFEFF${parts
      .join('\r\n')
      .replaceAll(/[<>,;&]/g, ' $& ')
      .replaceAll('- ', '-')}`
    const [read, plain] = [readArbac(odd), readArbac(whole)]
    assert.ok(read.ok && plain.ok)
    assert.deepEqual([read.value.policy, read.value.goal], [plain.value.policy, plain.value.goal])
  })

  it('says of every wrong text where it is wrong', () => {
    const cases: readonly (readonly [string, string])[] = [
      ['', '1:1 there is no section `Roles`'],
      ['\u0000\u0001PNG', '1:1 `\u0000\u0001PNG` begins no section'],
      ['Rolls a;', '1:1 `Rolls` begins no section'],
      [whole.replace('UA ', 'UA <ann,head> ; UA '), '3:17 a second section `UA`'],
      [whole.replace('Goal clerk;', 'Goal clerk'), '6:11 the file ends inside the section `Goal`'],
      [whole.replace('Goal clerk;', 'Goal ;'), '6:6 the goal is missing'],
      [whole.replace('Goal clerk;', 'Goal clerk guest;'), '6:12 `guest` after the goal'],
      [whole.replace('Goal clerk;', ''), '6:1 there is no section `Goal`'],
      [whole.replace('guest;\nUsers', 'guest\nUsers'), '2:1 `Users` begins a section where a name should stand'],
      [whole.replace('head clerk', 'head -clerk'), '1:12 `-clerk` cannot be a name'],
      [whole.replace('head clerk', 'head TRUE'), '1:12 `TRUE` cannot be a name'],
      [whole.replace('<ann,head>', '<ann head>'), '3:9 `head` stands where `,` should'],
      [whole.replace('<ann,head>', '<cat,head>'), '3:5 there is no user `cat`'],
      [whole.replace('&clerk', '&clrek'), '5:17 there is no role `clrek`'],
      [whole.replace('-guest&', '-&'), '5:10 a `-` without a role'],
      [whole.replace('-guest&clerk', '-guest&'), '5:17 `,` stands where the name of a role should'],
      [whole.replace('<head,guest>', '<head,guest,clerk>'), '4:15 `,` stands where `>` should'],
      [whole.replace('ann bob', `ann ${'b'.repeat(2000)}`), '2:11 a name of 2000 characters'],
    ]
    for (const [text, problem] of cases) assert.equal(problemOf(text), problem)
  })

  it('tells all unknown names at once, with the nearest known one', () => {
    const read = readArbac(whole.replace('CR <head,guest>', 'CR <haed,gust> <haed,geust>'))
    assert.ok(!read.ok)
    assert.deepEqual(
      read.error.map(({ remedy }) => remedy.slice(0, 21)),
      ['did you mean `head`? ', 'did you mean `guest`?', 'did you mean `guest`?'],
    )
  })

  it('reads every text in time that grows with its length, and never throws', () => {
    const long = [
      `Roles ${'a '.repeat(500_000)}`,
      `Roles ; Users ; UA ${'<'.repeat(500_000)}`,
      `Roles a ; CA ${'<a,'.repeat(200_000)}`,
      `Roles a ; Users ; CA <a,${'-a&'.repeat(300_000)}a,a>; UA ; CR ; Goal a ;`,
      ' \n'.repeat(500_000),
      `CA ${Array.from({ length: 60_000 }, (_, at) => `<u${at},TRUE,v${at}>`).join('')};`,
      '\u202e;;;<<>>&&--',
    ]
    for (const text of long) readArbac(text)
  })
})
