/** The roles that somebody holds, each with where. */
import type { UserView } from '@/api/schema'
import { comma } from '@/lib/i18n'
import { roleName } from '@/lib/labels'

export function HeldRoles({ roles }: { roles: UserView['roles'] }) {
  return (
    <ul>
      {roles.map((held) => (
        <li key={`${held.role}.${held.unit?.id ?? held.desk?.id ?? ''}`}>
          {roleName[held.role]}
          {(held.unit ?? held.desk) && (
            <span className="text-muted">
              {comma}
              <bdi>{held.unit?.name ?? held.desk?.name}</bdi>
            </span>
          )}
        </li>
      ))}
    </ul>
  )
}
