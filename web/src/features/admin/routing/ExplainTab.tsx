/** An imagined request, held against each rule in force. */
import { useState } from 'react'
import { Form } from 'react-aria-components'
import { answer, api } from '@/api/client'
import type { Category, Explanation } from '@/api/schema'
import { useWrite } from '@/api/write'
import { Button } from '@/components/Button'
import { Card } from '@/components/Card'
import { Checkbox } from '@/components/Check'
import { cx } from '@/components/cx'
import { FormErrors, TextField } from '@/components/Field'
import { Icon } from '@/components/Icon'
import { MoneyField } from '@/components/NumberField'
import { ComboBox, Select } from '@/components/Pick'
import { Pill } from '@/components/Pill'
import { Note } from '@/components/States'
import { Bdi } from '@/components/Text'
import { useUnits } from '@/components/useDirectory'
import { useDraft } from '@/lib/drafts'
import { CATEGORIES, categoryName } from '@/lib/labels'
import { number } from '@/lib/numbers'
import { useMe } from '@/lib/session'
import { whereOf } from './sentences'
import { t } from './texts'
import { useNames } from './useNames'

interface Imagined {
  category: Category | null
  unit_id: number | null
  amount_rials: number | null
  text: string
  private: boolean
}

export function ExplainTab() {
  const me = useMe()
  const units = useUnits()
  const draft = useDraft<Imagined>(me.id, 'routing.explain', { category: null, unit_id: null, amount_rials: null, text: '', private: false })
  const [answered, setAnswered] = useState<Explanation | null>(null)
  const { value } = draft
  const set = (change: Partial<Imagined>) => draft.setValue((old) => ({ ...old, ...change }))
  const ask = useWrite({
    // What is still empty is left out: the server says at its field that it is needed.
    send: () => answer(api.POST('/api/v1/routing/explain', { body: Object.fromEntries(Object.entries(value).filter(([, given]) => given !== null)) as never })),
    onDone: setAnswered,
  })
  const at = (field: string) => ask.problem?.at(field)
  return (
    <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]">
      <Card>
        <Form
          validationBehavior="aria"
          className="space-y-4"
          onSubmit={(event) => {
            event.preventDefault()
            ask.send()
          }}
        >
          <p className="text-sm text-muted">{t.explainLead}</p>
          {ask.problem && <FormErrors messages={ask.problem.besides(['category', 'unit_id', 'amount_rials', 'text'])} />}
          <Select label={t.category} isRequired options={CATEGORIES.map((id) => ({ id, name: categoryName[id] }))} value={value.category} onChange={(category) => set({ category })} error={at('category')} />
          <ComboBox label={t.unit} isRequired options={units.data ?? []} value={value.unit_id} onChange={(unit_id) => set({ unit_id })} error={at('unit_id')} />
          <MoneyField label={t.amount} value={value.amount_rials} onChange={(amount_rials) => set({ amount_rials })} error={at('amount_rials')} />
          <TextField label={t.text} rows={3} value={value.text} onChange={(text) => set({ text })} error={at('text')} />
          <Checkbox isSelected={value.private} onChange={(on) => set({ private: on })}>
            {t.isPrivate}
          </Checkbox>
          <Button type="submit" kind="primary" isBusy={ask.isSending} className="w-full">
            {t.ask}
          </Button>
        </Form>
      </Card>
      {answered && <Answer explanation={answered} />}
    </div>
  )
}

function Answer({ explanation }: { explanation: Explanation }) {
  const names = useNames()
  return (
    <div className="min-w-0 space-y-2" aria-live="polite">
      {!explanation.chosen && <Note icon="inbox">{t.noRule}</Note>}
      <ol className="space-y-2">
        {explanation.rules.map((rule, i) => (
          <li key={rule.rule_id} className={cx('rounded-2xl border bg-surface p-4', rule.chosen ? 'border-accent' : 'border-line')}>
            <div className="flex flex-wrap items-center gap-2">
              <span className="min-w-0 flex-1 font-medium">
                {number(i + 1)}. <Bdi>{rule.name}</Bdi>
              </span>
              {rule.chosen ? <Pill tone="success">{t.chosen}</Pill> : rule.matched ? <Pill tone="accent">{t.matched}</Pill> : <Pill>{t.unmatched}</Pill>}
            </div>
            <ul className="pt-1 text-sm">
              {rule.conditions.map((condition) => (
                <li key={condition.condition} className={cx('flex items-start gap-1.5', condition.held ? 'text-success-ink' : 'text-muted')}>
                  <Icon name={condition.held ? 'check' : 'close'} className="mt-1 size-4" />
                  <span className="min-w-0">{condition.text}</span>
                </li>
              ))}
              {rule.conditions.length === 0 && <li className="text-muted">{t.everything}</li>}
            </ul>
            {rule.chosen && <p className="pt-1 text-sm">{whereOf(rule.target, names)}</p>}
          </li>
        ))}
      </ol>
    </div>
  )
}
