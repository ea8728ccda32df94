/** One rule. What is changed goes into the page's draft when it is taken; the set is saved whole, on the page. */
import { useQuery } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { read } from '@/api/query'
import type { Priority, UnitKind } from '@/api/schema'
import { TextField } from '@/components/Field'
import { PickMany, ToggleChips, WordsField } from '@/components/Many'
import { MoneyField } from '@/components/NumberField'
import { ComboBox, Segments, Select } from '@/components/Pick'
import { SubmitDialog } from '@/components/SubmitDialog'
import { t as common } from '@/components/texts'
import { useDesks, usePeople, useUnits } from '@/components/useDirectory'
import { CATEGORIES, categoryName, priorityName, unitKindName } from '@/lib/labels'
import { useDraft } from '@/lib/drafts'
import { useMe } from '@/lib/session'
import { choosable } from '../sla/lines'
import type { DraftRule } from './draft'
import { whenOf, whereOf } from './sentences'
import { t } from './texts'
import { useChains, useNames } from './useNames'

const CATEGORY_OPTIONS = CATEGORIES.map((id) => ({ id: id as string, name: categoryName[id] }))
const KIND_OPTIONS = (Object.keys(unitKindName) as UnitKind[]).map((id) => ({ id: id as string, name: unitKindName[id] }))
const PRIORITY_OPTIONS = (Object.keys(priorityName) as Priority[]).map((id) => ({ id, name: priorityName[id] }))

