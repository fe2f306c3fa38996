import { socialProviderIds } from '../../auth/settings/settings'
import type { ConsoleContext } from '../context'
import { html, type Html } from '../ui/html'
import { CHECKED, SELECTED, confirmation, postForm } from '../ui/parts'
import { settingGroups, type SettingField, type SettingValues } from './form'

const providerNames = { google: 'Google', github: 'GitHub', vercel: 'Vercel' }

/** Neon Auth's settings, as in Neon's console. */
export function settingsView(
  context: ConsoleContext,
  values: SettingValues,
  errors: Partial<Record<string, string>> = {},
): Html {
  return html`<p class="muted">
      Effective from the next request, and kept in <code>neon_auth.project_config</code>.
    </p>
    ${postForm(
      context,
      '/settings',
      html`<div class="columns">
          ${settingGroups.map(
            ({ legend, fields }) =>
              html`<fieldset>
                <legend>${legend}</legend>
                ${fields.map((field) => control(field, values[field.name], errors[field.name]))}
              </fieldset>`,
          )}
        </div>
        <div class="actions"><button>Save settings</button></div>`,
    )}
    ${
      context.reseed &&
      html`<h2>Data</h2>
        <p class="muted">Empties the tables, runs your migrations and adds your sample data.</p>
        <div class="actions">
          ${confirmation(context, {
            id: 'reseed',
            button: 'Reset and reseed…',
            title: 'Reset the database?',
            text: 'All rows, users and sessions are lost.',
            action: '/settings/reseed',
            confirm: 'Reset and reseed',
          })}
        </div>`
    }`
}

function control(field: SettingField, value: unknown, error: string | undefined): Html {
  const { kind, name, label, hint } = field
  if (kind === 'flag') {
    return html`<label class="choice">
      <input type="checkbox" name="${name}" ${value === true && CHECKED} />
      <span>${label}${hint !== undefined && html`<small>${hint}</small>`}</span>
    </label>`
  }
  if (kind === 'providers') {
    const chosen: readonly unknown[] = Array.isArray(value) ? value : []
    return html`<div role="group" aria-label="${label}">
      ${socialProviderIds.map(
        (id) =>
          html`<label class="choice">
            <input type="checkbox" name="${name}" value="${id}" ${chosen.includes(id) && CHECKED} />
            <span>${providerNames[id]}</span>
          </label>`,
      )}
    </div>`
  }
  const describedBy = [hint !== undefined && `${name}-hint`, error !== undefined && `${name}-error`]
    .filter((id) => id !== false)
    .join(' ')
  const attributes = html`id="${name}" name="${name}"
  ${describedBy !== '' && html`aria-describedby="${describedBy}"`}
  ${error !== undefined && html`aria-invalid="true" autofocus`}`
  return html`<div class="field">
    <label for="${name}">${label}</label>
    ${inputOf(field, value, attributes)}
    ${hint !== undefined && html`<small id="${name}-hint">${hint}</small>`}
    ${error !== undefined && html`<p class="error" id="${name}-error">${error}</p>`}
  </div>`
}

function inputOf(field: SettingField, value: unknown, attributes: Html): Html {
  if (field.kind === 'choice') {
    return html`<select ${attributes}>
      ${Object.entries(field.options).map(
        ([option, label]) =>
          html`<option value="${option}" ${option === value && SELECTED}>${label}</option>`,
      )}
    </select>`
  }
  if (field.kind === 'lines') {
    const lines: readonly unknown[] = Array.isArray(value) ? value : []
    const text = lines.map(String).join('\n')
    return html`<textarea rows="2" spellcheck="false" ${attributes}>${text}</textarea>`
  }
  return html`<input type="number" inputmode="numeric" ${attributes} value="${String(value)}" />`
}
