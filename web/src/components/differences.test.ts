import { expect, it } from 'vitest'
import { differences } from './FormDialog'

it('shows what differs; of a partial form only what this person has changed', () => {
  const mine: [string, string][] = [['مکان', 'تالار شورا'], ['پایان', '12:00']]
  const theirs: [string, string][] = [['مکان', 'طبقهٔ سوم'], ['پایان', '13:00']]
  const before: [string, string][] = [['مکان', 'سالن'], ['پایان', '12:00']]
  expect(differences(mine, theirs).map((one) => one.name)).toEqual(['مکان', 'پایان'])
  expect(differences(mine, theirs, before)).toEqual([{ name: 'مکان', yours: 'تالار شورا', theirs: 'طبقهٔ سوم' }])
  expect(differences(mine, mine, before)).toEqual([])
})
