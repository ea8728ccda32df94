/** Another time, place or chair of a meeting. Who was invited already gets a mail of it; only what was changed is sent. */
import { useState } from 'react'
import { answer, api, ifMatch } from '@/api/client'
import { Problem } from '@/api/problem'
import type { MeetingView, UpdateMeeting } from '@/api/schema'
import { DateField } from '@/components/DateField'
import { TextField } from '@/components/Field'
import { FormDialog } from '@/components/FormDialog'
import { ComboBox } from '@/components/Pick'
import { clockOf, dayAndTime, dayOf, instantOf } from '@/lib/dates'
import { ClockField } from './ClockField'
import { MEETINGS } from './data'
import { useInvitable } from './people'
import { t } from './texts'

const valuesOf = (meeting: MeetingView) => ({
  day: dayOf(meeting.starts_at) as string | null,
  from: clockOf(meeting.starts_at),
  until: clockOf(meeting.ends_at),
  place: meeting.place,
  chair_id: meeting.chair?.id ?? null,
})
type Values = ReturnType<typeof valuesOf>

export function changesOf(value: Values, seen: Values): UpdateMeeting {
  const day = value.day ?? ''
  const moved = value.day !== seen.day
  return {
    ...(moved || value.from !== seen.from ? { starts_at: instantOf(day, value.from) } : {}),
    ...(moved || value.until !== seen.until ? { ends_at: instantOf(day, value.until) } : {}),
    ...(value.place === seen.place ? {} : { place: value.place }),
    ...(value.chair_id === seen.chair_id ? {} : { chair_id: value.chair_id }),
  }
}

export function EditMeeting({ meeting, onClose }: { meeting: MeetingView; onClose: () => void }) {
  // What the person saw when they began: the page behind moves on, the form does not.
  const [seen] = useState(meeting)
  const { people, nameOf } = useInvitable(seen.chair ? [seen.chair] : [])
  const starts = ({ day, from }: Values) => (day ? dayAndTime(instantOf(day, from)) : '')
  return (
    <FormDialog
      title={t.editMeeting}
      draft={`meeting.${meeting.id}`}
      initial={valuesOf(seen)}
      version={seen.version}
      isPartial
      shown={() => ['starts_at', 'ends_at', 'place', 'chair_id']}
      touches={[MEETINGS]}
      done={t.saved}
      send={async (value: Values, version) => {
        if (!value.day) throw new Problem(422, { errors: [{ pointer: '/starts_at', code: 'required', message: t.dayMissing }] })
        return answer(api.PATCH('/api/v1/meetings/{id}', { params: { path: { id: meeting.id }, header: ifMatch(version) }, body: changesOf(value, valuesOf(seen)) }))
      }}
      read={valuesOf}
      tell={(value) => [
        [t.starts, starts(value)],
        [t.ends, value.until],
        [t.place, value.place],
        [t.chair, value.chair_id ? nameOf(value.chair_id) : t.noChair],
      ]}
      onClose={onClose}
    >
      {({ value, set, at }) => (
        <>
          <DateField label={t.day} value={value.day} onChange={(day) => set({ day })} isRequired error={at('starts_at')} />
          <div className="grid grid-cols-2 gap-4">
            <ClockField label={t.from} value={value.from} onChange={(from) => set({ from })} />
            <ClockField label={t.ends} value={value.until} onChange={(until) => set({ until })} error={at('ends_at')} />
          </div>
          <TextField label={t.place} value={value.place} onChange={(place) => set({ place })} error={at('place')} />
          <ComboBox label={t.chair} placeholder={t.noChair} options={people} value={value.chair_id} onChange={(chair_id) => set({ chair_id })} error={at('chair_id')} />
        </>
      )}
    </FormDialog>
  )
}
