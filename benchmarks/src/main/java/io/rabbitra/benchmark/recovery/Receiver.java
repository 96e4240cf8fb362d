package io.rabbitra.benchmark.recovery;

import java.io.IOException;

/** Consumes from a queue, whatever happens to it. */
interface Receiver extends AutoCloseable {

  /** Begins one. */
  @FunctionalInterface
  interface Opener {

    /**
     * Begins to consume.
     *
     * @param uri of the broker
     * @param bean called for each message before it is acknowledged
     */
    Receiver open(String uri, String queue, Runnable bean) throws Exception;
  }

  @Override
  void close() throws IOException;
}
