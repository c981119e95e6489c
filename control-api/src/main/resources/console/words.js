// The relay's stable codes in plain English. An unknown code is shown as it is.
const WORDS = {
  B_FRAMES: 'The stream has B-frames, which browsers cannot show live. Set bframes=0 in the encoder.',
  CODEC_UNSUPPORTED: 'The codec cannot be carried. By RTMP use H.264 and AAC, by WHIP H.264 or VP8 and Opus.',
  NO_KEYFRAME: 'No key frame came.',
  GOP_TOO_LONG: 'Key frames are too far apart. Set a key frame interval of 1 to 2 seconds.',
  TIMESTAMP_JUMP: "The source's timestamps jumped.",
  TOKEN_MISSING: 'There was no token.',
  TOKEN_MALFORMED: 'The token is damaged or cut off.',
  TOKEN_EXPIRED: 'The token has expired.',
  TOKEN_SIGNATURE: 'The token was signed with another key, or was changed.',
  TOKEN_WRONG_USER: 'The token belongs to another user.',
  TOKEN_WRONG_APP: 'The token belongs to another application.',
  PRIVILEGE_MISSING: 'The token gives no right to do this.',
  ROOM_INVALID: 'The room name is not allowed.',
  USER_INVALID: 'The user name is not allowed.',
  TAKEN_OVER: 'Another connection took the place of this user.',
  REMOVED: 'Disconnected by an operator.',
  IDLE_TIMEOUT: 'Nothing was received for too long.',
  PEER_CLOSED: 'The other side ended the stream or the connection.',
  ICE_TIMEOUT: 'The network path went silent.',
  DTLS_FAILED: 'The encrypted connection could not be set up.',
  PROTOCOL_ERROR: 'The other side broke the protocol.',
  LIMIT_EXCEEDED: 'A limit of the relay was reached.',
  STOPPED: 'Stopped as asked.',
  DRAINING: 'The relay is shutting down.',
  APP_UNKNOWN: 'The application is not configured here.',
  SDP_INVALID: 'The session description was not understood.',
  NOTHING_TO_PLAY: 'Nobody publishes there at the moment.',
  PLACE_TAKEN: 'This user publishes already.',
  SESSION_UNKNOWN: 'There is no such session.',
  MEDIA_TYPE: 'The request had the wrong media type.',
  SOURCE_UNREACHABLE: 'The source could not be reached.',
  SOURCE_REFUSED: 'The address of the source is not allowed or not supported.',
  SOURCE_HTTP: 'The source answered with an HTTP error.',
  SOURCE_FORMAT: 'What the source sends was not understood.',
  SOURCE_STALLED: 'The source stopped sending.',
  SOURCE_ENDED: 'The source came to its end.',
  MAX_DURATION: 'It has played as long as it may.',
  PAUSED_TOO_LONG: 'It was paused for too long.',
  RETRIES_USED_UP: 'The source failed again and again.',
  INTERNAL: 'The relay made a mistake; its log says more.',
};

export function inWords(code) {
  if (code?.startsWith('SOURCE_HTTP_')) return `The source answered with HTTP status ${code.slice('SOURCE_HTTP_'.length)}.`;
  return WORDS[code] ?? code ?? '';
}

const EVENTS = {
  101: 'Room opened',
  102: 'Room closed',
  103: 'Entered the room',
  104: 'Left the room',
  105: 'Changed its role',
  201: 'Video started',
  202: 'Video stopped',
  203: 'Audio started',
  204: 'Audio stopped',
  702: 'Pull ended',
};
const PULLS = ['Pull runs', 'Pull failed', 'Pull is tried again'];

// What an event for an application's backend tells.
export function eventInWords({ type, info }) {
  if (type === 701) return PULLS[info.Status] ?? 'Pull changed';
  return EVENTS[type] ?? `Event ${type}`;
}
