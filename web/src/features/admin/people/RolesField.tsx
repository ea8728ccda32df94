/** The roles of somebody: each with the unit or desk that it holds at. */
import type { Role, RoleGrant } from '@/api/schema'
import { Button, IconButton } from '@/components/Button'
import { ComboBox, Select } from '@/components/Pick'
import { useDesks, useUnits } from '@/components/useDirectory'
import { roleName } from '@/lib/labels'
import { t } from './texts'

const ROLES = (Object.keys(roleName) as Role[]).map((id) => ({ id, name: roleName[id] }))

/** What a role holds at, so that the right field shows; whether a grant is right is for the server to say. */
export const placeOf = (role: Role): 'unit' | 'desk' | null => (role === 'unit_head' || role === 'unit_member' ? 'unit' : role === 'owner' ? 'desk' : null)

export const pointersOf = (roles: readonly RoleGrant[]) => roles.flatMap((_, i) => ['role', 'unit_id', 'desk_id'].map((field) => `roles/${i}/${field}`))

export function RolesField({ value, onChange, at }: { value: readonly RoleGrant[]; onChange: (roles: RoleGrant[]) => void; at: (field: string) => string | undefined }) {
  const units = useUnits()
  const desks = useDesks()
  const set = (i: number, grant: RoleGrant) => onChange(value.map((old, j) => (j === i ? grant : old)))
  return (
    <section className="space-y-2">
      <h3 className="text-sm font-medium">{t.roles}</h3>
      {value.map((grant, i) => (
        // Grants are nothing but their place.
        // oxlint-disable-next-line react/no-array-index-key
        <div key={i} role="group" aria-label={t.roleEntry(i + 1)} className="flex items-start gap-2 rounded-xl border border-line bg-canvas p-3">
          <div className="grid min-w-0 flex-1 gap-3 sm:grid-cols-2">
            <Select label={t.role} hideLabel={i > 0} options={ROLES} value={grant.role} onChange={(role) => role && set(i, { role })} error={at(`roles/${i}/role`)} />
            {placeOf(grant.role) === 'unit' && (
              <ComboBox label={t.unit} hideLabel={i > 0} isRequired options={(units.data ?? []).filter((unit) => unit.active || unit.id === grant.unit_id)} value={grant.unit_id ?? null} onChange={(unit_id) => set(i, { ...grant, unit_id })} error={at(`roles/${i}/unit_id`)} />
            )}
            {placeOf(grant.role) === 'desk' && (
              <ComboBox label={t.desk} hideLabel={i > 0} isRequired options={(desks.data ?? []).filter((desk) => desk.active || desk.id === grant.desk_id)} value={grant.desk_id ?? null} onChange={(desk_id) => set(i, { ...grant, desk_id })} error={at(`roles/${i}/desk_id`)} />
            )}
          </div>
          <IconButton label={t.takeRole(i + 1)} icon="trash" className={i > 0 ? '' : 'mt-7.5'} onPress={() => onChange(value.filter((_, j) => j !== i))} />
        </div>
      ))}
      {value.length === 0 && <p className="text-sm text-muted">{t.rolesNone}</p>}
      <Button kind="ghost" icon="plus" className="-ms-3" onPress={() => onChange([...value, { role: 'unit_head' }])}>
        {t.addRole}
      </Button>
    </section>
  )
}
