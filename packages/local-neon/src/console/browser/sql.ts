/** The SQL page's editor. Without it, the page is a textarea and a form, and works too. */
import { askToCancel, askToRun, library } from './requests'
import { createEditor } from './editor'

const form = document.querySelector<HTMLFormElement>('form.sql-form')
const textarea = document.querySelector<HTMLTextAreaElement>('#sql')
const results = document.querySelector<HTMLElement>('#results')
if (form && textarea && results) enhance(form, textarea, results)

function enhance(form: HTMLFormElement, textarea: HTMLTextAreaElement, results: HTMLElement): void {
  const button = (mode: string) =>
    form.querySelector<HTMLButtonElement>(`button[name=mode][value=${mode}]`)
  const [run, explain] = [button('run'), button('explain')]
  const cancel = form.querySelector<HTMLButtonElement>('button.cancel')
  const keys = form.querySelector<HTMLElement>('.keys')
  let running: string | null = null

  const editor = createEditor(textarea, {
    submit: (mode) => form.requestSubmit(mode === 'run' ? run : explain),
    selected: (hasSelection) => {
      if (run) run.textContent = hasSelection ? 'Run selection' : 'Run'
      if (explain) explain.textContent = hasSelection ? 'Explain selection' : 'Explain'
    },
  })
  const isApple = /Mac|iP(?:hone|ad)/.test(navigator.userAgent)
  if (keys) {
    keys.hidden = false
    keys.textContent = isApple ? '⌘ Enter runs' : 'Ctrl+Enter runs'
  }

  form.addEventListener('submit', (event) => {
    textarea.value = editor.text()
    const { submitter } = event
    if (!(submitter instanceof HTMLButtonElement) || submitter.name !== 'mode') return
    event.preventDefault()
    if (running === null) void submit(submitter)
  })
  cancel?.addEventListener('click', () => {
    if (running === null) return
    cancel.disabled = true
    void askToCancel(running)
  })

  async function submit(submitter: HTMLButtonElement): Promise<void> {
    running = crypto.randomUUID()
    const { text, offset } = editor.chosen()
    const fields = new FormData(form, submitter)
    fields.set('sql', text)
    fields.set('run', running)
    editor.mark(null)
    setBusy(true)
    try {
      results.innerHTML = await askToRun(form.action, fields)
      const failed = results.querySelector<HTMLElement>('[data-offset]')?.dataset['offset']
      if (failed !== undefined) editor.mark(offset + Number(failed))
    } catch {
      results.textContent = 'Local Neon isn’t answering. Check that it’s running, then try again.'
    } finally {
      running = null
      setBusy(false)
    }
    await library().catch(() => {})
  }

  function setBusy(isBusy: boolean): void {
    results.setAttribute('aria-busy', String(isBusy))
    for (const each of [run, explain]) each?.setAttribute('aria-disabled', String(isBusy))
    if (!cancel) return
    // A moment later, so it doesn't flash for quick queries.
    cancel.disabled = false
    if (!isBusy) cancel.hidden = true
    else {
      const mine = running
      setTimeout(() => {
        if (running === mine && running !== null) cancel.hidden = false
      }, 200)
    }
  }
}
