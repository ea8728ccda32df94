/** What stands around every page: the parts of the app, the search, the account; and the notices. */
import { Link, Outlet, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { Button as AriaButton } from 'react-aria-components'
import { IconButton } from '@/components/Button'
import { cx } from '@/components/cx'
import { Dialog } from '@/components/Dialog'
import { SearchField } from '@/components/Field'
import { Icon } from '@/components/Icon'
import { Note } from '@/components/States'
import { Toasts } from '@/components/Toasts'
import { Bell } from '@/features/notifications/Bell'
import { comma } from '@/lib/i18n'
import type { NavItem } from '@/lib/navigation'
import { useOnline } from '@/lib/online'
import { shellRoute } from '@/lib/roots'
import { MeContext } from '@/lib/session'
import { useShortcuts } from '@/lib/shortcuts'
import { APP } from '@/lib/title'
import { AccountMenu } from './AccountMenu'
import { navigation } from './features'
import { ShortcutList } from './ShortcutList'
import { SignInAgain } from './SignInAgain'
import { t } from './texts'
import { useFocusOnNavigation } from './useFocusOnNavigation'

export function Shell() {
  const { me } = shellRoute.useRouteContext()
  const items = navigation.filter((item) => item.offered?.(me) ?? true)
  const [all, setAll] = useState(false)
  const [keys, setKeys] = useState(false)
  const [searching, setSearching] = useState(false)
  const navigate = useNavigate()
  const online = useOnline()
  useFocusOnNavigation()
  useShortcuts([
    { keys: 'Shift+Slash', what: t.showShortcuts, group: t.general, run: () => setKeys(true) },
    { keys: 'Slash', what: t.focusSearch, group: t.general, run: () => document.querySelector<HTMLElement>('#site-search input')?.focus() },
    ...items.flatMap((item) => (item.keys ? [{ keys: item.keys, what: t.goTo(item.label), group: t.general, run: () => void navigate({ to: item.to as '/' }) }] : [])),
  ])
  const phone = items.filter((item) => item.onPhone).slice(0, 4)

  return (
    <MeContext value={me}>
      <a href="#page" className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:start-2 focus:z-50 focus:bg-accent focus:text-on-accent focus:px-4 focus:py-2 focus:rounded-lg">
        {t.skip}
      </a>
      <header className="sticky top-0 z-20 border-b border-line bg-surface print:hidden">
        <div className="mx-auto max-w-[84rem] h-14 px-4 md:px-6 flex items-center gap-3">
          <Link to="/" className="flex items-center gap-2.5 md:w-52">
            <img src="/icon.svg" alt="" width="30" height="30" className="rounded-lg" />
            <span className="font-bold text-lg">{APP}</span>
          </Link>
          <div id="site-search" className="flex-1 max-w-xl hidden md:block">
            <SiteSearch />
          </div>
          <span className="flex-1 md:hidden" />
          <IconButton label={t.search} icon="search" className="md:hidden!" onPress={() => setSearching(true)} />
          <IconButton label={t.shortcuts} icon="keyboard" className="hidden! md:inline-flex!" onPress={() => setKeys(true)} />
          <Bell />
          <AccountMenu me={me} />
        </div>
      </header>
      <div className="mx-auto max-w-[84rem] md:px-6 md:flex md:gap-8">
        <nav aria-label={t.main} className="hidden md:block w-52 shrink-0 py-5 sticky top-14 h-[calc(100dvh-3.5rem)] overflow-y-auto print:hidden">
          <Groups items={items} />
        </nav>
        <main id="page" tabIndex={-1} className="min-w-0 flex-1 max-w-6xl px-4 md:px-0 py-5 md:py-7 pb-28 md:pb-16 outline-none [--head:3.5rem]">
          {!online && (
            <div className="pb-4" role="status">
              <Note tone="warning" icon="warning">
                {t.offline}
              </Note>
            </div>
          )}
          {me.stands_in_for.length > 0 && (
            <div className="pb-4">
              <Note icon="people">{t.standIn(me.stands_in_for.map((person) => person.name).join(comma))}</Note>
            </div>
          )}
          <Outlet />
        </main>
      </div>
      <nav aria-label={t.main} className="md:hidden fixed bottom-0 inset-x-0 z-20 border-t border-line bg-surface pb-[env(safe-area-inset-bottom)] print:hidden">
        <ul className="flex">
          {phone.map((item) => (
            <li key={item.to} className="flex-1 min-w-0">
              <Link
                to={item.to as '/'}
                activeOptions={{ exact: item.exact ?? item.to === '/', includeSearch: false }}
                className="flex flex-col items-center justify-center gap-0.5 h-15 text-xs text-muted"
                activeProps={{ className: 'text-accent-strong! font-medium' }}
              >
                <Icon name={item.icon} className="size-5.5" />
                <span className="truncate max-w-full px-1">{item.label}</span>
              </Link>
            </li>
          ))}
          <li className="flex-1 min-w-0">
            <AriaButton onPress={() => setAll(true)} className="w-full flex flex-col items-center justify-center gap-0.5 h-15 text-xs text-muted outline-none focus-visible:focus-ring">
              <Icon name="menu" className="size-5.5" />
              {t.more}
            </AriaButton>
          </li>
        </ul>
      </nav>
      <Dialog title={t.menu} isOpen={all} onClose={() => setAll(false)}>
        <Groups items={items} onGo={() => setAll(false)} />
      </Dialog>
      <Dialog title={t.search} isOpen={searching} onClose={() => setSearching(false)}>
        <SiteSearch autoFocus onGo={() => setSearching(false)} />
      </Dialog>
      <ShortcutList isOpen={keys} onClose={() => setKeys(false)} />
      <SignInAgain me={me} />
      <Toasts />
    </MeContext>
  )
}

function Groups({ items, onGo }: { items: NavItem[]; onGo?: () => void }) {
  return (['work', 'meetings', 'manage'] as const).map((group) => {
    const mine = items.filter((item) => item.group === group)
    if (mine.length === 0) return null
    return (
      <div key={group} className="pb-4">
        <p className="px-3 pb-1 text-xs text-muted">{t.groups[group]}</p>
        <ul className="space-y-0.5">
          {mine.map((item) => (
            <li key={item.to}>
              <Link
                to={item.to as '/'}
                activeOptions={{ exact: item.exact ?? item.to === '/', includeSearch: false }}
                onClick={() => onGo?.()}
                className="flex items-center gap-3 rounded-lg px-3 h-11 md:h-9.5 text-ink/85 hover:bg-neutral-soft"
                activeProps={{ className: cx('bg-accent-soft! text-accent-strong! font-medium') }}
              >
                <Icon name={item.icon} className="size-5" />
                {item.label}
              </Link>
            </li>
          ))}
        </ul>
      </div>
    )
  })
}

/** Leads to the list of requests, where what was found is marked. */
function SiteSearch({ autoFocus = false, onGo }: { autoFocus?: boolean; onGo?: () => void }) {
  const [text, setText] = useState('')
  const navigate = useNavigate()
  return (
    <div role="search">
      <SearchField
        label={t.search}
        autoFocus={autoFocus}
        value={text}
        onChange={setText}
        onSubmit={(q) => {
          if (!q.trim()) return
          void navigate({ to: '/requests', search: { q: q.trim() } })
          onGo?.()
        }}
      />
    </div>
  )
}
