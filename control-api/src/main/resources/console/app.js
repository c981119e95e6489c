// The console: signs in, listens to the relay, and gives each part of the page what changed.
import { Api } from './api.js';
import { Anchors, keyOf, targetOf } from './anchors.js';
import { copy } from './clipboard.js';
import { WatchFacts } from './facts.js';
import { Feed } from './feed.js';
import { count } from './format.js';
import { History } from './history.js';
import { keptPublisher, keptViewer, linkTo, publishLinkTo, readLink, readPublishLink } from './links.js';
import { Player } from './player.js';
import { Plot } from './plots.js';
import { PublishForm } from './publish.js';
import { Sessions } from './sessions.js';
import { Studio } from './studio.js';
import { Tasks } from './tasks.js';
import { Webhooks } from './webhooks.js';

const TOKEN = 'sluice.adminToken';
const TOKEN_SECONDS = 3600;
const $ = (id) => document.getElementById(id);

const feed = new Feed();
const player = new Player($('player'), $('player-note'), $('unmute'));
const anchors = new Anchors($('anchor-rows'), $('anchors-table'), $('anchors-empty'), (target) => go(linkTo(target)));
const facts = new WatchFacts($('facts'), $('health'), $('warnings'));
const sessions = new Sessions($('session-rows'), $('sessions-table'), $('sessions-empty'));
const publishForm = new PublishForm(document, (target) => go(publishLinkTo(target)));
const tasks = new Tasks(document);
const webhooks = new Webhooks(document);
const studio = new Studio(publishToken);
const LABELS = ['Published', 'Received'];
const plots = [new Plot($('plot-fps'), 0, LABELS), new Plot($('plot-bitrate'), 1, LABELS)];
const viewerId = `console-${crypto.getRandomValues(new Uint32Array(1))[0].toString(36)}`;

let api = null;
let apps = [];
let entries = [];
let watched = null;
let history = null;
let relayNow = Date.now();

function show(...visible) {
  for (const id of ['signin', 'anchors', 'tasks', 'lower', 'webhooks', 'signout', 'totals', 'link']) $(id).hidden = !visible.includes(id);
  guest();
}

// Somebody watches or publishes by a link and has not signed in.
function guest() {
  const here = Boolean((watched || studio.shown) && !api);
  document.body.classList.toggle('guest', here);
  $('guest-hint').hidden = !here;
}

async function signIn(token) {
  const candidate = new Api(token);
  const status = await candidate.status();
  sessionStorage.setItem(TOKEN, token);
  api = candidate;
  apps = status.apps;
  publishForm.use(api, status);
  tasks.use(api, apps);
  webhooks.use(api);
  show('anchors', 'tasks', 'lower', 'webhooks', 'signout', 'totals', 'link');
  feed.start(api, onEvent, onFeed);
}

function signOut(message = '') {
  sessionStorage.removeItem(TOKEN);
  feed.stop();
  webhooks.stop();
  api = null;
  entries = [];
  closeStudio();
  if (watched && !keptViewer(watched.app)) go('#');
  askToSignIn(message);
}

function askToSignIn(message) {
  show('signin');
  problem(message);
}

function problem(message) {
  $('signin-error').textContent = message;
  $('signin-error').hidden = !message;
}

function onFeed(state) {
  if (state === 'refused') signOut('The relay no longer accepts this token.');
  $('link').textContent = state === 'live' ? 'Live' : 'Reconnecting …';
  $('link').classList.toggle('off', state !== 'live');
}

function onEvent(name, data) {
  if (name === 'snapshot') onSnapshot(data);
  if (name === 'sessions') sessions.show(data.sessions);
  if (name === 'tasks') tasks.show(data.tasks, relayNow);
  if (name === 'webhooks') webhooks.count(data);
}

function onSnapshot({ at, rooms }) {
  relayNow = at;
  tasks.tick(at);
  entries = rooms.flatMap((room) => room.anchors.map((anchor) => {
    const target = targetOf(room, anchor);
    return { key: keyOf(target), target, room, anchor };
  }));
  anchors.show(entries, watched && keyOf(watched), at);
  const viewers = rooms.reduce((sum, room) => sum + room.viewers, 0);
  $('totals').textContent = `${count(rooms.length, 'room')} · ${count(entries.length, 'anchor')} · ${count(viewers, 'viewer')}`;
}

