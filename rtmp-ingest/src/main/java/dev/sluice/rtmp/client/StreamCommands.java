package dev.sluice.rtmp.client;

import dev.sluice.rtmp.codec.RtmpMessage;
import dev.sluice.rtmp.codec.RtmpMessage.Command;

/**
 * The dialogue of commands: connect, createStream, then what the role starts, and the statuses in between and after. One
 * per session, on its loop.
 */
final class StreamCommands {
    private static final int WINDOW_ACK_SIZE = 2_500_000;

    /** What the dialogue makes of a session. */
    interface Actions {
        void send(RtmpMessage... messages);

        /** Sends what the server asked for, unless it reads nothing. */
        void answer(RtmpMessage message);

        /** An answer to what was sent is due. */
        void awaitAnswer();

        /** The stream runs. */
        void started(int streamId);

        /** The login needs another connection. */
        void again();

        void end(ClientEnd end);
    }

    private final Actions session;
    private final Dial dial;
    private final RtmpUrl url;
    private final Role role;
    private Step step = Step.CONNECTING;
    private int streamId;

    private enum Step {
        CONNECTING, CREATING, STARTING, STARTED
    }

    StreamCommands(Actions session, Dial dial) {
        this.session = session;
        this.dial = dial;
        this.url = dial.url();
        this.role = dial.role();
    }

    void connect() {
        session.awaitAnswer();
        session.send(Calls.connect(url, dial.login(), role.flashVersion()));
    }

    void on(Command command) {
        switch (command.name()) {
            case "_result" -> result(command);
            case "_error" -> error(command);
            case "onStatus" -> on(Status.of(command.argument(0)));
            case "onBWDone" -> session.answer(Calls.checkBandwidth());
            case "close" -> session.end(new ClientEnd.Refused("NetConnection.Connect.Closed", "", ""));
            default -> {
                // onFCPublish, onFCSubscribe and whatever else asks for nothing
            }
        }
    }

    private void result(Command command) {
        if (answers(command, Step.CONNECTING, Calls.CONNECT)) {
            next(Step.CREATING);
            session.send(new RtmpMessage.WindowAckSize(WINDOW_ACK_SIZE));
            session.send(role.announce(url.stream()));
            session.send(Calls.createStream());
        } else if (answers(command, Step.CREATING, Calls.CREATE_STREAM)) {
            next(Step.STARTING);
            streamId = (int) command.argument(0).number(1);
            session.send(role.start(streamId, url.stream()));
        }
    }

    private void next(Step following) {
        step = following;
        session.awaitAnswer();
    }

    private boolean answers(Command command, Step asked, int transactionId) {
        return step == asked && command.transactionId() == transactionId;
    }

    private void error(Command command) {
        var status = Status.of(command.argument(0));
        boolean ofConnect = answers(command, Step.CONNECTING, Calls.CONNECT);
        if (ofConnect && dial.goesOn(status.description())) {
            session.again();
        } else if (ofConnect || answers(command, Step.CREATING, Calls.CREATE_STREAM)) {
            session.end(status.refused(url));
        } // releaseStream and FCPublish may fail: whoever needs them says so to publish
    }

    /** A status, whether of onStatus or of onPlayStatus. */
    void on(Status status) {
        if (started() && role.ends(status.code())) {
            session.end(new ClientEnd.Ended(url.shown(status.code())));
        } else if (status.failed() && !(step == Step.CONNECTING && status.asksForLogin())) {
            session.end(status.refused(url)); // of a connect, _error alone may ask for a login
        } else if (role.starts(status.code())) {
            start();
        }
    }

    private boolean started() {
        return step == Step.STARTING || step == Step.STARTED;
    }

    /** The server has said so, or sends media already, which overtake the status at some. */
    void start() {
        if (step == Step.STARTING) {
            step = Step.STARTED;
            session.started(streamId);
        }
    }

    /** Tells the server that we go. */
    void goodbye() {
        if (started()) {
            session.send(role.goodbye(streamId, url.stream()));
        }
    }
}
