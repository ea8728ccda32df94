import { expect, it } from 'vitest'
import { tree, within } from './tree'

const units = [
  { id: 5, parent_id: 2 },
  { id: 1, parent_id: null },
  { id: 2, parent_id: 1 },
  { id: 3, parent_id: 1 },
  { id: 4, parent_id: 99 },
]

it('puts each unit beneath its parent, and keeps the order among brothers', () => {
  expect(tree(units).map(({ unit, depth }) => [unit.id, depth])).toEqual([
    [1, 0],
    [2, 1],
    [5, 2],
    [3, 1],
    [4, 0],
  ])
})

it('leaves out none, whatever the parents say', () => {
  const circle = [
    { id: 1, parent_id: 2 },
    { id: 2, parent_id: 1 },
  ]
  expect(tree(circle).map(({ unit }) => unit.id)).toEqual([1, 2])
})

it('knows what lies below a unit', () => {
  expect([...within(units, 1)].toSorted()).toEqual([1, 2, 3, 5])
  expect([...within(units, 3)]).toEqual([3])
})
