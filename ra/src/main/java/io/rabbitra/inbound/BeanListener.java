package io.rabbitra.inbound;

import jakarta.resource.spi.endpoint.MessageEndpoint;
import java.lang.reflect.Method;

/** How a delivery reaches the beans of one message listener interface. */
interface BeanListener {

  /** A delivery, made ready for a bean. */
  @FunctionalInterface
  interface Call {

    /**
     * Calls the bean.
     *
     * @throws Exception whatever the bean throws
     */
    void on(MessageEndpoint endpoint) throws Exception;
  }

  /** The method of the interface that takes a message. */
  Method onMessage();

  /**
   * Makes a delivery ready, without a transaction.
   *
   * @param queue where it came from, null if its feed does not tell
   */
  Call of(Delivery delivery, String queue);
}
