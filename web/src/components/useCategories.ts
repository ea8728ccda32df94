/** The categories with their forms, in the person's language; they change with the server's version only. */
import { useQuery } from '@tanstack/react-query'
import { read } from '@/api/query'
import type { Category } from '@/api/schema'
import type { Root } from './details/schema'

export const useCategories = () => useQuery({ ...read('/api/v1/categories'), staleTime: 60 * 60_000 })

export function useSchema(category: Category | undefined): Root | undefined {
  const categories = useCategories()
  return categories.data?.items.find((item) => item.key === category)?.schema as Root | undefined
}
