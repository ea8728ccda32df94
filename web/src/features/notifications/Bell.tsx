/** The bell in the shell: how much is unread, live, and the way to the list. */
import { Link } from '@tanstack/react-router'
import { Icon } from '@/components/Icon'
import { number } from '@/lib/numbers'
import { useUnread } from './data'
import { t } from './texts'

export function Bell() {
  const { unread, newest } = useUnread()
  return (
    <>
      <Link
        to="/notifications"
        preload="intent"
        aria-label={t.bell(unread)}
        title={t.bell(unread)}
        className="relative inline-grid place-items-center shrink-0 size-11 md:size-9 rounded-lg text-muted hover:bg-neutral-soft hover:text-ink"
        activeProps={{ className: 'text-accent-strong!' }}
      >
        <Icon name="bell" />
        {unread > 0 && (
          <span aria-hidden className="absolute top-0.5 end-0 md:-top-0.5 md:-end-1 min-w-5 h-5 px-1 grid place-items-center rounded-full bg-danger text-on-danger text-xs leading-none font-medium">
            {unread > 99 ? t.many : number(unread)}
          </span>
        )}
      </Link>
      <span role="status" className="sr-only">
        {newest && t.arrived(newest.headline)}
      </span>
    </>
  )
}