export function RuleDialog({ rule: before, place, draft: name, at, onTake, onClose: close }: {
  rule: DraftRule
  /** Its place in the set, from 0. */
  place: number
  /** What is typed is kept under this name until it is taken or dropped. */
  draft: string
  /** The server's message at a field of this rule, from the last save that it refused. */
  at: (field: string) => string | undefined
  onTake: (rule: DraftRule) => void
  onClose: () => void
}) {
  const me = useMe()
  const draft = useDraft(me.id, `routing.rule.${name}`, before)
  const rule = draft.value
  const setRule = draft.setValue
  const onClose = () => {
    draft.forget()
    close()
  }
  const [missing, setMissing] = useState(false)
  const names = useNames()
  const units = useUnits()
  const desks = useDesks()
  const people = usePeople()
  const chains = useChains()
  const policies = useQuery(read('/api/v1/sla-policies'))
  const conditions = rule.conditions ?? {}
  const { target } = rule
  const when = (change: Partial<typeof conditions>) => setRule({ ...rule, conditions: { ...conditions, ...change } })
  const to = (change: Partial<typeof target>) => setRule({ ...rule, target: { ...target, ...change } })
  const desk = desks.data?.find((one) => one.id === target.desk_id)
  // Any active person can be named; the desk's own come first.
  const members = new Set(desk?.members.map((member) => member.id))
  const persons = (people.data ?? [])
    .filter((person) => person.active || person.id === target.owner_id)
    .map(({ id, name, email }) => ({ id, name, note: members.has(id) ? desk?.name : email }))
    .toSorted((a, b) => Number(members.has(b.id)) - Number(members.has(a.id)))
  const [way, setWay] = useState<'desk' | 'person' | 'turn'>(target.round_robin ? 'turn' : target.owner_id ? 'person' : 'desk')
  const take = async () => {
    if (target.desk_id === 0 || !rule.name.trim()) {
      setMissing(true)
      throw new Error(common.required)
    }
    draft.forget()
    onTake(rule)
  }
  const needed = missing && target.desk_id === 0 ? common.required : undefined

  return (
    <SubmitDialog
      title={t.ruleTitle(place + 1)}
      action={t.done}
      isBusy={false}
      onSubmit={take}
      onClose={onClose}
      width="wide"
      lead={
        <div className="rounded-xl bg-accent-soft px-4 py-2.5 text-accent-strong" aria-live="polite">
          <p>{whenOf(conditions, names)}</p>
          {target.desk_id !== 0 && <p>{whereOf(target, names)}</p>}
        </div>
      }
    >
        <TextField label={t.name} isRequired autoFocus={!before.name} maxLength={200} value={rule.name} onChange={(name) => setRule({ ...rule, name })} error={at('name') ?? (missing && !rule.name.trim() ? common.required : undefined)} />
        <Part title={t.when} hint={t.whenHint}>
          <ToggleChips label={t.categories} options={CATEGORY_OPTIONS} value={conditions.categories ?? []} onChange={(categories) => when({ categories })} error={at('conditions/categories')} />
          <div className="grid gap-4 md:grid-cols-2">
            <ToggleChips label={t.unitKinds} options={KIND_OPTIONS} value={conditions.unit_kinds ?? []} onChange={(unit_kinds) => when({ unit_kinds })} error={at('conditions/unit_kinds')} />
            <ComboBox label={t.subtree} placeholder={t.anyUnit} options={units.data ?? []} value={conditions.unit_subtree ?? null} onChange={(unit_subtree) => when({ unit_subtree })} error={at('conditions/unit_subtree')} />
            <MoneyField label={t.amountMin} value={conditions.amount_min_rials ?? null} onChange={(amount_min_rials) => when({ amount_min_rials })} error={at('conditions/amount_min_rials')} />
            <MoneyField label={t.amountMax} value={conditions.amount_max_rials ?? null} onChange={(amount_max_rials) => when({ amount_max_rials })} error={at('conditions/amount_max_rials')} />
            <WordsField label={t.words} hint={t.wordsHint} value={conditions.words ?? []} onChange={(words) => when({ words })} error={at('conditions/words')} />
            <Segments
              label={t.private}
              options={(['any', 'yes', 'no'] as const).map((id) => ({ id, name: t.privates[id] }))}
              value={conditions.private === true ? 'yes' : conditions.private === false ? 'no' : 'any'}
              onChange={(id) => when({ private: id === 'any' ? null : id === 'yes' })}
            />
          </div>
        </Part>
        <Part title={t.then}>
          <div className="grid gap-4 md:grid-cols-2">
            <ComboBox
              label={t.desk}
              isRequired
              options={(desks.data ?? []).filter((one) => one.active || one.id === target.desk_id)}
              value={target.desk_id || null}
              onChange={(desk_id) => to({ desk_id: desk_id ?? 0 })}
              error={at('target/desk_id') ?? needed}
            />
            <div className="space-y-3">
              <Segments
                label={t.to}
                options={(['desk', 'person', 'turn'] as const).map((id) => ({ id, name: t.tos[id] }))}
                value={way}
                onChange={(id) => {
                  setWay(id)
                  to({ round_robin: id === 'turn', ...(id === 'person' ? {} : { owner_id: null }) })
                }}
              />
              {way === 'person' && <ComboBox label={t.person} isRequired options={persons} value={target.owner_id ?? null} onChange={(owner_id) => to({ owner_id })} error={at('target/owner_id')} />}
            </div>
            <Select label={t.priority} any={t.keepPriority} options={PRIORITY_OPTIONS} value={target.priority ?? null} onChange={(priority) => to({ priority })} error={at('target/priority')} />
            <Select
              label={t.chain}
              any={t.defaultChain}
              options={(chains.data ?? []).filter((chain) => chain.active || chain.id === target.approval_chain_id)}
              value={target.approval_chain_id ?? null}
              onChange={(approval_chain_id) => to({ approval_chain_id })}
              error={at('target/approval_chain_id')}
            />
            <Select
              label={t.sla}
              any={t.defaultSla}
              hint={t.slaHint}
              options={choosable(policies.data?.policies ?? [], target.sla_policy).map((name) => ({ id: name, name }))}
              value={target.sla_policy ?? null}
              onChange={(sla_policy) => to({ sla_policy })}
              error={at('target/sla_policy')}
            />
            <PickMany
              label={t.watchers}
              options={(people.data ?? []).filter((person) => person.active).map(({ id, name, email }) => ({ id, name, note: email }))}
              value={target.watcher_ids ?? []}
              onChange={(watcher_ids) => to({ watcher_ids })}
              nameOf={names.person}
              error={at('target/watcher_ids')}
            />
          </div>
        </Part>
    </SubmitDialog>
  )
}

const Part = ({ title, hint, children }: { title: string; hint?: string; children: ReactNode }) => (
  <section className="space-y-4 border-t border-line pt-4">
    <div>
      <h3 className="font-bold">{title}</h3>
      {hint && <p className="text-xs text-muted">{hint}</p>}
    </div>
    {children}
  </section>
)
