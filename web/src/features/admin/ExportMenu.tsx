/** A whole list as a file. */
import { Button } from '@/components/Button'
import { Menu } from '@/components/Menu'

export function ExportMenu({ path, label }: { path: '/api/v1/units/export' | '/api/v1/users/export'; label: string }) {
  return (
    <Menu
      label={label}
      trigger={<Button icon="download">{label}</Button>}
      options={[
        { id: 'xlsx', name: 'Excel (XLSX)' },
        { id: 'csv', name: 'CSV' },
      ]}
      onAction={(format) => location.assign(`${path}.${format}`)}
    />
  )
}
