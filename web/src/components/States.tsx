/** What stands where nothing is yet: while reading, when there is nothing, when it could not be read. */
import type { ReactNode } from 'react'
import { asProblem } from '@/api/problem'
import { Button } from './Button'
import { cx } from './cx'
import { Icon, type IconName } from './Icon'
import { Code } from './Text'
import { t } from './texts'

/** Says what there would be, and what to do to have it. */
export function Empty({ icon = 'info', title, children, action }: { icon?: IconName; title: string; children?: ReactNode; action?: ReactNode }) {
  return (
    <div className="flex flex-col items-center text-center gap-2 px-6 py-12">
      <span className="grid place-items-center size-12 rounded-full bg-accent-soft text-accent">
        <Icon name={icon} className="size-6" />
      </span>
      <p className="font-medium">{title}</p>
      {children && <div className="text-sm text-muted max-w-md">{children}</div>}
      {action && <div className="pt-2">{action}</div>}
    </div>
  )
}

const bar = 'rounded-md bg-neutral-soft animate-pulse'
/** Rows in grey while a list or a page is read. Screen readers hear one word. */
export function Skeleton({ rows = 5, className }: { rows?: number; className?: string }) {
  return (
    <div role="status" className={cx('space-y-3', className)}>
      <span className="sr-only">{t.loading}</span>
      {Array.from({ length: rows }, (_, i) => (
        <div key={i} aria-hidden className="flex gap-3 items-center">
          <div className={cx(bar, 'h-5 w-16')} />
          <div className={cx(bar, 'h-5 flex-1', i % 3 === 1 && 'me-24', i % 3 === 2 && 'me-10')} />
        </div>
      ))}
    </div>
  )
}

/** What went wrong, what to do, and the reference to quote. */
export function ErrorPanel({ error, again }: { error: unknown; again?: () => void }) {
  const problem = asProblem(error)
  return (
    <div role="alert" className="rounded-2xl border border-danger-ink/30 bg-danger-soft text-danger-ink p-5 space-y-2">
      <p className="font-bold flex items-center gap-2">
        <Icon name="warning" />
        {t.failed}
      </p>
      <p className="text-sm">{problem.message}</p>
      {problem.retryAfter && <p className="text-sm">{t.wait(problem.retryAfter)}</p>}
      {problem.requestId && problem.status !== 403 && (
        <p className="text-xs">
          {t.requestId}: <Code>{problem.requestId}</Code>
        </p>
      )}
      {again && problem.status !== 403 && (
        <Button onPress={again} className="mt-2">
          {t.again}
        </Button>
      )}
    </div>
  )
}

/** A quiet line of the form: what was kept, what came back. */
export const Note = ({ tone = 'neutral', icon = 'info', children }: { tone?: 'neutral' | 'warning' | 'success' | 'accent'; icon?: IconName; children: ReactNode }) => (
  <div
    className={cx(
      'flex items-start gap-2 rounded-xl px-4 py-2.5 text-sm',
      tone === 'neutral' && 'bg-neutral-soft text-neutral-ink',
      tone === 'warning' && 'bg-warning-soft text-warning-ink',
      tone === 'success' && 'bg-success-soft text-success-ink',
      tone === 'accent' && 'bg-accent-soft text-accent-strong',
    )}
  >
    <Icon name={icon} className="size-4.5 mt-0.5" />
    <div className="min-w-0 flex-1">{children}</div>
  </div>
)
