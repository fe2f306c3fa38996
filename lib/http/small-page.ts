import { strictestHeaders } from './security-headers'

/** A small page's headers. */
export const smallPageHeaders = {
  ...strictestHeaders,
  'Content-Type': 'text/html; charset=utf-8',
  'Cache-Control': 'no-store',
}

/**
 * A page that needs nothing else: no script, style sheet or layout.
 *
 * @param content its text as HTML; the caller escapes anything foreign
 * @param requestId as in the log
 */
export function smallPage(title: string, content: string, requestId?: string): string {
  const reference = requestId
    ? `<p style="font:14px ui-monospace,monospace;opacity:.75">Request ${escapeHtml(requestId)}</p>`
    : ''
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>${title}</title><body style="font:16px/1.5 system-ui;max-width:34rem;margin:15vh auto;padding:0 1.5rem"><h1 style="font-size:1.5rem">${title}</h1>${content}${reference}</body></html>`
}

/** Escapes text for HTML, within quotes too. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
