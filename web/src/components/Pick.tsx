/** Choosing one of several: from a list (Select), by typing (ComboBox), among a few in sight (Segments). */
import {
  Button as AriaButton,
  ComboBox as AriaComboBox,
  ListBox,
  ListBoxItem,
  Radio,
  RadioGroup,
  Select as AriaSelect,
  SelectValue,
  type ComboBoxProps,
  type Key,
} from 'react-aria-components'
import { holds } from '@/lib/persian'
import { IconButton } from './Button'
import { cx } from './cx'
import { Box, column, FieldError, fieldBox, Hint, Input, Label, type FieldProps } from './Field'
import { Icon } from './Icon'
import { Popover } from './Popover'
import { t } from './texts'

export interface Option<K extends Key = Key> {
  id: K
  name: string
  /** A line beneath the name. */
  note?: string | undefined
}

export const itemStyle =
  'flex items-center gap-2 rounded-lg px-3 min-h-11 md:min-h-9 py-1 cursor-pointer outline-none focus:bg-accent-soft selected:font-medium disabled:opacity-50'
export const listStyle = 'p-1 max-h-80 overflow-auto outline-none overscroll-contain'

const Item = ({ option }: { option: Option }) => (
  <ListBoxItem id={option.id} textValue={option.name} className={itemStyle}>
    {({ isSelected }) => (
      <>
        <span className="w-5 text-accent">{isSelected && <Icon name="check" className="size-4" />}</span>
        <span className="min-w-0">
          <bdi>{option.name}</bdi>
          {option.note && <span className="block text-xs text-muted font-normal">{option.note}</span>}
        </span>
      </>
    )}
  </ListBoxItem>
)

type Choice<K extends Key> = FieldProps & {
  options: readonly Option<K>[]
  value: K | null
  onChange: (value: K | null) => void
  isRequired?: boolean
  isDisabled?: boolean
  placeholder?: string
}

/** `any`: offers to choose nothing, under this name. */
export function Select<K extends Key>({ label, hideLabel, hint, error, className, options, value, onChange, placeholder, any, ...props }: Choice<K> & { any?: string }) {
  const all: readonly Option[] = any ? [{ id: '', name: any }, ...options] : options
  return (
    <AriaSelect
      {...props}
      value={value ?? (any ? '' : null)}
      onChange={(key) => onChange(key === '' || key === null ? null : (key as K))}
      placeholder={placeholder ?? t.choose}
      isInvalid={Boolean(error)}
      className={cx(column, 'group', className)}
    >
      <Label isRequired={props.isRequired ?? false} hide={hideLabel ?? false}>
        {label}
      </Label>
      <AriaButton className={cx(fieldBox, 'group-invalid:border-danger-ink h-11 md:h-10 px-3 gap-2 cursor-pointer outline-none focus-visible:focus-ring')}>
        <SelectValue className="flex-1 text-start truncate data-placeholder:text-muted">{({ selectedText, defaultChildren }) => selectedText || defaultChildren}</SelectValue>
        <Icon name="down" className="size-4 text-muted" />
      </AriaButton>
      <Hint>{hint}</Hint>
      <FieldError>{error}</FieldError>
      <Popover className="min-w-(--trigger-width)">
        <ListBox items={all} className={listStyle}>
          {(option) => <Item option={option} />}
        </ListBox>
      </Popover>
    </AriaSelect>
  )
}

/** Filters as the server folds: ي and ی, ك and ک, ZWNJ, آ and ا, digits of any set. */
export function ComboBox<K extends Key>({
  label,
  hideLabel,
  hint,
  error,
  className,
  options,
  value,
  onChange,
  placeholder,
  ...props
}: Choice<K> & Pick<ComboBoxProps<Option>, 'autoFocus' | 'onInputChange' | 'allowsCustomValue'>) {
  return (
    <AriaComboBox
      {...props}
      selectedKey={value}
      onSelectionChange={(key) => onChange(key as K | null)}
      defaultItems={options as readonly Option[]}
      defaultFilter={holds}
      menuTrigger="focus"
      isInvalid={Boolean(error)}
      className={cx(column, className)}
    >
      <Label isRequired={props.isRequired ?? false} hide={hideLabel ?? false}>
        {label}
      </Label>
      <Box className="pe-1">
        <Input placeholder={placeholder ?? t.choose} className="text-ellipsis" />
        <IconButton label="" icon="down" />
      </Box>
      <Hint>{hint}</Hint>
      <FieldError>{error}</FieldError>
      <Popover className="w-(--trigger-width) min-w-56">
        <ListBox className={listStyle} renderEmptyState={() => <p className="px-3 py-2 text-sm text-muted">{t.nothingFound}</p>}>
          {(option: Option) => <Item option={option} />}
        </ListBox>
      </Popover>
    </AriaComboBox>
  )
}

/** Up to five choices side by side. */
export function Segments<K extends string>({
  label,
  hideLabel,
  options,
  value,
  onChange,
  className,
  isDisabled = false,
}: Pick<FieldProps, 'label' | 'hideLabel' | 'className'> & { options: readonly Option<K>[]; value: K; onChange: (value: K) => void; isDisabled?: boolean }) {
  return (
    <RadioGroup value={value} onChange={(key) => onChange(key as K)} isDisabled={isDisabled} className={cx(column, className)}>
      <Label hide={hideLabel ?? false}>{label}</Label>
      <div className="inline-flex flex-wrap w-fit max-w-full rounded-lg border border-line bg-neutral-soft p-0.5">
        {options.map((option) => (
          <Radio
            key={option.id}
            value={option.id}
            className="px-3 min-h-10 md:min-h-8 inline-flex items-center rounded-md text-sm cursor-pointer outline-none text-muted hover:text-ink selected:bg-surface selected:text-accent-strong selected:font-medium selected:shadow-sm focus-visible:focus-ring disabled:opacity-50"
          >
            {option.name}
          </Radio>
        ))}
      </div>
    </RadioGroup>
  )
}
