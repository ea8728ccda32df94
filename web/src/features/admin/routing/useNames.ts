/** The names behind the ids in rules and chains. */
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { readAll } from '@/api/query'
import { useDesks, usePeople, useUnits } from '@/components/useDirectory'
import { code } from '@/lib/numbers'
import type { Names } from './sentences'

export const useChains = () => useQuery(readAll('/api/v1/approval-chains', { query: { fields: ['id', 'name', 'active', 'is_default'] } }))

export function useNames(): Names {
  const [units, desks, people, chains] = [useUnits().data, useDesks().data, usePeople().data, useChains().data]
  return useMemo(() => {
    const of = (list: { id: number; name: string }[] | undefined) => {
      const known = new Map(list?.map((item) => [item.id, item.name]))
      // Isolated: a Persian name would turn an English sentence around.
      const isolated = (name: string | undefined) => (name === undefined ? undefined : `\u2068${name}\u2069`)
      return (id: number) => isolated(known.get(id)) ?? (list ? `#${code(String(id))}` : '…')
    }
    return { unit: of(units), desk: of(desks), person: of(people), chain: of(chains) }
  }, [units, desks, people, chains])
}
