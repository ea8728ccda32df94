import { expect, it } from 'vitest'
import { personsOf, unitsOf, withPeople, withUnits } from './invited'

const headOf = new Map([
  [1, 11],
  [2, 12],
  [3, 11],
])
const invited = [
  { user_id: 11, unit_id: 1 },
  { user_id: 20, unit_id: 2 },
  { user_id: 30 },
]

it('shows heads as their units, and who comes for a unit without heading it as a person', () => {
  expect(unitsOf(invited, headOf)).toEqual([1])
  expect(personsOf(invited, headOf)).toEqual([20, 30])
})

it('adds a unit by its head and takes one away', () => {
  expect(withUnits(invited, [1, 2], headOf)).toEqual([{ user_id: 11, unit_id: 1 }, { user_id: 12, unit_id: 2 }, { user_id: 20, unit_id: 2 }, { user_id: 30 }])
  expect(withUnits(invited, [], headOf)).toEqual([{ user_id: 20, unit_id: 2 }, { user_id: 30 }])
})

it('asks nobody twice: the head of two units, and a person who heads a unit of the list', () => {
  expect(withUnits([], [1, 3], headOf)).toEqual([{ user_id: 11, unit_id: 1 }])
  expect(withUnits([{ user_id: 12 }], [2], headOf)).toEqual([{ user_id: 12, unit_id: 2 }])
  expect(withPeople(invited, [20, 11], headOf)).toEqual([{ user_id: 11, unit_id: 1 }, { user_id: 20, unit_id: 2 }])
})
