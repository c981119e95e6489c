// The page's address: #watch=APP/ROOM/USER[&type=int][&viewer=ID&sig=USERSIG]. A fragment never reaches a server; the
// signature is taken out of the address bar at once and kept for this tab only.
const KEPT = 'sluice.viewer';

export function readLink() {
  const parts = new URLSearchParams(location.hash.slice(1));
  const [app, room, anchor] = (parts.get('watch') ?? '').split('/').map(decode);
  if (!app || !room) return null;
  const target = { app: Number(app), room, integer: parts.get('type') === 'int', anchor: anchor || '' };
  if (parts.get('sig')) {
    keep({ app: target.app, viewer: parts.get('viewer') ?? '', token: parts.get('sig') });
    history.replaceState(null, '', linkTo(target));
  }
  return target;
}

export function linkTo({ app, room, integer, anchor }) {
  const path = [app, room, anchor].map((part) => encodeURIComponent(part)).join('/');
  return `#watch=${path}${integer ? '&type=int' : ''}`;
}

// The token a link brought for this application, if any.
export function keptViewer(app) {
  const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? 'null');
  return kept && kept.app === app ? kept : null;
}

function keep(viewer) {
  sessionStorage.setItem(KEPT, JSON.stringify(viewer));
}

function decode(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
