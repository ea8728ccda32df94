/** The head of a page: its name, which is also the title of the window and gets the focus when the page opens. */
import type { ReactNode } from 'react'
import { useTitle } from '@/lib/title'
import { cx } from './cx'

export function PageHeader({
  title,
  window = title,
  above,
  count,
  actions,
  children,
  className,
}: {
  title: string
  /** The window's title, if another. */
  window?: string
  /** Where this is: links to what it lies in. */
  above?: ReactNode
  count?: string
  actions?: ReactNode
  children?: ReactNode
  className?: string
}) {
  useTitle(window)
  return (
    <header className={cx('flex flex-wrap items-start gap-x-4 gap-y-3 pb-5', className)}>
      <div className="min-w-0 flex-1 basis-60">
        {above && <div className="text-sm text-muted pb-1">{above}</div>}
        <h1 id="page-title" tabIndex={-1} className="text-2xl font-bold outline-none">
          <bdi>{title}</bdi>
          {count && <span className="ps-2 text-base font-normal text-muted">{count}</span>}
        </h1>
        {children}
      </div>
      {actions && <div className="flex flex-wrap items-center gap-2 print:hidden">{actions}</div>}
    </header>
  )
}
