/** A part of the calendar that holds from a day on. */
import type { ReactNode } from 'react'
import { Button, IconButton } from '@/components/Button'
import { Card } from '@/components/Card'
import { DateField } from '@/components/DateField'
import { Pill } from '@/components/Pill'
import { longDay, today } from '@/lib/dates'
import { t } from './texts'

/** The place of the period that holds today. */
export function usePeriodInForce(periods: readonly { valid_from: string }[]): number {
  const now = today()
  const begun = periods.map((period, at) => ({ at, from: period.valid_from })).filter(({ from }) => from !== '' && from <= now)
  return begun.toSorted((a, b) => a.from.localeCompare(b.from)).at(-1)?.at ?? -1
}

/** The first period reaches back before anything that is recorded. */
const ALWAYS = '1925'

/** A day that is still empty is left out, so that the server says that it is needed and not how days are written. */
export const withDay = <P extends { valid_from: string }>({ valid_from, ...rest }: P): P => ({ ...rest, ...(valid_from ? { valid_from } : {}) }) as P

export const beginning = (day: string) => (day === '' ? t.addPeriod : day < ALWAYS ? t.fromStart : t.periodFrom(longDay(day)))

export function Period({ validFrom, isInForce, error, onFrom, onRemove, children }: { validFrom: string; isInForce: boolean; error: string | undefined; onFrom?: (day: string) => void; onRemove?: () => void; children: ReactNode }) {
  return (
    <Card
      title={beginning(validFrom)}
      actions={
        <>
          {isInForce && <Pill tone="success">{t.now}</Pill>}
          {onRemove && <IconButton label={t.removePeriod} icon="trash" onPress={onRemove} />}
        </>
      }
    >
      <div className="space-y-4">
        {onFrom && <DateField label={t.validFrom} isRequired className="max-w-64" value={validFrom || null} onChange={(day) => onFrom(day ?? '')} error={error} />}
        {children}
      </div>
    </Card>
  )
}

export const AddPeriod = ({ onAdd }: { onAdd: () => void }) => (
  <Button icon="plus" onPress={onAdd}>
    {t.addPeriod}
  </Button>
)
