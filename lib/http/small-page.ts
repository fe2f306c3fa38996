import { strictestPolicy } from './security-headers'

/** What goes along with a small page. */
export const smallPageHeaders = {
  'Content-Type': 'text/html; charset=utf-8',
  'Cache-Control': 'no-store',
  'Content-Security-Policy': strictestPolicy,
} as const

/**
 * A page of ours that needs nothing else: no script, no style sheet, no layout.
 *
 * @param content its text as HTML; whoever makes it escapes what is not theirs
 * @param requestId as the log has it
 */
export function smallPage(title: string, content: string, requestId?: string): string {
  const reference = requestId
    ? `<p style="font:14px ui-monospace,monospace;opacity:.75">Request ${escapeHtml(requestId)}</p>`
    : ''
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>${title}</title><body style="font:16px/1.5 system-ui;max-width:34rem;margin:15vh auto;padding:0 1.5rem"><h1 style="font-size:1.5rem">${title}</h1>${content}${reference}</body></html>`
}

/** Text that stands for itself in HTML, between quotes as well. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
