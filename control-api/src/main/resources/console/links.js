// The page's address: #watch=APP/ROOM/USER or #publish=APP/ROOM/USER, [&type=int][&viewer=ID][&sig=USERSIG]. A fragment
// never reaches a server; the signature is taken out of the address bar at once and kept for this tab only.
const KEPT = 'sluice.';

// What to watch, or null.
export function readLink() {
  const found = read('watch');
  if (!found) return null;
  const { app, room, integer, user, parts } = found;
  const target = { app, room, integer, anchor: user };
  keep('viewer', { app, viewer: parts.get('viewer') ?? '', token: parts.get('sig') }, linkTo(target));
  return target;
}

// Where to publish, or null.
export function readPublishLink() {
  const found = read('publish');
  if (!found) return null;
  const { app, room, integer, user, parts } = found;
  const target = { app, room, integer, user };
  keep('publisher', { app, user, token: parts.get('sig') }, publishLinkTo(target));
  return target;
}

export function linkTo({ app, room, integer, anchor }) {
  return address('watch', [app, room, anchor], integer);
}

export function publishLinkTo({ app, room, integer, user }) {
  return address('publish', [app, room, user], integer);
}

// The token a link brought for this application, if any.
export function keptViewer(app) {
  const kept = recall('viewer');
  return kept && kept.app === app ? kept : null;
}

// The token a link brought for this publisher, if any.
export function keptPublisher({ app, user }) {
  const kept = recall('publisher');
  return kept && kept.app === app && kept.user === user ? kept : null;
}

// URLSearchParams decodes; no room or user has a slash in it.
function read(verb) {
  const parts = new URLSearchParams(location.hash.slice(1));
  const [app, room, user] = (parts.get(verb) ?? '').split('/');
  return app && room ? { app: Number(app), room, integer: parts.get('type') === 'int', user: user ?? '', parts } : null;
}

function address(verb, parts, integer) {
  return `#${verb}=${parts.map((part) => encodeURIComponent(part)).join('/')}${integer ? '&type=int' : ''}`;
}

function keep(role, kept, addressWithoutIt) {
  if (!kept.token) return;
  sessionStorage.setItem(KEPT + role, JSON.stringify(kept));
  history.replaceState(null, '', addressWithoutIt);
}

function recall(role) {
  return JSON.parse(sessionStorage.getItem(KEPT + role) ?? 'null');
}
