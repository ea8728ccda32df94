/** One line of the policies; it goes into the page's draft, which is saved whole. */
import { useState } from 'react'
import { TextField } from '@/components/Field'
import { NumberField } from '@/components/NumberField'
import { Segments, Select } from '@/components/Pick'
import { SubmitDialog } from '@/components/SubmitDialog'
import { t as common } from '@/components/texts'
import { useDraft } from '@/lib/drafts'
import { comma } from '@/lib/i18n'
import { useMe } from '@/lib/session'
import { inDays, LONGEST_NAME, type Named } from './lines'
import { CATEGORY_OPTIONS, PRIORITIES } from './SlaPage'
import { t } from './texts'

const EMPTY: Named = { category: null, priority: null, triage_minutes: 840, first_response_minutes: 1260, resolve_minutes: 8400 }
const TIMES = ['triage_minutes', 'first_response_minutes', 'resolve_minutes'] as const
const NAMES = { triage_minutes: t.triage, first_response_minutes: t.response, resolve_minutes: t.resolve }

export function LineDialog({ line: before, day, draft: name, at, onTake, onClose }: { line: Named | null; day: number; draft: string; at: (field: string) => string | undefined; onTake: (line: Named) => void; onClose: () => void }) {
  const me = useMe()
  const draft = useDraft<Named>(me.id, `sla.line.${name}`, before ?? EMPTY)
  const line = draft.value
  const set = (change: Partial<Named>) => draft.setValue({ ...line, ...change })
  const [missing, setMissing] = useState(false)
  const isEmpty = (field: (typeof TIMES)[number]) => !(line[field] > 0)
  // An empty name that is not `null` is one that is still to be typed.
  const isNamed = line.name != null
  const lacksName = isNamed && !line.name?.trim()
  const need = (lacks: boolean) => (missing && lacks ? common.required : undefined)
  const close = () => {
    draft.forget()
    onClose()
  }
  const take = async () => {
    if (lacksName || TIMES.some(isEmpty)) {
      setMissing(true)
      throw new Error(common.required)
    }
    draft.forget()
    onTake({ ...line, name: line.name?.trim() || null })
  }
  return (
    <SubmitDialog title={t.lineTitle} action={t.done} isBusy={false} onSubmit={take} onClose={close}>
      <Segments
        label={t.for}
        value={isNamed ? 'named' : 'kind'}
        onChange={(id) => set(id === 'named' ? { name: line.name ?? '', category: null, priority: null } : { name: null })}
        options={[
          { id: 'kind', name: t.byKind },
          { id: 'named', name: t.byName },
        ]}
      />
      {isNamed ? (
        <TextField label={t.name} hint={t.nameHint} isRequired maxLength={LONGEST_NAME} value={line.name ?? ''} onChange={(typed) => set({ name: typed })} error={at('name') ?? need(lacksName)} />
      ) : (
        <div className="grid gap-4 sm:grid-cols-2">
          <Select label={t.category} any={t.anyCategory} options={CATEGORY_OPTIONS} value={line.category ?? null} onChange={(category) => set({ category })} error={at('category')} />
          <Select label={t.priority} any={t.anyPriority} options={PRIORITIES} value={line.priority ?? null} onChange={(priority) => set({ priority })} error={at('priority')} />
        </div>
      )}
      {TIMES.map((field) => (
        <Duration key={field} label={NAMES[field]} value={line[field]} day={day} onChange={(value) => set({ [field]: value })} error={at(field) ?? need(isEmpty(field))} />
      ))}
    </SubmitDialog>
  )
}

/** Working time, in hours and minutes. */
function Duration({ label, value, day, onChange, error }: { label: string; value: number; day: number; onChange: (minutes: number) => void; error: string | undefined }) {
  const hours = Math.floor(value / 60)
  const rest = value % 60
  return (
    <fieldset className="min-w-0">
      <legend className="pb-1.5 text-sm font-medium">{label}</legend>
      <div className="grid grid-cols-2 gap-2">
        <NumberField label={`${label}${comma}${t.hours}`} hideLabel unit={t.hours} minValue={0} maxValue={8760} value={hours} onChange={(to) => onChange((to ?? 0) * 60 + rest)} error={error} hint={inDays(value, day) ?? undefined} />
        <NumberField label={`${label}${comma}${t.minutes}`} hideLabel unit={t.minutes} minValue={0} maxValue={59} value={rest} onChange={(to) => onChange(hours * 60 + (to ?? 0))} />
      </div>
    </fieldset>
  )
}
