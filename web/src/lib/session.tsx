/** Who is signed in, and what their roles open. Screens are offered by these; what can be done with a thing is in its `allowed_actions`. */
import { createContext, use } from 'react'
import type { Me, Permission } from '@/api/schema'

export const MeContext = createContext<Me | null>(null)

/** Only below the shell, where somebody is signed in. */
export function useMe(): Me {
  const me = use(MeContext)
  if (!me) throw new Error('useMe outside of the signed-in part of the app')
  return me
}

export const may = (me: Me, ...any: Permission[]) => any.some((permission) => me.permissions.includes(permission))
export const useMay = (...any: Permission[]) => may(useMe(), ...any)
export const hasRole = (me: Me, role: Me['roles'][number]['role']) => me.roles.some((held) => held.role === role)
