import { expect, it } from 'vitest'
import { landing, moved, toggled } from './lists'

it('moves an item to the place that it has afterwards', () => {
  expect(moved(['a', 'b', 'c', 'd'], 0, 2)).toEqual(['b', 'c', 'a', 'd'])
  expect(moved(['a', 'b', 'c', 'd'], 3, 0)).toEqual(['d', 'a', 'b', 'c'])
  expect(moved(['a', 'b'], 0, 9)).toEqual(['b', 'a'])
  expect(moved(['a', 'b'], 5, 0)).toEqual(['a', 'b'])
})

it.each([
  [0, 2, 'before', ['b', 'a', 'c', 'd']],
  [0, 2, 'after', ['b', 'c', 'a', 'd']],
  [3, 1, 'before', ['a', 'd', 'b', 'c']],
  [3, 1, 'after', ['a', 'b', 'd', 'c']],
  [1, 1, 'after', ['a', 'b', 'c', 'd']],
] as const)('an item dropped: %i onto %i, %s', (from, onto, position, result) => {
  expect(moved(['a', 'b', 'c', 'd'], from, landing(from, onto, position))).toEqual(result)
})

it('toggles', () => {
  expect(toggled([1, 2], 2)).toEqual([1])
  expect(toggled([1], 3)).toEqual([1, 3])
})
