/** The steps of an approval: who decides, who has decided, and why a step was left out. */
import type { ApprovalView, StepState } from '@/api/schema'
import { shortDay } from '@/lib/dates'
import { comma, pick } from '@/lib/i18n'
import { number } from '@/lib/numbers'
import { cx } from './cx'
import { Icon, type IconName } from './Icon'
import { Bdi } from './Text'

const ICON: Record<StepState, IconName> = { skipped: 'minus', waiting: 'clock', open: 'clock', passed: 'check', rejected: 'close', returned: 'undo', cancelled: 'minus' }
const t = pick({
  fa: {
    states: { skipped: 'لازم نبود', waiting: 'در نوبت', open: 'منتظر تصمیم', passed: 'تأیید شد', rejected: 'رد شد', returned: 'بازگردانده شد', cancelled: 'لغو شد' } as Record<StepState, string>,
    verdicts: { approved: 'تأیید کرد', rejected: 'رد کرد', returned: 'بازگرداند' },
    all: 'همه باید تأیید کنند',
    some: (n: number) => `${number(n)} نفر باید تأیید کنند`,
    by: 'تصمیم با',
    onBehalf: (name: string) => `به جای ${name}`,
    void: 'به سبب تغییر درخواست از اعتبار افتاد',
  },
  en: {
    states: { skipped: 'Not needed', waiting: 'In turn', open: 'Waits for a decision', passed: 'Approved', rejected: 'Rejected', returned: 'Returned', cancelled: 'Cancelled' } as Record<StepState, string>,
    verdicts: { approved: 'approved', rejected: 'rejected', returned: 'returned it' },
    all: 'All have to approve',
    some: (n: number) => `${number(n)} have to approve`,
    by: 'Decided by',
    onBehalf: (name: string) => `in place of ${name}`,
    void: 'Void, because the request was changed',
  },
})

export function ApprovalSteps({ approval }: { approval: ApprovalView }) {
  return (
    <ol className="space-y-2">
      {approval.steps.map((step) => (
        <li key={step.position} className="flex gap-3">
          <span
            className={cx(
              'grid place-items-center size-7 shrink-0 rounded-full',
              step.state === 'passed' && 'bg-success-soft text-success-ink',
              step.state === 'open' && 'bg-warning-soft text-warning-ink',
              (step.state === 'rejected' || step.state === 'returned') && 'bg-danger-soft text-danger-ink',
              ['skipped', 'waiting', 'cancelled'].includes(step.state) && 'bg-neutral-soft text-muted',
            )}
          >
            <Icon name={ICON[step.state]} className="size-4" />
          </span>
          <div className="min-w-0 text-sm">
            <p className={cx('font-medium', step.state === 'skipped' && 'text-muted')}>
              <Bdi>{step.label}</Bdi> <span className="text-muted font-normal">· {t.states[step.state]}</span>
            </p>
            {step.rule === 'all' && <p className="text-xs text-muted">{t.all}</p>}
            {step.rule === 'n_of' && step.needed ? <p className="text-xs text-muted">{t.some(step.needed)}</p> : null}
            {step.why && <p className="text-xs text-muted">{step.why}</p>}
            {step.state === 'open' && step.deciders.length > 0 && (
              <p className="text-xs text-muted">
                {t.by}: {step.deciders.map((person) => person.name).join(comma)}
              </p>
            )}
            {step.decisions.map((decision) => (
              <p key={decision.at} className={cx('text-xs', decision.void ? 'text-muted line-through' : 'text-ink')} title={decision.void ? t.void : undefined}>
                <Bdi>{decision.person?.name ?? ''}</Bdi> {decision.on_behalf_of && `(${t.onBehalf(decision.on_behalf_of.name)})`} {t.verdicts[decision.verdict]} · {shortDay(decision.at)}
                {decision.reason && (
                  <>
                    {' '}
                    — <Bdi>{decision.reason}</Bdi>
                  </>
                )}
              </p>
            ))}
          </div>
        </li>
      ))}
    </ol>
  )
}
