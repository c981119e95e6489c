package dev.sluice.rtmp.client;

import dev.sluice.rtmp.codec.RtmpMessage;

/** Gives media to its listener. */
record PlayRole(PlayListener listener) implements Role {
    @Override
    public String flashVersion() {
        return "LNX 9,0,124,2";
    }

    @Override
    public RtmpMessage[] announce(String stream) {
        return new RtmpMessage[0];
    }

    @Override
    public RtmpMessage[] start(int streamId, String stream) {
        return Calls.play(streamId, stream);
    }

    @Override
    public RtmpMessage[] goodbye(int streamId, String stream) {
        return new RtmpMessage[]{Calls.deleteStream(streamId)};
    }

    @Override
    public boolean starts(String code) {
        return code.equals("NetStream.Play.Start");
    }

    @Override
    public boolean ends(String code) {
        return switch (code) {
            case "NetStream.Play.UnpublishNotify", "NetStream.Play.Stop", "NetStream.Play.Complete" -> true;
            default -> false;
        };
    }

    @Override
    public boolean listens() {
        return true;
    }

    @Override
    public void onStarted(ClientSession session, int streamId) {
        listener.onPlaying();
    }

    @Override
    public void onMedia(RtmpMessage media) {
        switch (media) {
            case RtmpMessage.Audio audio -> listener.onAudio(audio);
            case RtmpMessage.Video video -> listener.onVideo(video);
            case RtmpMessage.Data data -> listener.onData(data);
            default -> {
            }
        }
    }

    @Override
    public void onWritable(boolean writable) {
        // what we send does not depend on it
    }

    @Override
    public void onEnd(ClientEnd end) {
        listener.onEnd(end);
    }
}
