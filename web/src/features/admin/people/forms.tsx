/** Inviting somebody, changing a name, changing roles. */
import { answer, api, ifMatch } from '@/api/client'
import type { Locale, RoleGrant, UserView } from '@/api/schema'
import { TextField } from '@/components/Field'
import { FormDialog } from '@/components/FormDialog'
import { Segments } from '@/components/Pick'
import { useDesks, useUnits } from '@/components/useDirectory'
import { comma } from '@/lib/i18n'
import { roleName } from '@/lib/labels'
import { pointersOf, RolesField } from './RolesField'
import { t } from './texts'

const LANGUAGES = (['fa', 'en'] as const).map((id) => ({ id, name: t.languages[id] }))
const TOUCHES = ['/api/v1/users', '/api/v1/units', '/api/v1/desks']

export const grantsOf = (person: UserView): RoleGrant[] => person.roles.map(({ role, unit, desk }) => ({ role, ...(unit ? { unit_id: unit.id } : {}), ...(desk ? { desk_id: desk.id } : {}) }))

export function InviteForm({ onClose, onDone }: { onClose: () => void; onDone: (person: UserView) => void }) {
  return (
    <FormDialog
      title={t.invite}
      lead={<p className="text-sm text-muted">{t.inviteLead}</p>}
      draft="user.new"
      initial={{ email: '', name: '', locale: 'fa' as Locale, roles: [{ role: 'unit_head' }] as RoleGrant[] }}
      shown={(value) => ['email', 'name', 'locale', ...pointersOf(value.roles)]}
      touches={TOUCHES}
      done={t.saved}
      action={t.send}
      send={(value, _, key) => answer(api.POST('/api/v1/users/invitations', { params: { header: key }, body: { ...value, email: value.email.trim() } }))}
      onClose={onClose}
      onDone={onDone}
    >
      {({ value, set, at }) => (
        <>
          <TextField label={t.email} type="email" ltr isRequired autoFocus value={value.email} onChange={(email) => set({ email })} error={at('email')} />
          <TextField label={t.name} isRequired hint={t.nameHint} value={value.name} onChange={(name) => set({ name })} error={at('name')} />
          <Segments label={t.language} options={LANGUAGES} value={value.locale} onChange={(locale) => set({ locale })} />
          <RolesField value={value.roles} onChange={(roles) => set({ roles })} at={at} />
        </>
      )}
    </FormDialog>
  )
}

export function PersonForm({ person, onClose }: { person: UserView; onClose: () => void }) {
  const valuesOf = (user: UserView) => ({ name: user.name, locale: user.locale })
  return (
    <FormDialog
      title={t.edit}
      draft={`user.${person.id}`}
      initial={valuesOf(person)}
      version={person.version}
      shown={() => ['name', 'locale']}
      touches={TOUCHES}
      done={t.saved}
      send={(body, version) => answer(api.PATCH('/api/v1/users/{id}', { params: { path: { id: person.id }, header: ifMatch(version) }, body }))}
      read={valuesOf}
      tell={(value) => [
        [t.name, value.name],
        [t.language, t.languages[value.locale]],
      ]}
      onClose={onClose}
    >
      {({ value, set, at }) => (
        <>
          <TextField label={t.name} isRequired hint={t.nameHint} value={value.name} onChange={(name) => set({ name })} error={at('name')} />
          <Segments label={t.language} options={LANGUAGES} value={value.locale} onChange={(locale) => set({ locale })} />
        </>
      )}
    </FormDialog>
  )
}

export function RolesForm({ person, onClose }: { person: UserView; onClose: () => void }) {
  const units = useUnits()
  const desks = useDesks()
  const placeName = (grant: RoleGrant) => units.data?.find((unit) => unit.id === grant.unit_id)?.name ?? desks.data?.find((desk) => desk.id === grant.desk_id)?.name
  return (
    <FormDialog
      title={t.rolesTitle(person.name)}
      lead={<p className="text-sm text-muted">{t.rolesLead}</p>}
      draft={`user.${person.id}.roles`}
      initial={{ roles: grantsOf(person) }}
      version={person.version}
      shown={(value) => pointersOf(value.roles)}
      touches={[...TOUCHES, '/api/v1/auth/me']}
      done={t.rolesSaved}
      send={(body, version) => answer(api.PUT('/api/v1/users/{id}/roles', { params: { path: { id: person.id }, header: ifMatch(version) }, body }))}
      read={(user: UserView) => ({ roles: grantsOf(user) })}
      tell={(value) => [[t.roles, value.roles.map((grant) => [roleName[grant.role], placeName(grant)].filter(Boolean).join(comma)).join('\n')]]}
      onClose={onClose}
    >
      {({ value, set, at }) => <RolesField value={value.roles} onChange={(roles) => set({ roles })} at={at} />}
    </FormDialog>
  )
}
