/** All shortcuts of the page that is open, by group. */
import { Dialog } from '@/components/Dialog'
import { keyLabel, useAllShortcuts } from '@/lib/shortcuts'
import { t } from './texts'

export function ShortcutList({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const all = useAllShortcuts()
  const groups = [...new Set(all.map((shortcut) => shortcut.group))]
  return (
    <Dialog title={t.shortcuts} isOpen={isOpen} onClose={onClose}>
      <p className="text-sm text-muted">{t.shortcutsLead}</p>
      {groups.map((group) => (
        <section key={group}>
          <h3 className="text-sm font-medium pb-1">{group}</h3>
          <ul className="divide-y divide-line">
            {all
              .filter((shortcut) => shortcut.group === group)
              .map((shortcut) => (
                <li key={shortcut.keys + shortcut.what} className="flex items-center justify-between gap-4 py-1.5 text-sm">
                  <span>{shortcut.what}</span>
                  <span dir="ltr" className="flex gap-1">
                    {shortcut.keys.split(' ').map((key) => (
                      <kbd key={key} className="min-w-7 text-center rounded-md border border-line bg-neutral-soft px-1.5 font-sans text-xs leading-6">
                        {keyLabel(key)}
                      </kbd>
                    ))}
                  </span>
                </li>
              ))}
          </ul>
        </section>
      ))}
    </Dialog>
  )
}
