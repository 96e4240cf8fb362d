package io.rabbitra.message;

import jakarta.jms.JMSException;

/** What {@link jakarta.jms.Message#acknowledge()} calls; set by the session that received it. */
@FunctionalInterface
public interface MessageAcknowledger {

  /**
   * Acknowledges according to the session's acknowledgement mode.
   *
   * @throws JMSException the broker could not be told, or the session is closed
   */
  void acknowledge() throws JMSException;
}
