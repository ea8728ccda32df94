/**
 * Files on their way to a request, one after the other, with progress. They go on while somebody moves between pages, and a
 * failed one stays until it is tried again or dropped. (`fetch` tells nothing of what was sent, so this is XMLHttpRequest.)
 */
import type { QueryClient } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import { asProblem, offline, Problem } from '@/api/problem'
import { touch } from '@/api/query'
import { refresh } from '@/api/session'
import { lang } from '@/lib/i18n'
import { wrote } from '@/lib/offline'
import { randomText } from '@/lib/storage'

export interface Upload {
  id: string
  request: number
  file: File
  /** 0 to 1. */
  sent: number
  problem: Problem | null
}

/** What the server takes at most, bytes: refused here already, before megabytes are sent in vain. */
export const LARGEST = 25 * 1024 * 1024

let uploads: readonly Upload[] = []
let running = false
const listeners = new Set<() => void>()
const changed = (to: readonly Upload[]) => {
  uploads = to
  for (const listener of listeners) listener()
}
const change = (id: string, to: Partial<Upload>) => changed(uploads.map((upload) => (upload.id === id ? { ...upload, ...to } : upload)))

export const dropUpload = (id: string) => changed(uploads.filter((upload) => upload.id !== id))

export function upload(client: QueryClient, request: number, files: readonly File[]) {
  changed([...uploads, ...files.map((file) => ({ id: randomText(), request, file, sent: 0, problem: null }))])
  void run(client)
}

export function tryAgain(client: QueryClient, id: string) {
  change(id, { problem: null, sent: 0 })
  void run(client)
}

async function run(client: QueryClient) {
  if (running) return
  running = true
  for (;;) {
    const next = uploads.find((item) => !item.problem)
    if (!next) break
    try {
      // One after the other: a poor line carries one file better than five.
      // oxlint-disable-next-line no-await-in-loop
      await send(next, true)
      dropUpload(next.id)
      void touch(client, [`/api/v1/requests/{id}`])
    } catch (thrown) {
      change(next.id, { problem: asProblem(thrown) })
    }
  }
  running = false
}

function send(item: Upload, mayRefresh: boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    const call = new XMLHttpRequest()
    call.open('POST', `/api/v1/requests/${item.request}/attachments?name=${encodeURIComponent(item.file.name)}`)
    call.setRequestHeader('accept-language', lang)
    call.setRequestHeader('idempotency-key', item.id)
    call.setRequestHeader('content-type', 'application/octet-stream')
    call.upload.addEventListener('progress', (event) => {
      if (event.lengthComputable) change(item.id, { sent: event.loaded / event.total })
    })
    call.addEventListener('error', () => reject(offline()))
    call.addEventListener('loadend', wrote)
    call.addEventListener('load', () => {
      if (call.status < 300) resolve()
      else if (call.status === 401 && mayRefresh) {
        void refresh().then((fresh) => (fresh ? send(item, false).then(resolve, reject) : reject(problemIn(call))))
      } else reject(problemIn(call))
    })
    call.send(item.file)
  })
}

function problemIn(call: XMLHttpRequest): Problem {
  try {
    return new Problem(call.status, JSON.parse(call.responseText))
  } catch {
    return new Problem(call.status, {})
  }
}

export function useUploads(request: number): Upload[] {
  const all = useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => uploads,
  )
  return all.filter((item) => item.request === request)
}
