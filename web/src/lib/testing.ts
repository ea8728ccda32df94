/** What jsdom lacks, and the direction of the page. Tests of components begin with `// @vitest-environment jsdom`; others run without a page. */
if (typeof document !== 'undefined') {
  document.documentElement.lang = 'fa-IR'
  document.documentElement.dir = 'rtl'

  globalThis.ResizeObserver ??= class {
    observe() {}
    unobserve() {}
    disconnect() {}
  }
  globalThis.matchMedia ??= ((query: string) => ({ matches: false, media: query, addEventListener() {}, removeEventListener() {} })) as never
  Element.prototype.scrollIntoView ??= () => {}
  globalThis.CSS ??= { escape: (text: string) => text } as never
}
