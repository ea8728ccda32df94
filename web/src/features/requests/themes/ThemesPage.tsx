/** Themes, those with most units first, and what the server finds alike. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { answer, api, ifMatch } from '@/api/client'
import { read, readNow, useList } from '@/api/query'
import type { ThemeSuggestion, ThemeView } from '@/api/schema'
import { useWrite } from '@/api/write'
import { Button } from '@/components/Button'
import { Card } from '@/components/Card'
import { DataTable, type Column } from '@/components/DataTable'
import { ListBody } from '@/components/ListBody'
import { PageHeader } from '@/components/PageHeader'
import { CategoryIcon, RequestLine } from '@/components/Request'
import { Empty } from '@/components/States'
import { Bdi } from '@/components/Text'
import { shortDay } from '@/lib/dates'
import { number } from '@/lib/numbers'
import { useMay } from '@/lib/session'
import { ThemeDialog } from './ThemeDialog'
import { t } from './texts'

const COLUMNS: Column<ThemeView>[] = [
  { id: 'title', title: t.name, width: 'minmax(14rem,3fr)', isName: true, cell: (theme) => <Bdi className="font-medium">{theme.title}</Bdi> },
  { id: 'units', title: t.units, width: '8rem', card: 'labelled', cell: (theme) => number(theme.units) },
  { id: 'requests', title: t.open, width: '8rem', card: 'labelled', cell: (theme) => t.of(theme.open_requests, theme.requests) },
  { id: 'created', title: t.created, width: '8rem', card: 'labelled', cell: (theme) => shortDay(theme.created_at) },
]

export function ThemesPage() {
  const list = useList('/api/v1/themes', { query: { sort: '-units', limit: 100 } })
  const decides = useMay('triage')
  const [making, setMaking] = useState<{ title: string; requests: string[] } | null>(null)
  return (
    <>
      <PageHeader
        title={t.title}
        actions={
          decides && (
            <Button kind="primary" icon="plus" onPress={() => setMaking({ title: '', requests: [] })}>
              {t.new}
            </Button>
          )
        }
      >
        <p className="text-sm text-muted max-w-2xl">{t.lead}</p>
      </PageHeader>
      <div className="space-y-6">
        <ListBody
          list={list}
          empty={
            <Empty icon="theme" title={t.none}>
              {t.noneLead}
            </Empty>
          }
        >
          <DataTable label={t.title} rows={list.items} columns={COLUMNS} keyOf={(theme) => theme.id} linkOf={(theme) => ({ to: '/themes/$id', params: { id: String(theme.id) } })} />
        </ListBody>
        {decides && <Suggestions onMake={setMaking} />}
      </div>
      {making && <ThemeDialog start={making} onClose={() => setMaking(null)} />}
    </>
  )
}

function Suggestions({ onMake }: { onMake: (start: { title: string; requests: string[] }) => void }) {
  const query = useQuery(read('/api/v1/themes/suggestions'))
  const join = useWrite({
    send: async (suggestion: ThemeSuggestion) => {
      const id = suggestion.theme?.id ?? 0
      const theme = await readNow('/api/v1/themes/{id}', { path: { id } })
      return answer(api.POST('/api/v1/themes/{id}/requests', { params: { path: { id }, header: ifMatch(theme.version) }, body: { requests: suggestion.requests.map((request) => String(request.id)) } }))
    },
    touches: ['/api/v1/themes', '/api/v1/requests'],
    done: t.added,
    toast: true,
  })
  if (!query.data || query.data.items.length === 0) return null
  return (
    <Card title={t.suggestions}>
      <p className="text-sm text-muted pb-3">{t.suggestionsLead}</p>
      <ul className="grid gap-3 md:grid-cols-2">
        {query.data.items.map((suggestion) => {
          const theme = suggestion.theme
          return (
            <li key={suggestion.requests.map((request) => request.id).join()} className="rounded-xl border border-line p-3 space-y-2">
              <p className="flex items-center gap-2 text-sm text-muted">
                <CategoryIcon category={suggestion.category} className="size-8" />
                {t.alike(suggestion.score)}
              </p>
              {suggestion.requests.map((request) => (
                <RequestLine key={request.id} request={request} />
              ))}
              {theme ? (
                <Button onPress={() => join.send(suggestion)} isBusy={join.isSending} className="max-w-full">
                  <span className="truncate">{t.join(theme.title)}</span>
                </Button>
              ) : (
                <Button onPress={() => onMake({ title: suggestion.requests[0]?.title ?? '', requests: suggestion.requests.map((request) => String(request.id)) })}>{t.make}</Button>
              )}
            </li>
          )
        })}
      </ul>
    </Card>
  )
}
