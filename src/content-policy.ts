/** What the pages may load: https://www.w3.org/TR/CSP3/. `more`: further directives of one page. */
export function contentPolicy(...more: readonly string[]): string {
  return [
    "default-src 'self'",
    "img-src 'self' data: blob:",
    "media-src 'self' blob:",
    "connect-src 'self' ws: wss:",
    "worker-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'self'",
    ...more,
  ].join('; ')
}
