import { answer, api, ifMatch } from '@/api/client'
import type { AbsenceView } from '@/api/schema'
import { longDay, today } from '@/lib/dates'
import { Checkbox } from '../Check'
import { DateField } from '../DateField'
import { TextField } from '../Field'
import { FormDialog } from '../FormDialog'
import { ComboBox } from '../Pick'
import { t as common } from '../texts'
import { useColleagues } from '../useDirectory'
import { t } from './texts'

const valuesOf = (absence: AbsenceView | null) => ({
  starts_on: absence?.starts_on ?? (null as string | null),
  ends_on: absence?.ends_on ?? (null as string | null),
  substitute_id: absence?.substitute?.id ?? (null as number | null),
  keeps_mail: absence?.keeps_mail ?? false,
  reason: absence?.reason ?? '',
})
type Values = ReturnType<typeof valuesOf>

export function AbsenceForm({ user, absence, onClose }: { user: number; absence: AbsenceView | null; onClose: () => void }) {
  const colleagues = useColleagues(user)
  const begun = absence?.state === 'current'
  const day = (value: string | null) => (value ? longDay(value) : '')
  return (
    <FormDialog
      title={absence ? t.edit : t.new}
      draft={`absence.${user}.${absence?.id ?? 'new'}`}
      initial={valuesOf(absence)}
      {...(absence ? { version: absence.version } : {})}
      shown={() => ['starts_on', 'ends_on', 'substitute_id', 'keeps_mail', 'reason']}
      touches={['/api/v1/users/{id}/absences', '/api/v1/units', '/api/v1/auth/me']}
      done={absence ? t.saved : t.made}
      send={({ starts_on, ...value }: Values, version, key) => {
        // What is still empty is left out, so that the server says at its field that it is needed.
        const body = Object.fromEntries(Object.entries({ ...value, ...(begun ? {} : { starts_on }) }).filter(([, given]) => given !== null)) as never
        if (!absence) return answer(api.POST('/api/v1/users/{id}/absences', { params: { path: { id: user }, header: key }, body }))
        return answer(api.PATCH('/api/v1/users/{id}/absences/{absence}', { params: { path: { id: user, absence: absence.id }, header: ifMatch(version) }, body }))
      }}
      read={(current: AbsenceView) => valuesOf(current)}
      tell={(value) => [
        [t.from, day(value.starts_on)],
        [t.until, day(value.ends_on)],
        [t.substitute, colleagues.find((one) => one.id === value.substitute_id)?.name ?? ''],
        [t.keepsMail, value.keeps_mail ? common.yes : common.no],
        [t.reason, value.reason],
      ]}
      onClose={onClose}
    >
      {({ value, set, at }) => (
        <>
          <div className="grid gap-4 sm:grid-cols-2">
            <DateField label={t.from} isRequired isDisabled={begun} min={begun ? undefined : today()} hint={begun ? t.begun : undefined} value={value.starts_on} onChange={(starts_on) => set({ starts_on })} error={at('starts_on')} />
            <DateField label={t.until} isRequired min={value.starts_on ?? today()} value={value.ends_on} onChange={(ends_on) => set({ ends_on })} error={at('ends_on')} />
          </div>
          <ComboBox label={t.substitute} isRequired options={colleagues} value={value.substitute_id} onChange={(substitute_id) => set({ substitute_id })} error={at('substitute_id')} />
          <TextField label={t.reason} hint={t.reasonHint} value={value.reason} onChange={(reason) => set({ reason })} error={at('reason')} />
          <Checkbox isSelected={value.keeps_mail} onChange={(keeps_mail) => set({ keeps_mail })}>
            {t.keepsMail}
          </Checkbox>
        </>
      )}
    </FormDialog>
  )
}
