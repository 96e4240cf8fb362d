package io.rabbitra.server;

/**
 * Stops the delivery of messages to beans while the server runs, as far as the server can: to one
 * bean, or to the whole application that the bean is in. Both methods return when it is done.
 */
public interface DeliveryControl {

  /**
   * @param archive the file name of the deployed application
   * @param bean the name of a message-driven bean in it
   */
  void stop(String archive, String bean);

  /** Undoes {@link #stop}. */
  void start(String archive, String bean);
}
