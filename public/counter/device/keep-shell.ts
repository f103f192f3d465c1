/**
 * Lets the browser keep this page, so that it can be opened without a connection. Browsers do that on https with a
 * certificate they trust, and on localhost; elsewhere the page needs the server to be opened, and nothing else changes.
 */
export function keepShell(): void {
  if (!('serviceWorker' in navigator)) return
  navigator.serviceWorker
    .register('/counter-worker.js', { scope: '/counter', updateViaCache: 'none' })
    .catch(() => {})
}
