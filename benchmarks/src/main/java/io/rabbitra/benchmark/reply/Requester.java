package io.rabbitra.benchmark.reply;

import jakarta.jms.JMSException;
import java.io.IOException;

/** What clients share, such as a connection. */
interface Requester extends AutoCloseable {

  /** One client. Used by one thread. */
  @FunctionalInterface
  interface Client {

    /**
     * Sends a request and waits for its reply.
     *
     * @return the bytes of the reply
     * @throws IllegalStateException there is none within {@link ReplySuite#TIMEOUT}
     */
    int request(byte[] body) throws Exception;
  }

  /** Ends with this. */
  Client newClient() throws Exception;

  @Override
  void close() throws IOException, JMSException;
}