function go(hash) {
  if (location.hash === hash) follow();
  else location.hash = hash;
}

// Shows what the address asks for. Who publishes goes on with it while the address leads to somebody to watch, and the
// other way round.
function follow() {
  const place = readPublishLink();
  if (place) openStudio(place);
  else watch(readLink());
}

function openStudio(place) {
  studio.open(place, api ? apps : [place.app], !api);
  guest();
  studio.reveal();
}

function closeStudio() {
  studio.close();
  guest();
  if (readPublishLink()) go(watched ? linkTo(watched) : '#');
}

async function publishToken(target) {
  const kept = keptPublisher(target);
  if (!api && kept) return kept.token;
  if (!api) throw new Error('Sign in to publish here.');
  return (await api.makeToken(target.app, target.user, TOKEN_SECONDS)).userSig;
}

function watch(target) {
  if (target && watched && keyOf(target) === keyOf(watched)) return;
  watched = target;
  history = new History();
  $('watch').hidden = !target;
  guest();
  if (!target) {
    player.stop();
    return;
  }
  $('watch-title').textContent = `${target.anchor || 'First anchor'} in room ${target.room}`;
  player.watch(target, () => credentials(target));
  $('watch').scrollIntoView({ block: 'nearest' });
}

async function credentials(target) {
  const kept = keptViewer(target.app);
  if (!api && kept) return kept;
  if (!api) throw new Error('Sign in to watch this anchor.');
  const made = await api.makeToken(target.app, viewerId, TOKEN_SECONDS);
  return { viewer: viewerId, token: made.userSig };
}

// Once a second: what is published and what arrives, into the table and the plots.
async function measure() {
  if (!watched) return;
  const key = keyOf(watched);
  const anchor = entryOf(watched)?.anchor;
  const reading = await player.reading();
  if (!watched || keyOf(watched) !== key) return;
  facts.show(anchor, reading);
  $('watch-end').hidden = !anchor;
  history.add(anchor, reading);
  plots[0].show(history.fps());
  plots[1].show(history.bits());
}

// A link may name no anchor: then it is the room's first.
function entryOf(target) {
  return entries.find(({ target: at }) => at.app === target.app && at.room === target.room
    && at.integer === target.integer && (!target.anchor || at.anchor === target.anchor));
}

async function endWatched() {
  const entry = watched && entryOf(watched);
  if (!entry || !confirm(`Disconnect ${entry.anchor.userId}? The encoder is told REMOVED.`)) return;
  await api.endSession(entry.anchor.sessionId).catch((error) => alert(error.message));
}

$('signin-form').addEventListener('submit', async (event) => {
  event.preventDefault();
  try {
    await signIn($('token').value.trim());
    $('token').value = '';
    problem('');
    if (watched) player.watch(watched, () => credentials(watched));
    const place = readPublishLink();
    if (place) openStudio(place);
  } catch (error) {
    problem(error.status === 401 ? 'This is not the admin token of this relay.' : `The relay did not answer: ${error.message}`);
  }
});
$('signout').addEventListener('click', () => signOut());
$('watch-close').addEventListener('click', () => go('#'));
$('watch-link').addEventListener('click', () => copy($('watch-link'), new URL(linkTo(watched), location.href).href));
$('watch-end').addEventListener('click', endWatched);
$('studio-close').addEventListener('click', closeStudio);
addEventListener('hashchange', follow);
setInterval(() => {
  measure();
  studio.measure(({ user, ...room }) => entryOf({ ...room, anchor: user })?.anchor);
}, 1000);

const token = sessionStorage.getItem(TOKEN);
if (token) {
  await signIn(token).catch((error) => (error.status === 401 ? signOut() : askToSignIn(`The relay did not answer: ${error.message}`)));
} else {
  askToSignIn('');
}
follow();
