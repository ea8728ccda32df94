/** What a feature puts into the app's navigation. */
import type { LinkProps } from '@tanstack/react-router'
import type { IconName } from '@/components/Icon'
import type { Me } from '@/api/schema'

export interface NavItem {
  to: LinkProps['to']
  label: string
  icon: IconName
  /** Which part of the side bar it stands in. */
  group: 'work' | 'meetings' | 'manage'
  /** Its place among all, lowest first: leave gaps. */
  order: number
  /** Whether it is offered to this person; missing: to all. */
  offered?: (me: Me) => boolean
  /** Two keys that lead there, by `event.code`: `KeyG KeyR`. */
  keys?: string
  /** Stands in the bottom bar of phones, as far as there is room (four, lowest `order` first). */
  onPhone?: boolean
  /** Marked only on this very page, not on those below it. */
  exact?: boolean
}
