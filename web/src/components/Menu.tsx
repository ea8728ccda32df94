/** A menu behind a button. */
import type { ReactNode } from 'react'
import { Header, Menu as AriaMenu, MenuItem, MenuSection, MenuTrigger, type Key } from 'react-aria-components'
import { cx } from './cx'
import { Icon, type IconName } from './Icon'
import { itemStyle, listStyle } from './Pick'
import { Popover } from './Popover'

export interface MenuOption {
  id: string
  name: string
  icon?: IconName
  isDanger?: boolean
  isDisabled?: boolean
  isChosen?: boolean
  /** The key that does the same, as it is written. */
  keys?: string
}
export interface MenuGroup {
  title: string
  options: readonly MenuOption[]
}

export function Menu({ trigger, label, options, groups, onAction }: { trigger: ReactNode; label: string; options?: readonly MenuOption[]; groups?: readonly MenuGroup[]; onAction: (id: string) => void }) {
  return (
    <MenuTrigger>
      {trigger}
      <Popover>
        <AriaMenu aria-label={label} onAction={(key: Key) => onAction(String(key))} className={cx(listStyle, 'min-w-48')}>
          {options?.map(item)}
          {groups?.map((group) => (
            <MenuSection key={group.title} aria-label={group.title}>
              <Header className="px-3 pt-2 pb-1 text-xs text-muted">{group.title}</Header>
              {group.options.map(item)}
            </MenuSection>
          ))}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  )
}

const item = (option: MenuOption) => (
  <MenuItem key={option.id} id={option.id} textValue={option.name} isDisabled={option.isDisabled ?? false} className={cx(itemStyle, option.isDanger && 'text-danger-ink')}>
    {option.icon && <Icon name={option.icon} className="size-4.5" />}
    <span className="flex-1">
      <bdi>{option.name}</bdi>
    </span>
    {option.isChosen && <Icon name="check" className="size-4 text-accent" />}
    {option.keys && <kbd className="text-xs text-muted">{option.keys}</kbd>}
  </MenuItem>
)
