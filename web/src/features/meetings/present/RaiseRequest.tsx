/** What somebody in the room raises: filed at once for their unit, and a line of the agenda. */
import { useState } from 'react'
import { answer, api } from '@/api/client'
import type { Category, Priority, RequestView } from '@/api/schema'
import { Checkbox } from '@/components/Check'
import { DetailsForm } from '@/components/details/DetailsForm'
import { blank, filled, type Details, type Root } from '@/components/details/schema'
import { TextField } from '@/components/Field'
import { FormDialog } from '@/components/FormDialog'
import { ComboBox, Segments, Select } from '@/components/Pick'
import { ErrorPanel, Skeleton } from '@/components/States'
import { useCategories } from '@/components/useCategories'
import { useOwnUnits } from '@/components/useDirectory'
import { priorityName } from '@/lib/labels'
import { codeText } from '@/lib/numbers'
import { MEETINGS } from '../data'
import { t } from '../texts'

interface Typed {
  unit_id: number | null
  category: Category
  title: string
  description: string
  /** Of each category that was looked at: to choose another and to come back loses nothing. */
  details: Partial<Record<Category, Details>>
  priority: Priority
  private: boolean
}

export function RaiseRequest({ meeting, onClose }: { meeting: number; onClose: () => void }) {
  const categories = useCategories()
  const units = useOwnUnits()
  const [start] = useState<Typed>({ unit_id: null, category: 'other', title: '', description: '', details: {}, priority: 'normal', private: false })
  const schemaOf = (category: Category) => categories.data?.items.find((item) => item.key === category)?.schema as Root | undefined
  const detailsOf = (value: Typed): Details => {
    const root = schemaOf(value.category)
    return value.details[value.category] ?? (root ? blank(root, root) : {})
  }
  const unitOf = (value: Typed) => value.unit_id ?? (units.length === 1 ? (units[0]?.id ?? null) : null)
  return (
    <FormDialog
      title={t.raise}
      draft={`meeting.raise.${meeting}`}
      initial={start}
      width="wide"
      action={t.raiseAction}
      shown={() => ['unit_id', 'title', 'description', 'details/', 'category', 'priority']}
      touches={[MEETINGS, '/api/v1/requests', '/api/v1/triage']}
      done={(made: RequestView) => (made.number ? t.raisedAs(codeText(made.number)) : t.raised)}
      send={(value: Typed, _version, key) => {
        const body = { category: value.category, unit_id: unitOf(value) ?? 0, title: value.title.trim(), description: value.description.trim(), details: filled(detailsOf(value)), priority: value.priority, private: value.private }
        return answer(api.POST('/api/v1/meetings/{id}/requests', { params: { path: { id: meeting }, header: key }, body }))
      }}
      onClose={onClose}
    >
      {({ value, set, at, problem }) => {
        const root = schemaOf(value.category)
        return (
          <>
            <div className="grid gap-4 sm:grid-cols-2">
              <ComboBox label={t.unit} isRequired options={units} value={unitOf(value)} onChange={(unit_id) => set({ unit_id })} error={at('unit_id')} />
              <Select
                label={t.category}
                isRequired
                options={(categories.data?.items ?? []).map((item) => ({ id: item.key as Category, name: item.title }))}
                value={value.category}
                onChange={(category) => category && set({ category })}
                error={at('category')}
              />
            </div>
            <TextField label={t.requestTitle} isRequired autoFocus maxLength={300} value={value.title} onChange={(title) => set({ title })} error={at('title')} />
            <TextField label={t.requestDescription} rows={3} maxLength={20_000} value={value.description} onChange={(description) => set({ description })} error={at('description')} />
            {categories.error && <ErrorPanel error={categories.error} again={() => void categories.refetch()} />}
            {categories.isPending && <Skeleton rows={2} />}
            {root && <DetailsForm root={root} value={detailsOf(value)} onChange={(details) => set({ details: { ...value.details, [value.category]: details } })} problem={problem} />}
            <Segments label={t.priority} value={value.priority} onChange={(priority) => set({ priority })} options={(['normal', 'urgent', 'very_urgent'] as const).map((id) => ({ id, name: priorityName[id] }))} />
            <Checkbox isSelected={value.private} onChange={(on) => set({ private: on })} hint={t.privateHint}>
              {t.private}
            </Checkbox>
          </>
        )
      }}
    </FormDialog>
  )
}
