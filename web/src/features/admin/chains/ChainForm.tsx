/** A chain of approval, new or changed, with its steps in order. */
import { answer, api, ifMatch } from '@/api/client'
import type { ApproverRole, ChainView, Rule, Step, Who } from '@/api/schema'
import { Button, IconButton } from '@/components/Button'
import { Checkbox } from '@/components/Check'
import { TextField } from '@/components/Field'
import { FormDialog } from '@/components/FormDialog'
import { MoneyField, NumberField } from '@/components/NumberField'
import { ComboBox, Select } from '@/components/Pick'
import { useDesks, usePeople } from '@/components/useDirectory'
import { comma } from '@/lib/i18n'
import { moved } from '@/lib/lists'
import { useNames } from '../routing/useNames'
import { fromOf, sentStep, whoOf } from './steps'
import { t } from './texts'

const optionsOf = <K extends string>(names: Record<K, string>) => (Object.keys(names) as K[]).map((id) => ({ id, name: names[id] }))
const WHOS = optionsOf<Who>(t.whos)
const ROLES = optionsOf<ApproverRole>(t.roles)
const RULES = optionsOf<Rule>(t.rules)

const valuesOf = (chain: ChainView | null) => ({
  name: chain?.name ?? '',
  is_default: chain?.is_default ?? false,
  active: chain?.active ?? true,
  steps: chain?.steps ?? ([{ who: 'role', role: 'director', rule: 'one' }] as Step[]),
})

export function ChainForm({ chain, onClose }: { chain: ChainView | null; onClose: () => void }) {
  const names = useNames()
  return (
    <FormDialog
      title={chain ? t.editTitle(chain.name) : t.new}
      draft={`chain.${chain?.id ?? 'new'}`}
      width="wide"
      initial={valuesOf(chain)}
      {...(chain ? { version: chain.version } : {})}
      shown={(value) => ['name', 'is_default', 'active', 'steps', ...value.steps.flatMap((_, i) => ['who', 'role', 'desk_id', 'user_id', 'rule', 'needed', 'from_rials'].map((field) => `steps/${i}/${field}`))]}
      touches={['/api/v1/approval-chains']}
      done={chain ? t.saved : t.made}
      send={({ active, ...value }, version, key) => {
        const body = { ...value, steps: value.steps.map(sentStep) }
        return chain
          ? answer(api.PATCH('/api/v1/approval-chains/{id}', { params: { path: { id: chain.id }, header: ifMatch(version) }, body: { ...body, active } }))
          : answer(api.POST('/api/v1/approval-chains', { params: { header: key }, body }))
      }}
      read={(current: ChainView) => valuesOf(current)}
      tell={(value) => [
        [t.name, value.name],
        [t.steps, value.steps.map((step, i) => `${t.step(i + 1)}: ${whoOf(step, names)}${comma}${fromOf(step)}`).join('\n')],
        [t.default, value.is_default ? t.default : '—'],
        [t.active, value.active ? t.active : t.inactive],
      ]}
      onClose={onClose}
    >
      {({ value, set, at }) => (
        <>
          <TextField label={t.name} isRequired autoFocus={!chain} maxLength={200} value={value.name} onChange={(name) => set({ name })} error={at('name')} />
          <Steps steps={value.steps} onChange={(steps) => set({ steps })} at={at} />
          <div className="flex flex-wrap gap-x-8">
            <Checkbox isSelected={value.is_default} onChange={(is_default) => set({ is_default })} hint={t.defaultHint}>
              {t.default}
            </Checkbox>
            {chain && (
              <Checkbox isSelected={value.active} onChange={(active) => set({ active })} hint={t.activeHint}>
                {t.active}
              </Checkbox>
            )}
          </div>
        </>
      )}
    </FormDialog>
  )
}

function Steps({ steps, onChange, at }: { steps: readonly Step[]; onChange: (steps: Step[]) => void; at: (field: string) => string | undefined }) {
  const desks = useDesks()
  const people = usePeople()
  const set = (i: number, change: Partial<Step>) => onChange(steps.map((old, j) => (j === i ? { ...old, ...change } : old)))
  return (
    <section className="space-y-2">
      <h3 className="text-sm font-medium">{t.steps}</h3>
      {at('steps') && (
        <p role="alert" className="text-xs text-danger-ink">
          {at('steps')}
        </p>
      )}
      <ol className="space-y-2">
        {steps.map((step, i) => {
          const several = step.who === 'role' || step.who === 'desk'
          const error = (field: string) => at(`steps/${i}/${field}`)
          return (
            // Steps are nothing but their place.
            // oxlint-disable-next-line react/no-array-index-key
            <li key={i} className="rounded-xl border border-line bg-canvas p-3">
              <div className="flex items-center gap-1 pb-2">
                <span className="flex-1 text-sm font-medium">{t.step(i + 1)}</span>
                <IconButton label={`${t.up}: ${t.step(i + 1)}`} icon="up" isDisabled={i === 0} onPress={() => onChange(moved(steps, i, i - 1))} />
                <IconButton label={`${t.down}: ${t.step(i + 1)}`} icon="down" isDisabled={i === steps.length - 1} onPress={() => onChange(moved(steps, i, i + 1))} />
                <IconButton label={`${t.remove}: ${t.step(i + 1)}`} icon="trash" isDisabled={steps.length === 1} onPress={() => onChange(steps.toSpliced(i, 1))} />
              </div>
              <div className="grid gap-3 sm:grid-cols-2 lg:grid-cols-4">
                <Select label={t.who} options={WHOS} value={step.who} onChange={(who) => who && set(i, { who })} error={error('who')} />
                {step.who === 'role' && <Select label={t.role} isRequired options={ROLES} value={step.role ?? null} onChange={(role) => set(i, { role })} error={error('role')} />}
                {step.who === 'desk' && (
                  <ComboBox label={t.desk} isRequired options={(desks.data ?? []).filter((desk) => desk.active || desk.id === step.desk_id)} value={step.desk_id ?? null} onChange={(desk_id) => set(i, { desk_id })} error={error('desk_id')} />
                )}
                {step.who === 'person' && (
                  <ComboBox
                    label={t.person}
                    isRequired
                    options={(people.data ?? []).filter((person) => person.active || person.id === step.user_id).map(({ id, name, email }) => ({ id, name, note: email }))}
                    value={step.user_id ?? null}
                    onChange={(user_id) => set(i, { user_id })}
                    error={error('user_id')}
                  />
                )}
                {several && (
                  <div className="flex items-start gap-2">
                    <Select label={t.rule} className="flex-1" options={RULES} value={step.rule ?? 'one'} onChange={(rule) => rule && set(i, { rule })} error={error('rule')} />
                    {step.rule === 'n_of' && <NumberField label={t.needed} className="w-20" minValue={1} maxValue={100} isRequired value={step.needed ?? null} onChange={(needed) => set(i, { needed })} error={error('needed')} />}
                  </div>
                )}
                <MoneyField label={t.from} hint={t.fromHint} value={step.from_rials ?? null} onChange={(from_rials) => set(i, { from_rials })} error={error('from_rials')} />
              </div>
            </li>
          )
        })}
      </ol>
      <Button kind="ghost" icon="plus" className="-ms-3" onPress={() => onChange([...steps, { who: 'role', rule: 'one' }])}>
        {t.addStep}
      </Button>
    </section>
  )
}
