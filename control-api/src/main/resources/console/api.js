// The native API: JSON requests with the admin token, and the event stream over fetch, because an EventSource cannot
// send an Authorization header.
export class ApiError extends Error {
  // retryAfter in seconds, 0 where the relay named none
  constructor(status, code, detail, retryAfter) {
    super(detail || `HTTP ${status}`);
    this.status = status;
    this.code = code;
    this.retryAfter = retryAfter;
  }
}

export async function problem(response) {
  const body = await response.json().catch(() => ({}));
  const retryAfter = Number(response.headers.get('Retry-After')) || 0;
  return new ApiError(response.status, body.code ?? '', body.detail ?? body.title, retryAfter);
}

// The stable code, and what the relay says of it.
export function wording({ code, message, retryAfter }) {
  const why = code ? `${code}: ${message}` : message;
  return retryAfter ? `${why.replace(/\.$/, '')}. Try again in ${retryAfter} s.` : why;
}

export class Api {
  #token;

  constructor(token) {
    this.#token = token;
  }

  #headers(more = {}) {
    return { Authorization: `Bearer ${this.#token}`, ...more };
  }

  async #request(path, options = {}) {
    const response = await fetch(`../api/v1/${path}`, { ...options, headers: this.#headers(options.headers) });
    if (!response.ok) throw await problem(response);
    return response.status === 204 ? null : response.json();
  }

  status() {
    return this.#request('status');
  }

  endSession(id) {
    return this.#request(`sessions/${encodeURIComponent(id)}`, { method: 'DELETE' });
  }

  #send(method, path, body) {
    return this.#request(path, { method, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
  }

  makeToken(sdkAppId, userId, expireSeconds) {
    return this.#send('POST', 'tokens', { sdkAppId, userId, expireSeconds });
  }

  startTask(wish) {
    return this.#send('POST', 'tasks', wish);
  }

  changeTask(id, change) {
    return this.#send('PATCH', `tasks/${encodeURIComponent(id)}`, change);
  }

  stopTask(id) {
    return this.#request(`tasks/${encodeURIComponent(id)}`, { method: 'DELETE' });
  }

  // state is pending, dead or delivered
  events(state) {
    return this.#request(`events?state=${state}`);
  }

  redeliver(id) {
    return this.#request(`events/${encodeURIComponent(id)}/redeliver`, { method: 'POST' });
  }

  // Calls onEvent(name, data) until the signal aborts or the relay ends the stream; then returns or throws.
  async stream(onEvent, signal) {
    const response = await fetch('../api/v1/stream', { headers: this.#headers(), signal, cache: 'no-store' });
    if (!response.ok) throw await problem(response);
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = '';
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      const blocks = (rest + value).split('\n\n');
      rest = blocks.pop();
      blocks.forEach((block) => dispatch(block, onEvent));
    }
  }
}

function dispatch(block, onEvent) {
  let name = 'message';
  const data = [];
  for (const line of block.split('\n')) {
    if (line.startsWith('event: ')) name = line.slice(7);
    else if (line.startsWith('data: ')) data.push(line.slice(6));
  }
  if (data.length) onEvent(name, JSON.parse(data.join('\n')));
}
