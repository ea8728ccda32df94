/** What is done with a mail that is held: it becomes a comment on a request or a draft of a unit, or it is put away. */
import { answer, api, ifMatch } from '@/api/client'
import type { IncomingView } from '@/api/schema'
import { Checkbox } from '@/components/Check'
import { TextField } from '@/components/Field'
import { FormDialog } from '@/components/FormDialog'
import { ComboBox, Segments } from '@/components/Pick'
import { useUnits } from '@/components/useDirectory'
import { code } from '@/lib/numbers'
import { latin } from '@/lib/persian'
import { t } from './texts'

interface Release {
  place: 'request' | 'unit'
  request: string
  internal: boolean
  unit: number | null
}

export function ReleaseDialog({ mail, onClose }: { mail: IncomingView; onClose: () => void }) {
  const units = useUnits()
  return (
    <FormDialog<Release, IncomingView>
      title={t.releaseTitle}
      draft={`mail.release.${mail.id}`}
      initial={{ place: 'request', request: mail.request_id ? code(String(mail.request_id)) : '', internal: false, unit: null }}
      version={mail.version}
      shown={({ place }) => (place === 'request' ? ['request'] : ['unit_id', 'request'])}
      lead={<p className="text-sm text-muted">{t.releaseLead}</p>}
      send={({ place, request, internal, unit }, version) =>
        answer(
          api.POST('/api/v1/mail/quarantine/{id}/release', {
            params: { path: { id: mail.id }, header: ifMatch(version) },
            body: place === 'request' ? { request: latin(request.trim()) || null, internal } : { unit_id: unit, internal: false },
          }),
        )
      }
      touches={['/api/v1/mail/quarantine', '/api/v1/requests']}
      done={t.released}
      action={t.release}
      onClose={onClose}
    >
      {({ value, set, at }) => (
        <>
          <Segments
            label={t.where}
            hideLabel
            value={value.place}
            onChange={(place) => set({ place })}
            options={[
              { id: 'request', name: t.toRequest },
              { id: 'unit', name: t.toUnit },
            ]}
          />
          {value.place === 'request' ? (
            <>
              <TextField label={t.number} hint={t.numberHint} isRequired autoFocus ltr maxLength={30} value={value.request} onChange={(request) => set({ request })} error={at('request')} />
              <Checkbox isSelected={value.internal} onChange={(internal) => set({ internal })} hint={t.internalHint}>
                {t.internal}
              </Checkbox>
            </>
          ) : (
            <ComboBox
              label={t.unit}
              isRequired
              options={(units.data ?? []).filter((unit) => unit.active).map(({ id, name }) => ({ id, name }))}
              value={value.unit}
              onChange={(unit) => set({ unit })}
              // Nothing chosen is said at the other field, which is not shown now.
              error={at('unit_id') ?? at('request')}
            />
          )}
        </>
      )}
    </FormDialog>
  )
}

export function DiscardDialog({ mail, onClose }: { mail: IncomingView; onClose: () => void }) {
  return (
    <FormDialog<{ reason: string }, IncomingView>
      title={t.discardTitle}
      draft={`mail.discard.${mail.id}`}
      initial={{ reason: '' }}
      version={mail.version}
      shown={() => ['reason']}
      lead={<p className="text-sm text-muted">{t.discardLead}</p>}
      send={({ reason }, version) => answer(api.POST('/api/v1/mail/quarantine/{id}/discard', { params: { path: { id: mail.id }, header: ifMatch(version) }, body: { reason: reason.trim() || null } }))}
      touches={['/api/v1/mail/quarantine']}
      done={t.discarded}
      action={t.discard}
      onClose={onClose}
    >
      {({ value, set, at }) => <TextField label={t.reason} hint={t.reasonHint} autoFocus maxLength={300} value={value.reason} onChange={(reason) => set({ reason })} error={at('reason')} />}
    </FormDialog>
  )
}
