// Keeps the event stream open while somebody is signed in, and opens it again when it breaks.
const FIRST_RETRY = 500;
const LAST_RETRY = 8000;

export class Feed {
  #abort = null;

  // onState hears 'live', 'lost' or 'refused'.
  start(api, onEvent, onState) {
    this.stop();
    const abort = new AbortController();
    this.#abort = abort;
    this.#run(api, onEvent, onState, abort.signal);
  }

  stop() {
    this.#abort?.abort();
    this.#abort = null;
  }

  async #run(api, onEvent, onState, signal) {
    let pause = FIRST_RETRY;
    while (!signal.aborted) {
      try {
        await api.stream((name, data) => {
          if (signal.aborted) return;
          pause = FIRST_RETRY;
          onState('live');
          onEvent(name, data);
        }, signal);
      } catch (error) {
        if (!signal.aborted && error.status === 401) {
          onState('refused');
          return;
        }
      }
      if (signal.aborted) return;
      onState('lost');
      await new Promise((resolve) => setTimeout(resolve, pause));
      pause = Math.min(pause * 2, LAST_RETRY);
    }
  }
}
