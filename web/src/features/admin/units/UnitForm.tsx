/** A unit, new or changed. */
import { answer, api, ifMatch } from '@/api/client'
import type { UnitKind, UnitView } from '@/api/schema'
import { Checkbox } from '@/components/Check'
import { TextField } from '@/components/Field'
import { FormDialog } from '@/components/FormDialog'
import { NumberField } from '@/components/NumberField'
import { ComboBox, Select } from '@/components/Pick'
import { useUnits } from '@/components/useDirectory'
import { unitKindName } from '@/lib/labels'
import { number } from '@/lib/numbers'
import { t } from './texts'
import { within } from './tree'

const KINDS = (Object.keys(unitKindName) as UnitKind[]).map((id) => ({ id, name: unitKindName[id] }))

const valuesOf = (unit: UnitView | null) => ({
  name: unit?.name ?? '',
  kind: unit?.kind ?? ('management' as UnitKind),
  parent_id: unit?.parent_id ?? null,
  staff_count: (unit?.staff_count ?? 1) as number | null,
  email: unit?.email ?? '',
  active: unit?.active ?? true,
})
type Values = ReturnType<typeof valuesOf>

export function UnitForm({ unit, onClose, onDone }: { unit: UnitView | null; onClose: () => void; onDone?: (unit: UnitView) => void }) {
  const units = useUnits()
  const below = unit && units.data ? within(units.data, unit.id) : new Set<number>()
  const parents = (units.data ?? []).filter((other) => !below.has(other.id) && (other.active || other.id === unit?.parent_id))
  const nameOf = (id: number | null) => units.data?.find((other) => other.id === id)?.name ?? (id ? number(id) : t.noParent)
  return (
    <FormDialog
      title={unit ? t.editTitle(unit.name) : t.new}
      draft={`unit.${unit?.id ?? 'new'}`}
      initial={valuesOf(unit)}
      {...(unit ? { version: unit.version } : {})}
      shown={() => ['name', 'kind', 'parent_id', 'staff_count', 'email', 'active']}
      touches={['/api/v1/units']}
      done={unit ? t.saved : t.made}
      send={({ active, ...value }: Values, version, key) => {
        const body = { ...value, email: value.email.trim() || null, staff_count: value.staff_count ?? 0 }
        if (!unit) return answer(api.POST('/api/v1/units', { params: { header: key }, body }))
        return answer(api.PATCH('/api/v1/units/{id}', { params: { path: { id: unit.id }, header: ifMatch(version) }, body: { ...body, active } }))
      }}
      read={valuesOf}
      tell={(value) => [
        [t.name, value.name],
        [t.kind, unitKindName[value.kind]],
        [t.parent, nameOf(value.parent_id)],
        [t.staffCount, number(value.staff_count ?? 0)],
        [t.email, value.email],
        [t.active, value.active ? t.active : t.inactive],
      ]}
      onClose={onClose}
      {...(onDone ? { onDone } : {})}
    >
      {({ value, set, at }) => (
        <>
          <TextField label={t.name} isRequired autoFocus={!unit} maxLength={200} value={value.name} onChange={(name) => set({ name })} error={at('name')} />
          <div className="grid gap-4 sm:grid-cols-2">
            <Select label={t.kind} isRequired options={KINDS} value={value.kind} onChange={(kind) => kind && set({ kind })} error={at('kind')} />
            <NumberField label={t.staffCount} stepper minValue={0} maxValue={10_000} value={value.staff_count} onChange={(staff_count) => set({ staff_count })} error={at('staff_count')} />
          </div>
          <ComboBox label={t.parent} placeholder={t.noParent} options={parents} value={value.parent_id} onChange={(parent_id) => set({ parent_id })} error={at('parent_id')} />
          <TextField label={t.email} type="email" ltr hint={t.emailHint} value={value.email} onChange={(email) => set({ email })} error={at('email')} />
          {unit && (
            <Checkbox isSelected={value.active} onChange={(active) => set({ active })} hint={t.activeHint}>
              {t.active}
            </Checkbox>
          )}
        </>
      )}
    </FormDialog>
  )
}
