/** Choosing several: chips to press (ToggleChips), a combo box that collects (PickMany), words as they are typed (WordsField). */
import { useId, useState, type ReactNode } from 'react'
import { Button as AriaButton, ToggleButton, ToggleButtonGroup, type Key } from 'react-aria-components'
import { pick } from '@/lib/i18n'
import { Button } from './Button'
import { cx } from './cx'
import { column, TextField, type FieldProps } from './Field'
import { Icon } from './Icon'
import { ComboBox, type Option } from './Pick'

const t = pick({
  fa: { take: (name: string) => `برداشتن ${name}`, add: 'افزودن', addOne: 'یکی بیفزایید' },
  en: { take: (name: string) => `Remove ${name}`, add: 'Add', addOne: 'Add one' },
})

type Several<K> = FieldProps & { value: readonly K[]; onChange: (value: K[]) => void }

export function ToggleChips<K extends string>({ label, hideLabel, hint, error, className, options, value, onChange, isDisabled = false }: Several<K> & { options: readonly Option<K>[]; isDisabled?: boolean }) {
  const id = useId()
  return (
    <div className={cx(column, className)} data-invalid={error ? '' : undefined}>
      <span id={id} className={cx('text-sm font-medium', hideLabel && 'sr-only')}>
        {label}
      </span>
      <ToggleButtonGroup
        aria-labelledby={id}
        selectionMode="multiple"
        isDisabled={isDisabled}
        selectedKeys={new Set<Key>(value)}
        onSelectionChange={(keys) => onChange(options.filter((option) => keys.has(option.id)).map((option) => option.id))}
        className="flex flex-wrap gap-1.5"
      >
        {options.map((option) => (
          <ToggleButton
            key={option.id}
            id={option.id}
            className="inline-flex items-center gap-1.5 h-10 md:h-8 rounded-full border border-line px-3 text-sm cursor-pointer outline-none hover:bg-neutral-soft selected:bg-accent-soft selected:border-accent selected:text-accent-strong selected:font-medium focus-visible:focus-ring disabled:opacity-60 disabled:cursor-default"
          >
            {({ isSelected }) => (
              <>
                {isSelected && <Icon name="check" className="size-4" />}
                {option.name}
              </>
            )}
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
      <Beneath hint={hint} error={error} />
    </div>
  )
}

const Beneath = ({ hint, error }: { hint?: ReactNode; error?: string | undefined }) => (
  <>
    {hint && <p className="text-xs text-muted">{hint}</p>}
    {error && (
      <p role="alert" className="text-xs text-danger-ink">
        {error}
      </p>
    )}
  </>
)

const Taken = ({ items }: { items: { key: Key; name: string; onTake: () => void }[] }) =>
  items.length === 0 ? null : (
    <ul className="flex flex-wrap gap-1.5">
      {items.map((item) => (
        <li key={item.key}>
          <AriaButton
            aria-label={t.take(item.name)}
            onPress={item.onTake}
            className="inline-flex items-center gap-1.5 rounded-full bg-accent-soft text-accent-strong ps-3 pe-2 min-h-10 md:min-h-8 text-sm text-start cursor-pointer outline-none focus-visible:focus-ring hover:opacity-85"
          >
            <bdi>{item.name}</bdi>
            <Icon name="close" className="size-4" />
          </AriaButton>
        </li>
      ))}
    </ul>
  )

/** `nameOf`: of what is chosen and no longer offered, such as somebody who left. */
export function PickMany<K extends Key>({ label, hint, error, className, options, value, onChange, nameOf = String }: Several<K> & { options: readonly Option<K>[]; nameOf?: (key: K) => string }) {
  // Another box after each choice: the old one would keep the chosen name.
  const [round, setRound] = useState(0)
  const name = (key: K) => options.find((option) => option.id === key)?.name ?? nameOf(key)
  return (
    <div className={cx(column, className)}>
      <ComboBox
        key={round}
        label={label}
        hint={hint}
        error={error}
        placeholder={t.addOne}
        value={null}
        autoFocus={round > 0}
        options={options.filter((option) => !value.includes(option.id))}
        onChange={(key) => {
          if (key === null) return
          onChange([...value, key])
          setRound(round + 1)
        }}
      />
      <Taken items={value.map((key) => ({ key, name: name(key), onTake: () => onChange(value.filter((other) => other !== key)) }))} />
    </div>
  )
}

/** Enter, a comma and «،» end a word. */
export function WordsField({ label, hint, error, className, value, onChange }: Several<string>) {
  const [text, setText] = useState('')
  const take = (typed: string) => {
    const found = typed.split(/[،,\n]/).map((word) => word.trim()).filter((word, i, all) => word && !value.includes(word) && all.indexOf(word) === i)
    if (found.length > 0) onChange([...value, ...found])
    setText('')
  }
  return (
    <div className={cx(column, className)}>
      <TextField
        label={label}
        hint={hint}
        error={error}
        value={text}
        onChange={(typed) => (/[،,]/.test(typed) ? take(typed) : setText(typed))}
        onBlur={() => take(text)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return
          // Enter would send the whole form.
          event.preventDefault()
          take(text)
        }}
        after={
          <Button kind="ghost" className="h-9! md:h-8! me-1" onPress={() => take(text)} isDisabled={!text.trim()}>
            {t.add}
          </Button>
        }
      />
      <Taken items={value.map((word) => ({ key: word, name: word, onTake: () => onChange(value.filter((other) => other !== word)) }))} />
    </div>
  )
}
