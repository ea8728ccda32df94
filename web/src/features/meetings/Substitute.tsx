/** Who comes instead: a colleague with an account, or somebody by name. */
import { TextField } from '@/components/Field'
import { ComboBox } from '@/components/Pick'
import { useColleagues } from '@/components/useDirectory'
import { t } from './texts'

export interface Substitute {
  id: number | null
  name: string
}

export const substituteOf = ({ id, name }: Substitute): { substitute_id?: number; substitute_name?: string } => (id ? { substitute_id: id } : { substitute_name: name.trim() })

export function SubstituteFields({ besides, value, onChange, at, autoFocus = false }: { besides: number; value: Substitute; onChange: (value: Substitute) => void; at?: (field: string) => string | undefined; autoFocus?: boolean }) {
  const colleagues = useColleagues(besides)
  return (
    <div className="grid min-w-0 flex-1 basis-72 gap-3 sm:grid-cols-2">
      <ComboBox label={t.substitute} placeholder={t.substituteColleague} autoFocus={autoFocus} options={colleagues} value={value.id} onChange={(id) => onChange({ id, name: '' })} error={at?.('substitute_id')} />
      {value.id === null && <TextField label={t.substituteOther} maxLength={200} value={value.name} onChange={(name) => onChange({ id: null, name })} error={at?.('substitute_name')} />}
    </div>
  )
}
