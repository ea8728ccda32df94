/** Parts of a page, one at a time. */
import type { ReactNode } from 'react'
import { Tab, TabList, TabPanel, Tabs as AriaTabs, type Key } from 'react-aria-components'

export interface TabOption {
  id: string
  name: string
  /** How many there are, beside the name. */
  count?: string | undefined
  content: ReactNode
}

export function Tabs({ label, tabs, value, onChange }: { label: string; tabs: readonly TabOption[]; value?: string; onChange?: (id: string) => void }) {
  return (
    <AriaTabs {...(value === undefined ? {} : { selectedKey: value })} {...(onChange ? { onSelectionChange: (key: Key) => onChange(String(key)) } : {})}>
      <TabList aria-label={label} className="flex gap-1 border-b border-line overflow-x-auto overscroll-contain">
        {tabs.map((tab) => (
          <Tab
            key={tab.id}
            id={tab.id}
            className="px-3 h-11 inline-flex items-center gap-2 whitespace-nowrap cursor-pointer outline-none text-muted hover:text-ink border-b-2 border-transparent -mb-px selected:border-accent selected:text-accent-strong selected:font-medium focus-visible:focus-ring rounded-t-md"
          >
            {tab.name}
            {tab.count && <span className="text-xs text-muted">{tab.count}</span>}
          </Tab>
        ))}
      </TabList>
      {tabs.map((tab) => (
        <TabPanel key={tab.id} id={tab.id} className="pt-4 outline-none focus-visible:focus-ring rounded-lg">
          {tab.content}
        </TabPanel>
      ))}
    </AriaTabs>
  )
}
