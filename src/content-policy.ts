/** What the pages may load: https://www.w3.org/TR/CSP3/. `own`: directives of one page, instead of those of all. */
export function contentPolicy(...own: readonly string[]): string {
  const name = (directive: string) => directive.split(' ')[0]
  const named = new Set(own.map(name))
  const common = [
    "default-src 'self'",
    "img-src 'self' data: blob:",
    "media-src 'self' blob:",
    "connect-src 'self' ws: wss:",
    "worker-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'self'",
  ]
  return [...common.filter(directive => !named.has(name(directive))), ...own].join('; ')
}
