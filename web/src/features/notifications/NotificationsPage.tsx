/** What one was told, by day, the newest first; each leads to what it is about and is read by that. */
import { useRouter } from '@tanstack/react-router'
import { useEffect, useMemo, type MouseEvent } from 'react'
import { useList } from '@/api/query'
import type { NotificationView } from '@/api/schema'
import { Button, ButtonLink, IconButton } from '@/components/Button'
import { cx } from '@/components/cx'
import { ListBody } from '@/components/ListBody'
import { PageHeader } from '@/components/PageHeader'
import { Segments } from '@/components/Pick'
import { Empty } from '@/components/States'
import { Bdi, Code } from '@/components/Text'
import { dayOf, daysUntil, fullDay, time } from '@/lib/dates'
import { comma } from '@/lib/i18n'
import { PATH, setWaiting, useRead, useWaiting } from './data'
import { notificationsRoute } from './routes'
import { t } from './texts'

export function NotificationsPage() {
  const { unread: onlyUnread = false } = notificationsRoute.useSearch()
  const navigate = notificationsRoute.useNavigate()
  const list = useList(PATH, { query: { ...(onlyUnread ? { unread: true } : {}), limit: 50 } })
  const waiting = useWaiting()
  const { send: read } = useRead()
  const all = useRead(t.allRead)
  const days = useMemo(() => byDay(list.items), [list.items])
  const unread = list.pages?.[0]?.unread ?? 0
  const newest = list.items[0]?.id
  // What came before this page was opened is in it.
  const isRead = !list.isPending && !list.isRefreshing
  useEffect(() => {
    if (isRead) setWaiting(0)
  }, [isRead])

  return (
    <>
      <PageHeader
        title={t.title}
        {...(unread > 0 ? { count: t.count(unread) } : {})}
        actions={
          <>
            {unread > 0 && newest !== undefined && (
              <Button icon="check" isBusy={all.isSending} onPress={() => all.send({ up_to: newest })}>
                {t.readAll}
              </Button>
            )}
            <ButtonLink to="/notifications/preferences" icon="settings">
              {t.preferences}
            </ButtonLink>
          </>
        }
      />
      <div className="space-y-4 max-w-3xl">
        <Segments
          label={t.show}
          hideLabel
          value={onlyUnread ? 'unread' : 'all'}
          onChange={(to) => void navigate({ search: to === 'unread' ? { unread: true } : {}, replace: true })}
          options={[
            { id: 'all', name: t.all },
            { id: 'unread', name: t.unread },
          ]}
        />
        {waiting > 0 && !list.isPending && (
          <Button
            icon="up"
            className="w-full"
            onPress={() => {
              setWaiting(0)
              list.again()
              scrollTo({ top: 0 })
            }}
          >
            {t.newOnes(waiting)}
          </Button>
        )}
        <ListBody
          list={list}
          rows={8}
          empty={
            <Empty icon={onlyUnread ? 'check' : 'bell'} title={onlyUnread ? t.noneUnread : t.none}>
              {onlyUnread ? t.noneUnreadLead : t.noneLead}
            </Empty>
          }
        >
          {days.map(([day, items]) => (
            <section key={day} aria-labelledby={`day-${day}`}>
              <h2 id={`day-${day}`} className="pb-2 text-sm font-medium text-muted">
                {nameOfDay(day)}
              </h2>
              <ul className="divide-y divide-line rounded-2xl border border-line bg-surface overflow-hidden">
                {items.map((item) => (
                  <Item key={item.id} item={item} onRead={() => read({ ids: [item.id] })} />
                ))}
              </ul>
            </section>
          ))}
        </ListBody>
      </div>
    </>
  )
}

function byDay(items: readonly NotificationView[]): [string, NotificationView[]][] {
  const days = new Map<string, NotificationView[]>()
  for (const item of items) {
    const day = dayOf(item.created_at)
    const known = days.get(day)
    if (known) known.push(item)
    else days.set(day, [item])
  }
  return [...days]
}

function nameOfDay(day: string) {
  const days = daysUntil(day)
  const name = fullDay(day)
  return days === 0 ? `${t.today}${comma}${name}` : days === -1 ? `${t.yesterday}${comma}${name}` : name
}

function Item({ item, onRead }: { item: NotificationView; onRead: () => void }) {
  const isNew = !item.read_at
  return (
    <li className={cx('relative flex items-start gap-3 px-4 py-3', isNew && 'bg-accent-soft/45', item.link && 'hover:bg-neutral-soft/60')}>
      <i aria-hidden className={cx('mt-2.5 size-2 shrink-0 rounded-full', isNew ? 'bg-accent' : 'bg-transparent')} />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-baseline gap-x-2">
          {isNew && <span className="sr-only">{t.isUnread}</span>}
          <Lead item={item} onRead={onRead} />
          {item.in_place_of && <span className="text-xs text-muted">{t.inPlaceOf(item.in_place_of)}</span>}
        </p>
        {item.title && (
          <p className="flex flex-wrap gap-x-2 text-sm">
            {item.number && <Code className="text-muted">{item.number}</Code>}
            <Bdi>{item.title}</Bdi>
          </p>
        )}
        <p className="text-sm text-muted">{item.text}</p>
        {item.quote && (
          <p dir="auto" className="mt-1 border-s-2 border-line ps-3 text-sm line-clamp-3 whitespace-pre-line [unicode-bidi:plaintext]">
            {item.quote}
          </p>
        )}
        <p className="flex flex-wrap gap-x-2 text-xs text-muted">
          <time dateTime={item.created_at}>{time(item.created_at)}</time>
          {item.actor && <Bdi>{item.actor}</Bdi>}
        </p>
      </div>
      {isNew && <IconButton label={t.readOne} icon="check" className="relative z-[1]" onPress={onRead} />}
    </li>
  )
}

/** The link covers the row; its address comes from the server and may carry a query or a place on the page. */
function Lead({ item, onRead }: { item: NotificationView; onRead: () => void }) {
  const router = useRouter()
  const { link, headline } = item
  if (!link) return <span className={cx(!item.read_at && 'font-medium')}>{headline}</span>
  const follow = (event: MouseEvent) => {
    if (!item.read_at) onRead()
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    router.history.push(link)
  }
  return (
    <a href={link} onClick={follow} className={cx('after:absolute after:inset-0 focus-visible:after:focus-ring', !item.read_at && 'font-medium')}>
      {headline}
    </a>
  )
}
