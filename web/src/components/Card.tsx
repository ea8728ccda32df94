/** Quiet paper on which a page's parts lie, and the pairs of name and value on it. */
import type { ReactNode } from 'react'
import { cx } from './cx'

export function Card({ title, actions, children, className, id }: { title?: ReactNode; actions?: ReactNode; children: ReactNode; className?: string; id?: string }) {
  return (
    <section id={id} className={cx('min-w-0 rounded-2xl border border-line bg-surface p-4 md:p-5', className)}>
      {(title || actions) && (
        <header className="flex flex-wrap items-center gap-x-3 gap-y-1 pb-3">
          {title && <h2 className="text-base font-bold flex-1 basis-32 min-w-0">{title}</h2>}
          {actions}
        </header>
      )}
      {children}
    </section>
  )
}

/** Facts by name: `Fact`s. */
export function Facts({ children, columns = 2 }: { children: ReactNode; columns?: 1 | 2 | 3 }) {
  return <dl className={cx('grid gap-x-6 gap-y-3', columns === 1 && 'max-lg:grid-cols-2', columns === 2 && 'sm:grid-cols-2', columns === 3 && 'sm:grid-cols-2 lg:grid-cols-3')}>{children}</dl>
}

/** Left out when there is nothing to say. */
export function Fact({ name, children }: { name: string; children: ReactNode }) {
  if (children === null || children === undefined || children === '' || children === false) return null
  return (
    <div className="min-w-0">
      <dt className="text-xs text-muted">{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
