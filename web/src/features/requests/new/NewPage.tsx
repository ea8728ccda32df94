/** A new request: what it is about, then the form for that. */
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { Category } from '@/api/schema'
import { Button } from '@/components/Button'
import { Card } from '@/components/Card'
import { PageHeader } from '@/components/PageHeader'
import { CategoryIcon } from '@/components/Request'
import { ErrorPanel, Skeleton } from '@/components/States'
import { Bdi } from '@/components/Text'
import { useCategories } from '@/components/useCategories'
import { ago } from '@/lib/dates'
import { draftsOf } from '@/lib/drafts'
import { CATEGORIES, categoryName } from '@/lib/labels'
import { useMe } from '@/lib/session'
import { keep } from '@/lib/storage'
import { newRoute } from '../routes'
import { NewForm, type Typed } from './NewForm'
import { t } from './texts'

export function NewPage() {
  const { category } = newRoute.useSearch()
  return category ? <NewForm key={category} category={category} /> : <Tiles />
}

function Tiles() {
  const me = useMe()
  const categories = useCategories()
  const [dropped, setDropped] = useState(0)
  const drafts = draftsOf<Typed>(me.id, 'request.new.')
  return (
    <>
      <PageHeader title={t.title}>
        <p className="text-muted">{t.lead}</p>
      </PageHeader>
      {categories.error && <ErrorPanel error={categories.error} again={() => void categories.refetch()} />}
      {drafts.length > 0 && (
        <Card title={t.drafts} className="mb-4" key={dropped}>
          <ul className="divide-y divide-line/70">
            {drafts.map((draft) => {
              const category = CATEGORIES.find((known) => `request.new.${known}` === draft.name)
              if (!category) return null
              return (
                <li key={draft.name} className="relative flex items-center gap-3 py-2.5">
                  <CategoryIcon category={category} />
                  <div className="min-w-0 flex-1">
                    <Link to="/requests/new" search={{ category }} className="font-medium block truncate after:absolute after:inset-0">
                      <Bdi>{draft.value.title.trim() || t.untitled}</Bdi>
                    </Link>
                    <span className="text-xs text-muted">
                      {categoryName[category]} · {t.draftAt(ago(new Date(draft.at).toISOString()))}
                    </span>
                  </div>
                  <Button
                    kind="ghost"
                    className="relative z-[1]"
                    onPress={() => {
                      keep(`draft.${me.id}.${draft.name}`, null)
                      setDropped(dropped + 1)
                    }}
                  >
                    {t.drop}
                  </Button>
                </li>
              )
            })}
          </ul>
        </Card>
      )}
      {categories.isPending && <Skeleton rows={8} />}
      <ul className="grid gap-3 sm:grid-cols-2 lg:grid-cols-3">
        {categories.data?.items.map((category) => (
          <li key={category.key}>
            <Link
              to="/requests/new"
              search={{ category: category.key as Category }}
              className="flex items-start gap-3 h-full rounded-2xl border border-line bg-surface p-4 hover:border-accent hover:bg-accent-soft/40 transition-colors"
            >
              <CategoryIcon category={category.key as Category} className="size-11" />
              <span className="min-w-0">
                <span className="font-medium block">{category.title}</span>
                <span className="text-sm text-muted leading-6 block">{category.description}</span>
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </>
  )
}
