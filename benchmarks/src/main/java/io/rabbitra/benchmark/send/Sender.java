package io.rabbitra.benchmark.send;

/** What one thread sends with. */
interface Sender extends AutoCloseable {

  /**
   * Sends a batch; returns when the broker has it.
   *
   * @param batch how many messages
   */
  void send(byte[] body, int batch) throws Exception;

  @Override
  default void close() throws Exception {}
}
