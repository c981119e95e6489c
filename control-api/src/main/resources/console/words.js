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
  INTERNAL: 'The relay made a mistake; its log says more.',
};

export function inWords(code) {
  return WORDS[code] ?? code ?? '';
}
