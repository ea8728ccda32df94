/** Who is signed in; language, appearance, signing out. */
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Button as AriaButton } from 'react-aria-components'
import { useState } from 'react'
import { api } from '@/api/client'
import type { Me } from '@/api/schema'
import { onExpired } from '@/api/session'
import { Icon } from '@/components/Icon'
import { Menu } from '@/components/Menu'
import { comma, lang, setLang } from '@/lib/i18n'
import { roleName } from '@/lib/labels'
import { forgetMe } from '@/lib/me'
import { setTheme, theme, type Theme } from '@/lib/theme'
import { t } from './texts'

const ICONS = { system: 'settings', light: 'sun', dark: 'eye' } as const

export function AccountMenu({ me }: { me: Me }) {
  const client = useQueryClient()
  const navigate = useNavigate()
  const [chosen, setChosen] = useState<Theme>(theme())
  const signOut = async () => {
    onExpired(null)
    // Also when the server does not answer, this browser forgets: the session runs out by itself.
    await api.POST('/api/v1/auth/logout').catch(() => null)
    forgetMe(client)
    location.assign('/sign-in')
  }
  const roles = me.roles.map((held) => [roleName[held.role], held.unit?.name ?? held.desk?.name].filter(Boolean).join(comma))
  return (
    <Menu
      label={t.account}
      trigger={
        <AriaButton className="flex items-center gap-2 h-11 md:h-10 rounded-lg px-2 hover:bg-neutral-soft outline-none focus-visible:focus-ring cursor-pointer max-w-56" aria-label={`${t.account}: ${me.name}`}>
          <span className="grid place-items-center size-8 rounded-full bg-accent-soft text-accent-strong shrink-0">
            <Icon name="person" />
          </span>
          <span className="hidden md:block text-sm truncate">
            <bdi>{me.name}</bdi>
          </span>
          <Icon name="down" className="size-4 text-muted hidden md:block" />
        </AriaButton>
      }
      groups={[
        { title: `${me.name} — ${roles.join(' / ') || me.email}`, options: [{ id: 'profile', name: t.profile, icon: 'person' }, { id: 'notifications', name: t.notifications, icon: 'bell' }, { id: 'language', name: t.language, icon: 'globe' }] },
        {
          title: t.themeTitle,
          options: (['system', 'light', 'dark'] as const).map((id) => ({ id: `theme-${id}`, name: t.themes[id], icon: ICONS[id], isChosen: chosen === id })),
        },
        { title: '', options: [{ id: 'out', name: t.signOut, icon: 'logout' }] },
      ]}
      onAction={(id) => {
        if (id === 'profile') void navigate({ to: '/profile' })
        else if (id === 'notifications') void navigate({ to: '/notifications/preferences' })
        else if (id === 'language') setLang(lang === 'fa' ? 'en' : 'fa')
        else if (id === 'out') void signOut()
        else {
          const to = id.replace('theme-', '') as Theme
          setTheme(to)
          setChosen(to)
        }
      }}
    />
  )
}
