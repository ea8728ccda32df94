/** How the lines fill the time of the meeting: a bar with a part for each, and the same in words. */
import type { AgendaItemView } from '@/api/schema'
import { cx } from '@/components/cx'
import { t } from '../texts'

export function TimeBudget({ planned, budget, items, className }: { planned: number; budget: number; items: readonly AgendaItemView[]; className?: string }) {
  const over = planned - budget
  const whole = Math.max(planned, budget, 1)
  return (
    <div className={cx('min-w-0', className)}>
      <p className="flex flex-wrap items-baseline justify-between gap-x-3 text-sm pb-1.5">
        <span className="font-medium">{t.budget}</span>
        <span>
          {t.budgetOf(planned, budget)} <span className={over > 0 ? 'text-danger-ink font-medium' : 'text-muted'}>({over > 0 ? t.budgetOver(over) : t.budgetLeft(-over)})</span>
        </span>
      </p>
      <div aria-hidden className="relative flex h-3 gap-px overflow-hidden rounded-full bg-neutral-soft">
        {items.map((item) => (
          <i key={item.id} className={cx('h-full', item.pinned ? 'bg-accent-strong' : item.must_decide || item.kind === 'commitment' ? 'bg-danger' : 'bg-accent/70')} style={{ width: `${(item.minutes / whole) * 100}%` }} />
        ))}
        {over > 0 && <i className="absolute inset-y-0 w-0.5 bg-ink" style={{ insetInlineStart: `${(budget / whole) * 100}%` }} />}
      </div>
    </div>
  )
}
