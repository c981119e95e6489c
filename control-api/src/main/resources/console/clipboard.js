// Copies to the clipboard, and says on the button whether it went well.
import { el } from './format.js';

export function copyButton(label, value) {
  const button = el('button', { type: 'button', class: 'quiet', 'aria-label': `Copy ${label}` }, 'Copy');
  button.addEventListener('click', () => copy(button, value()));
  return button;
}

export async function copy(button, value) {
  const label = button.textContent;
  const done = await write(value);
  button.textContent = done ? 'Copied' : 'Press Ctrl+C';
  setTimeout(() => { button.textContent = label; }, 1500);
}

// The clipboard API exists only in secure contexts; a console on plain HTTP from another machine has the older way.
async function write(value) {
  if (navigator.clipboard) return navigator.clipboard.writeText(value).then(() => true, () => false);
  const area = el('textarea', { readonly: '', 'aria-hidden': 'true', class: 'skip' });
  area.value = value;
  document.body.append(area);
  area.select();
  const done = document.execCommand('copy');
  area.remove();
  return done;
}
