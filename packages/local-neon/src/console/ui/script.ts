/** The console's one script. Every page works without it. */
export const SCRIPT = `
for (const button of document.querySelectorAll('button.copy')) {
  button.hidden = false
  button.addEventListener('click', async () => {
    const text = button.parentElement.querySelector('pre, code').textContent
    let said = 'Copied'
    try { await navigator.clipboard.writeText(text) } catch { said = 'Not allowed' }
    button.textContent = said
    setTimeout(() => { button.textContent = 'Copy' }, 2000)
  })
}
`
