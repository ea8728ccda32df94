/** Who is asked to a meeting. Who is added or taken off hears of it when the invitations are out already. */
import { useState } from 'react'
import { answer, api, ifMatch } from '@/api/client'
import type { Invite, MeetingView } from '@/api/schema'
import { FormDialog } from '@/components/FormDialog'
import { Skeleton } from '@/components/States'
import { comma } from '@/lib/i18n'
import { MEETINGS } from './data'
import { personsOf, unitsOf, withPeople, withUnits } from './invited'
import { GuestsField, guestsOf, PeopleFields, useInvitable } from './people'
import { t } from './texts'

const valuesOf = (meeting: MeetingView) => ({
  invited: meeting.invited.map(({ user, unit }): Invite => (unit ? { user_id: user.id, unit_id: unit.id } : { user_id: user.id })),
  guests: meeting.guests.map(({ name, email }) => ({ name, email: email ?? '' })),
})
type Values = ReturnType<typeof valuesOf>

export function EditInvited({ meeting, onClose }: { meeting: MeetingView; onClose: () => void }) {
  const [seen] = useState(meeting)
  const [known] = useState(() => meeting.invited.map((invited) => invited.user))
  const invitable = useInvitable(known)
  const { headOf } = invitable
  return (
    <FormDialog
      title={t.editInvited}
      draft={`meeting.people.${meeting.id}`}
      initial={valuesOf(seen)}
      version={seen.version}
      isPartial
      shown={(value) => value.guests.flatMap((_, i) => [`guests/${i}/name`, `guests/${i}/email`])}
      touches={[MEETINGS]}
      done={t.saved}
      send={({ invited, guests }: Values, version) => {
        const before = valuesOf(seen)
        const body = {
          ...(JSON.stringify(invited) === JSON.stringify(before.invited) ? {} : { invited }),
          ...(JSON.stringify(guests) === JSON.stringify(before.guests) ? {} : { guests: guestsOf(guests) }),
        }
        return answer(api.PATCH('/api/v1/meetings/{id}', { params: { path: { id: meeting.id }, header: ifMatch(version) }, body }))
      }}
      read={valuesOf}
      tell={(value) => [
        [t.invited, value.invited.map((invite) => invitable.nameOf(invite.user_id)).join(comma)],
        [t.guests, value.guests.map((guest) => guest.name).join(comma)],
      ]}
      onClose={onClose}
    >
      {({ value, set, at }) =>
        invitable.isReady ? (
          <>
            <PeopleFields
              invitable={invitable}
              units={unitsOf(value.invited, headOf)}
              people={personsOf(value.invited, headOf)}
              onUnits={(units) => set({ invited: withUnits(value.invited, units, headOf) })}
              onPeople={(people) => set({ invited: withPeople(value.invited, people, headOf) })}
            />
            <GuestsField value={value.guests} onChange={(guests) => set({ guests })} at={(index, part) => at(`guests/${index}/${part}`)} />
          </>
        ) : (
          <Skeleton rows={4} />
        )
      }
    </FormDialog>
  )
}
