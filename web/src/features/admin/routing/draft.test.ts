import { expect, it } from 'vitest'
import { copyOf, draftOf, isSame, messagesAt, sent } from './draft'

const rules = draftOf([
  { id: 1, name: 'الف', conditions: { categories: ['budget'] }, target: { desk_id: 1 } },
  { id: 2, name: 'ب', conditions: {}, target: { desk_id: 2 } },
])

it('sends neither keys nor ids', () => {
  expect(sent(rules)).toEqual([
    { name: 'الف', conditions: { categories: ['budget'] }, target: { desk_id: 1 } },
    { name: 'ب', conditions: {}, target: { desk_id: 2 } },
  ])
})

it('a copy has a key of its own; order counts as a change', () => {
  const first = rules[0]!
  expect(copyOf(first, 'پ').key).not.toBe(first.key)
  expect(isSame(rules, [...rules])).toBe(true)
  expect(isSame(rules, rules.toReversed())).toBe(false)
})

it('finds what is said of a rule, and not of another whose number begins alike', () => {
  const list = [
    { pointer: '/rules/1', message: 'a' },
    { pointer: '/rules/1/target/desk_id', message: 'b' },
    { pointer: '/rules/10/name', message: 'c' },
  ]
  expect(messagesAt(list, 1)).toEqual(['a', 'b'])
})
